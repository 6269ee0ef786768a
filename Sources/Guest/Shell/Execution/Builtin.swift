/// The commands that the shell does itself, because they change it or because a process each would be too much.
enum Builtin {
  // Special ones, in POSIX's sense: what goes wrong in them ends a script, and assignments in front of them stay.
  case colon, `break`, `continue`, dot, eval, exec, exit, export, readonly, `return`, set, shift, times, unset
  case bracket, cd, command, echo, `false`, fg, hash, jobs, kill, local, printf, pwd, read, test, `true`, type, umask,
    wait

  init?(_ name: [UInt8]) {
    switch String(decoding: name, as: UTF8.self) {
    case ":": self = .colon
    case "break": self = .break
    case "continue": self = .continue
    case ".": self = .dot
    case "eval": self = .eval
    case "exec": self = .exec
    case "exit": self = .exit
    case "export": self = .export
    case "readonly": self = .readonly
    case "return": self = .return
    case "set": self = .set
    case "shift": self = .shift
    case "times": self = .times
    case "unset": self = .unset
    case "[": self = .bracket
    case "cd": self = .cd
    case "command": self = .command
    case "echo": self = .echo
    case "false": self = .false
    case "fg": self = .fg
    case "hash": self = .hash
    case "jobs": self = .jobs
    case "kill": self = .kill
    case "local": self = .local
    case "printf": self = .printf
    case "pwd": self = .pwd
    case "read": self = .read
    case "test": self = .test
    case "true": self = .true
    case "type": self = .type
    case "umask": self = .umask
    case "wait": self = .wait
    default: return nil
    }
  }

  /// For completion.
  static let names = [
    "break", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export", "false", "fg", "jobs", "kill",
    "local",
    "printf", "pwd", "read", "readonly", "return", "set", "shift", "test", "true", "type", "unset", "wait",
  ]

  var isSpecial: Bool {
    switch self {
    case .colon, .break, .continue, .dot, .eval, .exec, .exit, .export, .readonly, .return, .set, .shift, .times,
      .unset:
      true
    default: false
    }
  }
}

extension Shell {
  /// Runs a builtin command and returns its status. `arguments` begin with its name.
  func run(_ builtin: Builtin, _ arguments: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    let operands = Array(arguments.dropFirst())
    switch builtin {
    case .colon, .true, .times, .hash, .umask: return 0
    case .false: return 1
    case .break, .continue: return try leaveLoop(operands, isBreak: builtin == .break)
    case .return:
      lastStatus = try status(operands, "return")
      flow = functionDepth > 0 || sourceDepth > 0 ? .returnFromFunction : .exit
      return lastStatus
    case .exit:
      lastStatus = try status(operands, "exit")
      flow = .exit
      return lastStatus
    case .eval: return evaluate(operands)
    case .dot: return try source(operands)
    case .exec: return try replace(operands)
    case .export, .readonly: return try declare(operands, isExport: builtin == .export)
    case .local: return try makeLocal(operands)
    case .unset: return try unset(operands)
    case .set: return try set(operands)
    case .shift: return try shift(operands)
    case .cd: return changeDirectory(operands)
    case .pwd: return printDirectory()
    case .echo: return write(Echo.text(operands)) ? 0 : complain("echo", "I/O error", status: 1)
    case .printf: return printFormatted(operands)
    case .test, .bracket: return test(builtin, operands)
    case .read: return try read(operands)
    case .type: return describe(operands)
    case .command: return try runCommand(operands)
    case .jobs:
      updateJobs()
      for job in jobs { write(describe(job)) }
      jobs.removeAll { $0.processes.isEmpty }
      return 0
    case .fg: return foreground(operands)
    case .wait: return wait(operands)
    case .kill: return kill(operands)
    }
  }

  /// Says what is wrong with a builtin command's operands.
  func complain(_ name: String, _ message: String, status: UInt8 = 2) -> UInt8 {
    complain("\(name): \(message)")
    return status
  }

  func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func number(_ text: [UInt8], for name: String) throws(ShellFailure) -> Int {
    guard let value = Arithmetic.number(text), !text.isEmpty, text.allSatisfy(isDigit) else {
      throw ShellFailure("\(name): Illegal number: \(string(text))")
    }
    return value
  }

  private func status(_ operands: [[UInt8]], _ name: String) throws(ShellFailure) -> UInt8 {
    guard let first = operands.first else { return lastStatus }
    return UInt8(truncatingIfNeeded: try number(first, for: name))
  }

  private func leaveLoop(_ operands: [[UInt8]], isBreak: Bool) throws(ShellFailure) -> UInt8 {
    let count =
      try operands.first.map { text throws(ShellFailure) in try number(text, for: isBreak ? "break" : "continue") } ?? 1
    guard count > 0 else { throw ShellFailure("\(isBreak ? "break" : "continue"): Illegal number: 0") }
    if loopDepth > 0 {
      let levels = min(count, loopDepth)
      flow = isBreak ? .breakLoop(levels) : .continueLoop(levels)
    }
    return 0
  }

  private func evaluate(_ operands: [[UInt8]]) -> UInt8 {
    var text: [UInt8] = []
    for (index, operand) in operands.enumerated() { text += (index == 0 ? [] : [space]) + operand }
    lastStatus = 0
    run(text)
    return lastStatus
  }

  private func source(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    guard let name = operands.first else { return 0 }
    let path = name.contains(slash) ? name : findSource(name)
    guard let script = try? contents(of: path) else {
      throw ShellFailure(".: cannot open \(string(name)): No such file")
    }
    lastStatus = 0
    sourceDepth += 1
    run(script)
    sourceDepth -= 1
    if flow == .returnFromFunction { flow = .next }
    return lastStatus
  }

  private func findSource(_ name: [UInt8]) -> [UInt8] {
    for directory in (value(of: Array("PATH".utf8)) ?? []).split(separator: UInt8(ascii: ":")) {
      let path = Array(directory) + [slash] + name
      if system.exists(path) { return path }
    }
    return name
  }

  /// There is no way to put another program in a process's place: the shell waits for it and ends as it does.
  private func replace(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    guard let name = operands.first else { return 0 }
    guard let process = startProgram(name, operands, environment: environment(), descriptors: descriptors, group: nil)
    else {
      if !options.isInteractive { flow = .exit }
      return lastStatus
    }
    lastStatus = waitInForeground([process], group: nil)
    flow = .exit
    return lastStatus
  }

  // MARK: Variables

  private func declare(_ operands: [[UInt8]], isExport: Bool) throws(ShellFailure) -> UInt8 {
    let operands = operands.filter { $0 != Array("--".utf8) }
    if operands.isEmpty || operands == [Array("-p".utf8)] {
      let word = isExport ? "export " : "readonly "
      for (name, variable) in variables.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
      where isExport ? variable.isExported : variable.isReadOnly {
        write(Array(word.utf8) + name + (variable.value.map { [equals] + quoted($0) } ?? []) + [newLine])
      }
      return 0
    }
    for operand in operands {
      let split = operand.firstIndex(of: equals)
      let name = split.map { Array(operand[..<$0]) } ?? operand
      guard let first = name.first, isNameStart(first), name.allSatisfy(isNameByte) else {
        throw ShellFailure("\(isExport ? "export" : "readonly"): \(string(name)): bad variable name")
      }
      if let split { try assign(Array(operand[(split + 1)...]), to: name) }
      var variable = variables[name] ?? Variable()
      if isExport { variable.isExported = true } else { variable.isReadOnly = true }
      variables[name] = variable
    }
    return 0
  }

  /// In quotes that the shell reads back.
  func quoted(_ text: [UInt8]) -> [UInt8] {
    var result = [singleQuote]
    for byte in text {
      if byte == singleQuote { result += Array("'\\''".utf8) } else { result.append(byte) }
    }
    return result + [singleQuote]
  }

  private func makeLocal(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    guard functionDepth > 0 else { throw ShellFailure("local: not in a function") }
    for operand in operands {
      let split = operand.firstIndex(of: equals)
      let name = split.map { Array(operand[..<$0]) } ?? operand
      guard let first = name.first, isNameStart(first) else {
        throw ShellFailure("local: \(string(name)): bad variable name")
      }
      if !locals.contains(where: { $0.name == name }) { locals.append((name, variables[name])) }
      if let split { try assign(Array(operand[(split + 1)...]), to: name) }
    }
    return 0
  }

  private func unset(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    var isFunction = false
    for operand in operands {
      if operand == Array("-f".utf8) {
        isFunction = true
      } else if operand == Array("-v".utf8) {
        isFunction = false
      } else if isFunction {
        functions[operand] = nil
      } else {
        if variables[operand]?.isReadOnly == true { throw ShellFailure("unset: \(string(operand)): is read only") }
        variables[operand] = nil
      }
    }
    return 0
  }

  private func set(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    if operands.isEmpty {
      for (name, variable) in variables.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        if let value = variable.value { write(name + [equals] + quoted(value) + [newLine]) }
      }
      return 0
    }
    var rest = operands[...]
    while let operand = rest.first, operand.count > 1, operand[0] == minus || operand[0] == UInt8(ascii: "+") {
      rest.removeFirst()
      if operand == Array("--".utf8) {
        positional = Array(rest)
        return 0
      }
      try setOptions(Array(operand.dropFirst()), to: operand[0] == minus)
    }
    if !rest.isEmpty { positional = Array(rest) }
    return 0
  }

  /// Options by their letters: `e`, `f`, `i`, `u`, `x`.
  public func setOption(_ letter: UInt8) -> Bool {
    do throws(ShellFailure) {
      try setOptions([letter], to: true)
      return true
    } catch {
      return false
    }
  }

  private func setOptions(_ letters: [UInt8], to value: Bool) throws(ShellFailure) {
    for letter in letters {
      switch letter {
      case UInt8(ascii: "e"): options.exitsOnFailure = value
      case UInt8(ascii: "f"): options.noPathExpansion = value
      case UInt8(ascii: "i"): options.isInteractive = value
      case UInt8(ascii: "u"): options.failsForUnset = value
      case UInt8(ascii: "x"): options.traces = value
      default: throw ShellFailure("set: Illegal option -\(string([letter]))")
      }
    }
  }

  private func shift(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    let count = try operands.first.map { text throws(ShellFailure) in try number(text, for: "shift") } ?? 1
    guard count <= positional.count else { throw ShellFailure("shift: can't shift that many") }
    positional.removeFirst(count)
    return 0
  }
}
