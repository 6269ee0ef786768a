import SystemCalls

/// What was started and may still run.
struct Job {
  let number: Int
  /// The process group, where the job has one of its own.
  let group: Int?
  /// What has not ended yet.
  var processes: [Int]
  let last: Int
  var status: WaitStatus?
  let text: [UInt8]
}

extension Shell {
  /// Runs part of the script in a copy of the shell. Nil, with a message, where there can be none.
  func start(
    _ body: (Shell) -> Void, descriptors: [OpenDescriptor?], closing unused: OpenDescriptor? = nil, group: Int?
  ) -> Int? {
    do throws(SystemError) {
      let process = try system.fork()
      if process != 0 {
        if let group { system.setGroup(group == 0 ? process : group, of: process) }
        return process
      }
    } catch {
      complain("Cannot fork: \(error)")
      lastStatus = 2
      return nil
    }
    if let group {
      system.setGroup(group, of: 0)
    }
    if options.isInteractive {
      system.setAction(.end, for: .interrupt)
      system.setAction(.end, for: .quit)
    }
    unused?.close()
    self.descriptors = descriptors
    isSubshell = true
    options.isInteractive = false
    jobs = []
    // A loop outside is not the copy's to leave.
    loopDepth = 0
    body(self)
    system.exit(lastStatus)
  }

  /// Starts the commands of a pipeline, each reading what the one before writes.
  func run(_ commands: [Command], text: [UInt8], isBackground: Bool) {
    var processes: [Int] = []
    // A process group for each pipeline, so that Ctrl-C means all of it and nothing else.
    let hasGroup = options.isInteractive && !isSubshell
    var input: OpenDescriptor?
    if isBackground, !hasGroup {
      input = (try? system.open(Array("/dev/null".utf8), .readOnly)).map { OpenDescriptor($0, system: system) }
    }
    for (index, command) in commands.enumerated() {
      var stage = descriptors
      if let input { stage[0] = input }
      var next: OpenDescriptor?
      if index < commands.count - 1 {
        do throws(SystemError) {
          let ends = try system.pipe()
          next = OpenDescriptor(ends.reading, system: system)
          stage[1] = OpenDescriptor(ends.writing, system: system)
        } catch {
          complain("Pipe call failed: \(error)")
          lastStatus = 2
          return
        }
      }
      let group = hasGroup ? processes.first ?? 0 : nil
      guard let process = startStage(command, descriptors: stage, closing: next, group: group) else { return }
      processes.append(process)
      input = next
    }
    guard let last = processes.last else { return }
    if isBackground {
      addJob(processes, group: hasGroup ? processes[0] : nil, text: text)
      lastBackground = last
      lastStatus = 0
    } else {
      lastStatus = waitInForeground(processes, group: hasGroup ? processes[0] : nil)
    }
  }

  /// A program is started as it is; everything else runs in a copy of the shell.
  private func startStage(
    _ command: Command, descriptors stage: [OpenDescriptor?], closing unused: OpenDescriptor?, group: Int?
  ) -> Int? {
    if case .simple(let simple) = command, simple.redirections.isEmpty, simple.assignments.isEmpty,
      let arguments = plainArguments(simple), let name = arguments.first, Builtin(name) == nil, functions[name] == nil,
      let path = find(name), !options.traces
    {
      line = simple.line
      let numbers = stage.map { $0?.number ?? -1 }
      if let process = try? system.spawn(
        path, arguments: arguments, environment: environment(), descriptors: numbers, group: group)
      {
        return process
      }
    }
    return start({ $0.execute(command) }, descriptors: stage, closing: unused, group: group)
  }

  /// The arguments of a command whose words need nothing of the shell that a copy should do.
  private func plainArguments(_ simple: SimpleCommand) -> [[UInt8]]? {
    for word in simple.words {
      for part in word { guard case .literal = part else { return nil } }
    }
    return try? fields(simple.words)
  }

  func startBackground(_ item: AndOr) {
    if item.rest.isEmpty, !item.first.isNegated {
      run(item.first.commands, text: item.text, isBackground: true)
    } else {
      var inner = item
      inner.isBackground = false
      run([.group([inner])], text: item.text, isBackground: true)
    }
  }

  /// What commands write, without new lines at the end.
  func output(of commands: [AndOr]) throws(ShellFailure) -> [UInt8] {
    do throws(SystemError) {
      let ends = try system.pipe()
      let reading = OpenDescriptor(ends.reading, system: system)
      var stage = descriptors
      stage[1] = OpenDescriptor(ends.writing, system: system)
      guard let process = start({ $0.execute(commands) }, descriptors: stage, closing: reading, group: nil) else {
        throw .resourceTemporarilyUnavailable
      }
      stage[1] = nil
      var text: [UInt8] = []
      while true {
        let part = try system.read(reading.number, count: 4096)
        if part.isEmpty { break }
        for byte in part where byte != 0 { text.append(byte) }
      }
      substitutionStatus = try system.wait(process, noHang: false)?.shellStatus
      while text.last == newLine { text.removeLast() }
      return text
    } catch {
      throw ShellFailure("command substitution: \(error)")
    }
  }

  // MARK: Waiting

  /// Waits for all; the last one's status counts.
  func waitInForeground(_ processes: [Int], group: Int?) -> UInt8 {
    if let group { system.setForegroundGroup(group) }
    var status: WaitStatus?
    for process in processes { status = (try? system.wait(process, noHang: false)) ?? status }
    if group != nil { system.setForegroundGroup(system.processGroup) }
    guard let status else { return 127 }
    if let signal = status.signal { announce(signal) }
    return status.shellStatus
  }

  private func announce(_ signal: Signal) {
    switch signal {
    case .interrupt:
      if options.isInteractive {
        write("\n", to: 2)
        flow = .interrupted
      }
    case .pipe: break
    default: write("\(signal.name)\n", to: 2)
    }
  }

  // MARK: Jobs

  private func addJob(_ processes: [Int], group: Int?, text: [UInt8]) {
    let number = (jobs.map { $0.number }.max() ?? 0) + 1
    jobs.append(
      Job(
        number: number, group: group, processes: processes, last: processes[processes.count - 1], status: nil,
        text: text))
    if options.isInteractive { write("[\(number)] \(processes[processes.count - 1])\n", to: 2) }
  }

  /// Looks which jobs have ended; with `waits`, until they have.
  func updateJobs(waits: Bool = false, only number: Int? = nil) {
    for index in jobs.indices where number == nil || jobs[index].number == number {
      var left: [Int] = []
      for process in jobs[index].processes {
        if let status = try? system.wait(process, noHang: !waits) {
          if process == jobs[index].last { jobs[index].status = status }
        } else if !waits {
          left.append(process)
        }
      }
      jobs[index].processes = left
    }
  }

  func describe(_ job: Job) -> [UInt8] {
    let state: String
    if !job.processes.isEmpty {
      state = "Running"
    } else if let signal = job.status?.signal {
      state = signal.name
    } else {
      let status = job.status?.exitStatus ?? 0
      state = status == 0 ? "Done" : "Done(\(status))"
    }
    let padded = state + String(repeating: " ", count: max(1, 24 - state.utf8.count))
    return Array("[\(job.number)]   \(padded)".utf8) + job.text + [newLine]
  }

  /// Before a prompt: says which jobs have ended, and forgets them.
  public func reportJobs() {
    updateJobs()
    for job in jobs where job.processes.isEmpty { write(describe(job), to: 2) }
    jobs.removeAll { $0.processes.isEmpty }
  }

  /// The job that `%1`, `%%` or `%+` means; nil where there is none.
  func job(_ name: [UInt8]) -> Int? {
    guard name.first == UInt8(ascii: "%") else { return nil }
    let rest = Array(name.dropFirst())
    if rest.isEmpty || rest == [UInt8(ascii: "%")] || rest == [UInt8(ascii: "+")] { return jobs.indices.last }
    if let number = Arithmetic.number(rest) { return jobs.firstIndex { $0.number == number } }
    return jobs.lastIndex { $0.text.starts(with: rest) }
  }
}
