#if hasFeature(Embedded)
  import GuestFiles
  import SystemCalls

  /// What `run=PATH[,ARGUMENT…]` on the command line asks for: one program on the console, and how it ended.
  enum ProgramRun {
    static func start(_ words: String, leaves: Bool) {
      let words = words.split(separator: ",").map { String($0) }
      guard let path = words.first else { return print("run: which program?") }
      Threads.spawn("run") {
        let status = run(path, Array(words.dropFirst()))
        print("run: \(path) \(describe(status))")
        if leaves { DebugExit.leave(status?.isSuccess == true ? .success : .failure) }
      }
    }

    private static let shell = "/bin/sh"

    /// Keeps a shell on the console, where the file system has one: whenever it ends, the next one starts.
    static func startShell() {
      guard exists(shell) else { return }
      Threads.spawn("shell") {
        while let status = run(shell) {
          print("shell: \(describe(status))")
          // One that ends at once, again and again, does not take the whole machine.
          Threads.sleep(until: KernelClock.now + 500_000_000, interruptible: false)
        }
      }
    }

    static func exists(_ path: String) -> Bool {
      let status = try? Array(path.utf8).withBytes { (path) throws(SystemError) in
        try Files.tree.status(path, from: Files.root, followsLinks: true)
      }
      return status != nil
    }

    /// Runs a program to its end, with the console as its input and output, and in the foreground there unless said otherwise. Nil
    /// where it could not be started.
    static func run(_ path: String, _ arguments: [String] = [], isForeground: Bool = true) -> WaitStatus? {
      Preemption.off()
      defer { Preemption.on() }
      let console = TerminalObject(Devices.console)
      var texts: [UInt8] = []
      for text in [path] + arguments { texts += Array(text.utf8) + [0] }
      do throws(SystemError) {
        let process = try Process.spawn(
          Process.Start(
            path: Array(path.utf8), arguments: texts, environment: Array("PATH=/bin\0HOME=/home\0".utf8),
            descriptors: [console, console, console], hasConsole: isForeground), from: Files.root)
        if isForeground { Devices.console.foregroundGroup = process.group }
        return Processes.waitForEnd(of: process)
      } catch {
        print("run: \(path): \(error)")
        return nil
      }
    }

    static func describe(_ status: WaitStatus?) -> String {
      guard let status else { return "did not start" }
      if let signal = status.signal { return "ended by a signal: \(signal.name)" }
      return "ended with status \(status.exitStatus ?? 0)"
    }
  }
#endif
