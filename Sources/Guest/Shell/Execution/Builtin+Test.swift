import SystemCalls

extension Shell {
  /// `test EXPRESSION` or `[ EXPRESSION ]`.
  func test(_ builtin: Builtin, _ operands: [[UInt8]]) -> UInt8 {
    var operands = operands
    if builtin == .bracket {
      guard operands.last == Array("]".utf8) else { return complain("[", "missing ]") }
      operands.removeLast()
    }
    var test = Test(operands: operands[...], shell: self)
    do throws(ShellFailure) {
      let result = try test.expression()
      if !test.operands.isEmpty { throw ShellFailure("\(string(test.operands.first!)): unexpected operator") }
      return result ? 0 : 1
    } catch {
      return complain(builtin == .bracket ? "[" : "test", error.message)
    }
  }
}

/// The expression of a `test` command.
private struct Test {
  var operands: ArraySlice<[UInt8]>
  let shell: Shell

  /// By the number of operands, as POSIX has it; what is longer by precedence.
  mutating func expression() throws(ShellFailure) -> Bool {
    let all = Array(operands)
    switch all.count {
    case 0: return false
    case 1:
      operands = []
      return !all[0].isEmpty
    case 2 where all[0] == [exclamation]:
      operands = []
      return all[1].isEmpty
    case 3 where isBinary(all[1]):
      operands = []
      return try binary(all[0], all[1], all[2])
    case 4 where all[0] == [exclamation]:
      operands.removeFirst()
      return !(try expression())
    default: return try disjunction()
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private mutating func disjunction() throws(ShellFailure) -> Bool {
    var result = try conjunction()
    while operands.first == Array("-o".utf8) {
      operands.removeFirst()
      let right = try conjunction()
      result = result || right
    }
    return result
  }

  private mutating func conjunction() throws(ShellFailure) -> Bool {
    var result = try primary()
    while operands.first == Array("-a".utf8) {
      operands.removeFirst()
      let right = try primary()
      result = result && right
    }
    return result
  }

  private mutating func primary() throws(ShellFailure) -> Bool {
    guard let first = operands.first else { throw ShellFailure("argument expected") }
    let second = operands.dropFirst().first
    if let second, operands.count > 2, isBinary(second) {
      let third = operands[operands.startIndex + 2]
      operands.removeFirst(3)
      return try binary(first, second, third)
    }
    operands.removeFirst()
    if first == [exclamation] { return !(try primary()) }
    if first == [openParenthesis], second != nil {
      let result = try disjunction()
      guard operands.popFirst() == [closeParenthesis] else { throw ShellFailure("closing paren expected") }
      return result
    }
    if first.count == 2, first[0] == minus, let operand = second, isUnary(first[1]) {
      operands.removeFirst()
      return try unary(first[1], operand)
    }
    return !first.isEmpty
  }

  private func isBinary(_ word: [UInt8]) -> Bool {
    switch text(word) {
    case "=", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef": true
    default: false
    }
  }

  private func isUnary(_ letter: UInt8) -> Bool { "nzefdhLrwxsctpbSgu".utf8.contains(letter) }

  private func number(_ operand: [UInt8]) throws(ShellFailure) -> Int {
    var digits = operand[...]
    while let first = digits.first, first == space || first == tab { digits.removeFirst() }
    while let last = digits.last, last == space || last == tab { digits.removeLast() }
    guard let value = Int(text(Array(digits))) else { throw ShellFailure("Illegal number: \(text(operand))") }
    return value
  }

  private func binary(_ left: [UInt8], _ symbol: [UInt8], _ right: [UInt8]) throws(ShellFailure) -> Bool {
    func status(_ path: [UInt8]) -> FileStatus? { try? shell.system.status(path, followsLinks: true) }
    switch text(symbol) {
    case "=": return left == right
    case "!=": return left != right
    case "<": return left.lexicographicallyPrecedes(right)
    case ">": return right.lexicographicallyPrecedes(left)
    case "-eq": return try number(left) == number(right)
    case "-ne": return try number(left) != number(right)
    case "-lt": return try number(left) < number(right)
    case "-le": return try number(left) <= number(right)
    case "-gt": return try number(left) > number(right)
    case "-ge": return try number(left) >= number(right)
    case "-nt":
      guard let left = status(left), let right = status(right) else { return false }
      return left.modified > right.modified
    case "-ot":
      guard let left = status(left), let right = status(right) else { return false }
      return left.modified < right.modified
    default:
      guard let left = status(left), let right = status(right) else { return false }
      return left.identifier == right.identifier
    }
  }

  private func unary(_ letter: UInt8, _ operand: [UInt8]) throws(ShellFailure) -> Bool {
    let system = shell.system
    func status(followsLinks: Bool = true) -> FileStatus? { try? system.status(operand, followsLinks: followsLinks) }
    switch letter {
    case UInt8(ascii: "n"): return !operand.isEmpty
    case UInt8(ascii: "z"): return operand.isEmpty
    case UInt8(ascii: "e"), UInt8(ascii: "r"), UInt8(ascii: "w"): return status() != nil
    case UInt8(ascii: "f"): return status()?.kind == .regular
    case UInt8(ascii: "d"): return status()?.kind == .directory
    case UInt8(ascii: "h"), UInt8(ascii: "L"): return status(followsLinks: false)?.kind == .symbolicLink
    case UInt8(ascii: "x"): return status().map { $0.mode & 0o111 != 0 } ?? false
    case UInt8(ascii: "s"): return status().map { $0.size > 0 } ?? false
    case UInt8(ascii: "c"): return status()?.kind == .characterDevice
    case UInt8(ascii: "p"): return status()?.kind == .pipe
    case UInt8(ascii: "g"): return status().map { $0.mode & 0o2000 != 0 } ?? false
    case UInt8(ascii: "u"): return status().map { $0.mode & 0o4000 != 0 } ?? false
    case UInt8(ascii: "t"):
      let index = try number(operand)
      guard index >= 0, index < shell.descriptors.count, let descriptor = shell.descriptors[index] else { return false }
      return system.isTerminal(descriptor.number)
    default: return false
    }
  }
}
