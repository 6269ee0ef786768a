import SystemCalls

extension Shell {
  func changeDirectory(_ operands: [[UInt8]]) -> UInt8 {
    let operands = operands.filter { $0 != Array("-L".utf8) && $0 != Array("-P".utf8) && $0 != Array("--".utf8) }
    let (directoryName, oldName) = (Array("PWD".utf8), Array("OLDPWD".utf8))
    var target = operands.first ?? value(of: Array("HOME".utf8)) ?? [slash]
    let goesBack = target == [minus]
    if goesBack {
      guard let old = value(of: oldName) else { return complain("cd", "OLDPWD not set") }
      target = old
    }
    do throws(SystemError) {
      try system.changeDirectory(target)
      let directory = try system.currentDirectory()
      variables[oldName] = Variable(value: value(of: directoryName), isExported: true)
      variables[directoryName] = Variable(value: directory, isExported: true)
      if goesBack { write(directory + [newLine]) }
      return 0
    } catch {
      return complain("cd", "can't cd to \(string(target))")
    }
  }

  func printDirectory() -> UInt8 {
    do throws(SystemError) {
      write(try system.currentDirectory() + [newLine])
      return 0
    } catch {
      return complain("pwd", "\(error)", status: 1)
    }
  }

  func describe(_ operands: [[UInt8]]) -> UInt8 {
    var status: UInt8 = 0
    for name in operands {
      if Reserved(name) != nil || name == [exclamation] {
        write("\(string(name)) is a shell keyword\n")
      } else if functions[name] != nil {
        write("\(string(name)) is a shell function\n")
      } else if let builtin = Builtin(name) {
        write("\(string(name)) is a \(builtin.isSpecial ? "special " : "")shell builtin\n")
      } else if let path = find(name), system.exists(path) {
        write("\(string(name)) is \(string(path))\n")
      } else {
        write("\(string(name)): not found\n")
        status = 127
      }
    }
    return status
  }

  /// `command name …`: not a function; `-v` says where it is.
  func runCommand(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    guard let first = operands.first else { return 0 }
    if first == Array("-v".utf8) {
      guard operands.count > 1 else { return 0 }
      let name = operands[1]
      if functions[name] != nil || Builtin(name) != nil || Reserved(name) != nil {
        write(name + [newLine])
        return 0
      }
      guard let path = find(name), system.exists(path) else { return 127 }
      write(path + [newLine])
      return 0
    }
    if let builtin = Builtin(first) { return try run(builtin, operands) }
    let group = options.isInteractive && !isSubshell ? 0 : nil
    guard
      let process = startProgram(first, operands, environment: environment(), descriptors: descriptors, group: group)
    else { return lastStatus }
    return waitInForeground([process], group: group == nil ? nil : process)
  }

  // MARK: Jobs

  func foreground(_ operands: [[UInt8]]) -> UInt8 {
    guard let index = job(operands.first ?? [UInt8(ascii: "%")]) else { return complain("fg", "No such job") }
    let job = jobs.remove(at: index)
    write(job.text + [newLine])
    if let status = job.status, job.processes.isEmpty { return status.shellStatus }
    return waitInForeground(job.processes, group: job.group)
  }

  func wait(_ operands: [[UInt8]]) -> UInt8 {
    if operands.isEmpty {
      updateJobs(waits: true)
      jobs.removeAll()
      return 0
    }
    var status: UInt8 = 0
    for operand in operands {
      let index = job(operand) ?? Arithmetic.number(operand).flatMap { number in jobs.firstIndex { $0.last == number } }
      guard let index else {
        status = 127
        continue
      }
      updateJobs(waits: true, only: jobs[index].number)
      status = jobs[index].status?.shellStatus ?? 127
      jobs.remove(at: index)
    }
    return status
  }

  func kill(_ operands: [[UInt8]]) -> UInt8 {
    var signal = Int(Signal.terminate.rawValue)
    var targets = operands[...]
    let endOfOptions = [minus, minus]
    if let first = targets.first, first.count > 1, first[0] == minus, first != endOfOptions {
      targets.removeFirst()
      var name = string(Array(first.dropFirst()))
      if name == "l" {
        write("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL SEGV PIPE TERM\n")
        return 0
      }
      if name == "s", let next = targets.popFirst() { name = string(next) }
      guard let number = Self.signalNumber(name) else { return complain("kill", "invalid signal: \(name)") }
      signal = number
    }
    if targets.first == endOfOptions { targets.removeFirst() }
    guard !targets.isEmpty else { return complain("kill", "usage: kill [-SIGNAL] PROCESS or %JOB ...") }
    var status: UInt8 = 0
    for target in targets {
      var process: Int?
      if let index = job(target) {
        process = jobs[index].group.map { -$0 } ?? jobs[index].last
      } else {
        process = Int(string(target))
      }
      guard let process else {
        status = complain("kill", "No such process: \(string(target))", status: 1)
        continue
      }
      do throws(SystemError) {
        try system.kill(process, signal)
      } catch {
        status = complain("kill", "\(error)", status: 1)
      }
    }
    return status
  }

  /// A signal's number, by number or name with or without `SIG`.
  static func signalNumber(_ name: String) -> Int? {
    if let number = Int(name) { return number >= 0 && number < 32 ? number : nil }
    switch name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name {
    case "HUP": return 1
    case "INT": return 2
    case "QUIT": return 3
    case "ILL": return 4
    case "TRAP": return 5
    case "ABRT": return 6
    case "BUS": return 7
    case "FPE": return 8
    case "KILL": return 9
    case "SEGV": return 11
    case "PIPE": return 13
    case "TERM": return 15
    default: return nil
    }
  }
}
