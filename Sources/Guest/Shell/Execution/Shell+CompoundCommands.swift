/// `if`, `while`, `for` and `case`.
extension Shell {
  func executeConditional(_ branches: [(condition: [AndOr], body: [AndOr])], _ otherwise: [AndOr]) {
    for (condition, body) in branches {
      conditionDepth += 1
      execute(condition)
      conditionDepth -= 1
      guard flow == .next else { return }
      if lastStatus == 0 {
        execute(body)
        return
      }
    }
    // The commands of `else` see the condition's status.
    if otherwise.isEmpty { lastStatus = 0 } else { execute(otherwise) }
  }

  func executeLoop(_ isUntil: Bool, _ condition: [AndOr], _ body: [AndOr]) {
    loopDepth += 1
    defer { loopDepth -= 1 }
    var status: UInt8 = 0
    while true {
      conditionDepth += 1
      execute(condition)
      conditionDepth -= 1
      if flow != .next {
        if leavesLoop() { break }
        continue
      }
      guard (lastStatus == 0) != isUntil else { break }
      execute(body)
      status = lastStatus
      if flow != .next, leavesLoop() { break }
    }
    if flow == .next { lastStatus = status }
  }

  /// What `break` and `continue` mean for this loop; true where it ends.
  private func leavesLoop() -> Bool {
    switch flow {
    case .next: return false
    case .breakLoop(let count):
      flow = count > 1 ? .breakLoop(count - 1) : .next
      return true
    case .continueLoop(let count):
      flow = count > 1 ? .continueLoop(count - 1) : .next
      return count > 1
    case .returnFromFunction, .exit, .interrupted: return true
    }
  }

  func executeIteration(_ name: [UInt8], _ words: [Word]?, _ body: [AndOr]) {
    loopDepth += 1
    defer { loopDepth -= 1 }
    do throws(ShellFailure) {
      let values = try words.map { words throws(ShellFailure) in try fields(words) } ?? positional
      lastStatus = 0
      for value in values {
        try assign(value, to: name)
        execute(body)
        if flow != .next, leavesLoop() { break }
      }
    } catch {
      fail(error)
    }
  }

  func executeSelection(_ subject: Word, _ items: [CaseItem]) {
    do throws(ShellFailure) {
      let subject = try text(subject)
      lastStatus = 0
      for item in items {
        for pattern in item.patterns where Pattern.matches(try self.pattern(pattern), subject) {
          execute(item.body)
          return
        }
      }
    } catch {
      fail(error)
    }
  }
}
