import SystemCalls

/// Assignments, functions, builtins and programs.
extension Shell {
  func executeSimple(_ simple: SimpleCommand) {
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
}
