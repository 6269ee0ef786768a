import SystemCalls

extension Shell {
  func execute(_ list: [AndOr]) {
    for item in list {
      execute(item)
      if flow != .next { return }
    }
  }

  private func execute(_ item: AndOr) {
    if item.isBackground {
      startBackground(item)
      return
    }
    var isDecided = item.rest.isEmpty
    if !isDecided { conditionDepth += 1 }
    execute(item.first)
    if !isDecided { conditionDepth -= 1 }
    for (index, (isAnd, pipeline)) in item.rest.enumerated() {
      guard flow == .next else { return }
      guard isAnd == (lastStatus == 0) else { continue }
      isDecided = index == item.rest.count - 1
      if !isDecided { conditionDepth += 1 }
      execute(pipeline)
      if !isDecided { conditionDepth -= 1 }
    }
  }

  func execute(_ pipeline: Pipeline) {
    if pipeline.isNegated { conditionDepth += 1 }
    if pipeline.commands.count == 1 {
      execute(pipeline.commands[0])
    } else {
      run(pipeline.commands, text: [], isBackground: false)
      exitIfFailed()
    }
    if pipeline.isNegated {
      conditionDepth -= 1
      // What leaves the script leaves it with its own status.
      if flow == .next { lastStatus = lastStatus == 0 ? 1 : 0 }
    }
  }

  /// `set -e`.
  func exitIfFailed() {
    if options.exitsOnFailure, lastStatus != 0, conditionDepth == 0, flow == .next { flow = .exit }
  }

  func execute(_ command: Command) {
    switch command {
    case .simple(let simple): executeSimple(simple)
    case .group(let body): execute(body)
    case .subshell(let body):
      let descriptors = descriptors
      guard let process = start({ $0.execute(body) }, descriptors: descriptors, group: options.isInteractive ? 0 : nil)
      else { return }
      lastStatus = waitInForeground([process], group: process)
      exitIfFailed()
    case .conditional(let branches, let otherwise): executeConditional(branches, otherwise)
    case .loop(let isUntil, let condition, let body): executeLoop(isUntil, condition, body)
    case .iteration(let name, let words, let body): executeIteration(name, words, body)
    case .selection(let subject, let items): executeSelection(subject, items)
    case .function(let name, let body):
      functions[name] = body
      lastStatus = 0
    case .redirected(let inner, let redirections):
      let saved = descriptors
      do throws(ShellFailure) {
        try redirect(redirections)
        execute(inner)
      } catch {
        failRedirection(error)
      }
      descriptors = saved
    }
  }

  private func failRedirection(_ failure: ShellFailure) {
    complain(failure.message)
    lastStatus = failure.status
    exitIfFailed()
  }

  private func executeConditional(_ branches: [(condition: [AndOr], body: [AndOr])], _ otherwise: [AndOr]) {
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

  private func executeLoop(_ isUntil: Bool, _ condition: [AndOr], _ body: [AndOr]) {
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

  private func executeIteration(_ name: [UInt8], _ words: [Word]?, _ body: [AndOr]) {
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

  private func executeSelection(_ subject: Word, _ items: [CaseItem]) {
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

  // MARK: Simple commands

  private func executeSimple(_ simple: SimpleCommand) {
    line = simple.line
    substitutionStatus = nil
    do throws(ShellFailure) {
      let arguments = try fields(simple.words)
      guard let name = arguments.first else {
        try executeAssignments(simple)
        return
      }
      if options.traces { trace(arguments) }
      if let builtin = Builtin(name) {
        try execute(builtin, name, arguments, simple)
      } else if let function = functions[name] {
        try call(function, arguments, simple)
      } else {
        try executeProgram(name, arguments, simple)
      }
      exitIfFailed()
    } catch {
      fail(error)
    }
  }

  private func trace(_ words: [[UInt8]]) {
    var line = value(of: Array("PS4".utf8)) ?? []
    for (index, word) in words.enumerated() { line += (index == 0 ? [] : [space]) + word }
    write(line + [newLine], to: 2)
  }

  /// A command of assignments and redirections alone.
  private func executeAssignments(_ simple: SimpleCommand) throws(ShellFailure) {
    let saved = descriptors
    defer { descriptors = saved }
    do throws(ShellFailure) {
      try redirect(simple.redirections)
    } catch {
      failRedirection(error)
      return
    }
    for (name, word) in simple.assignments {
      let value = try text(word, isAssignment: true)
      if options.traces { trace([name + [equals] + value]) }
      try assign(value, to: name)
    }
    lastStatus = substitutionStatus ?? 0
    exitIfFailed()
  }

  private func assignedValues(_ simple: SimpleCommand) throws(ShellFailure) -> [(name: [UInt8], value: [UInt8])] {
    var values: [(name: [UInt8], value: [UInt8])] = []
    for (name, word) in simple.assignments { values.append((name, try text(word, isAssignment: true))) }
    return values
  }

  private func execute(
    _ builtin: Builtin, _ name: [UInt8], _ arguments: [[UInt8]], _ simple: SimpleCommand
  ) throws(ShellFailure) {
    let saved = descriptors
    do throws(ShellFailure) {
      try redirect(simple.redirections)
    } catch {
      if builtin.isSpecial { throw error }
      failRedirection(error)
      descriptors = saved
      return
    }
    let values = try assignedValues(simple)
    if builtin.isSpecial {
      // What stands before a special builtin stays.
      for (name, value) in values { try assign(value, to: name) }
      lastStatus = try run(builtin, arguments)
    } else {
      let before = values.map { (name: $0.name, variable: variables[$0.name]) }
      for (name, value) in values { try assign(value, to: name) }
      lastStatus = try run(builtin, arguments)
      for (name, variable) in before { variables[name] = variable }
    }
    // `exec` without a program keeps its redirections.
    if builtin != .exec { descriptors = saved }
  }

  private func call(_ function: Command, _ arguments: [[UInt8]], _ simple: SimpleCommand) throws(ShellFailure) {
    guard functionDepth < 200 else { throw ShellFailure("too many nested function calls") }
    let (savedDescriptors, savedPositional, savedLoop) = (descriptors, positional, loopDepth)
    let savedLocals = locals
    defer { (descriptors, positional, loopDepth) = (savedDescriptors, savedPositional, savedLoop) }
    do throws(ShellFailure) {
      try redirect(simple.redirections)
    } catch {
      failRedirection(error)
      return
    }
    for (name, value) in try assignedValues(simple) { try assign(value, to: name) }
    positional = Array(arguments.dropFirst())
    locals = []
    functionDepth += 1
    loopDepth = 0
    execute(function)
    functionDepth -= 1
    for (name, variable) in locals.reversed() { variables[name] = variable }
    locals = savedLocals
    if flow == .returnFromFunction { flow = .next }
  }

  private func executeProgram(_ name: [UInt8], _ arguments: [[UInt8]], _ simple: SimpleCommand) throws(ShellFailure) {
    let saved = descriptors
    defer { descriptors = saved }
    do throws(ShellFailure) {
      try redirect(simple.redirections)
    } catch {
      failRedirection(error)
      return
    }
    let values = try assignedValues(simple)
    let group = options.isInteractive && !isSubshell ? 0 : nil
    guard
      let process = startProgram(
        name, arguments, environment: environment(with: values), descriptors: descriptors, group: group)
    else { return }
    lastStatus = waitInForeground([process], group: group == nil ? nil : process)
  }

  /// Starts a program, found by PATH. Nil, a message and a status where that fails.
  func startProgram(
    _ name: [UInt8], _ arguments: [[UInt8]], environment: [[UInt8]], descriptors: [OpenDescriptor?], group: Int?
  ) -> Int? {
    let shown = String(decoding: name, as: UTF8.self)
    guard let path = find(name) else {
      complain("\(shown): not found")
      lastStatus = 127
      return nil
    }
    do throws(SystemError) {
      return try system.spawn(
        path, arguments: arguments, environment: environment, descriptors: descriptors.map { $0?.number ?? -1 },
        group: group)
    } catch {
      if error == .executableFormatError {
        // A script: a copy of this shell reads it.
        return start(
          { shell in shell.runScript(path, arguments, environment: environment) }, descriptors: descriptors,
          group: group)
      }
      let isMissing = error == .noSuchFileOrDirectory || error == .notDirectory
      complain("\(shown): \(isMissing ? "not found" : error == .isDirectory ? "Permission denied" : "\(error)")")
      lastStatus = isMissing ? 127 : 126
      return nil
    }
  }

  private func runScript(_ path: [UInt8], _ arguments: [[UInt8]], environment: [[UInt8]]) {
    guard let script = try? contents(of: path) else {
      complain("\(String(decoding: path, as: UTF8.self)): cannot open")
      lastStatus = 126
      return
    }
    let shell = Shell(system: system, name: path, parameters: Array(arguments.dropFirst()), environment: environment)
    shell.descriptors = descriptors
    lastStatus = shell.run(script)
  }

  func contents(of path: [UInt8]) throws(SystemError) -> [UInt8] {
    let file = OpenDescriptor(try system.open(path, .readOnly), system: system)
    var text: [UInt8] = []
    while true {
      let part = try system.read(file.number, count: 4096)
      if part.isEmpty { return text }
      text += part
    }
  }

  /// Where a program is: as it says, when it has a slash, else the first directory of PATH that has it.
  func find(_ name: [UInt8]) -> [UInt8]? {
    if name.contains(slash) { return name }
    if name.isEmpty { return nil }
    for directory in (value(of: Array("PATH".utf8)) ?? []).split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    {
      let path = directory.isEmpty ? name : Array(directory) + [slash] + name
      guard let status = try? system.status(path, followsLinks: true), status.kind == .regular, status.mode & 0o111 != 0
      else { continue }
      return path
    }
    return nil
  }

  // MARK: Redirections

  /// Makes ``descriptors`` what redirections say.
  func redirect(_ redirections: [Redirection]) throws(ShellFailure) {
    for redirection in redirections {
      let descriptor: OpenDescriptor?
      switch redirection.kind {
      case .read(let word): descriptor = try open(word, .readOnly, "cannot open")
      case .write(let word): descriptor = try open(word, [.writeOnly, .create, .truncate], "cannot create")
      case .append(let word): descriptor = try open(word, [.writeOnly, .create, .append], "cannot create")
      case .readWrite(let word): descriptor = try open(word, [.readWrite, .create], "cannot open")
      case .here(let document): descriptor = try open(text: try text(document.contents))
      case .duplicate(let word):
        let text = try text(word)
        if text == [minus] {
          descriptor = nil
        } else {
          guard let number = Arithmetic.number(text), text.count == 1, isDigit(text[0]) else {
            throw ShellFailure("Bad fd number")
          }
          guard number < descriptors.count, let source = descriptors[number] else {
            throw ShellFailure("\(number): Bad file descriptor")
          }
          descriptor = source
        }
      }
      while descriptors.count <= redirection.descriptor { descriptors.append(nil) }
      descriptors[redirection.descriptor] = descriptor
    }
  }

  private func open(_ word: Word, _ flags: OpenFlags, _ problem: String) throws(ShellFailure) -> OpenDescriptor {
    let path = try text(word)
    do throws(SystemError) {
      return OpenDescriptor(try system.open(path, flags), system: system)
    } catch {
      let reason =
        error == .noSuchFileOrDirectory
        ? flags.contains(.create) ? "Directory nonexistent" : "No such file" : "\(error)"
      throw ShellFailure("\(problem) \(String(decoding: path, as: UTF8.self)): \(reason)")
    }
  }

  /// A pipe that has this text in it. What is more than fits one comes from a copy of the shell.
  private func open(text: [UInt8]) throws(ShellFailure) -> OpenDescriptor {
    do throws(SystemError) {
      let ends = try system.pipe()
      let reading = OpenDescriptor(ends.reading, system: system)
      let writing = OpenDescriptor(ends.writing, system: system)
      if text.count <= 4096 {
        try system.write(writing.number, text)
      } else {
        if try system.fork() == 0 {
          reading.close()
          system.exit((try? system.write(writing.number, text)) == nil ? 1 : 0)
        }
      }
      return reading
    } catch {
      throw ShellFailure("here-document: \(error)")
    }
  }
}
