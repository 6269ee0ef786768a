#if hasFeature(Embedded)
  /// The desktop, on the screen by itself unless the command line says otherwise.
  enum Desktop {
    private static let path = "/bin/desktop"

    /// Whether there is one and it is wanted: it starts by itself where nothing else is asked for, with the word `desktop` in any
    /// case, and with `desktop=off` never.
    static func isWanted(_ commandLine: CommandLine) -> Bool {
      guard commandLine.value(of: "desktop") != "off", ProgramRun.exists(path) else { return false }
      return commandLine.has("desktop")
        || !(commandLine.has("test") || commandLine.has("exit") || commandLine.value(of: "run") != nil
          || commandLine.value(of: "panic") != nil)
    }

    /// Sets the display to the size that `mode=WIDTHxHEIGHT` asks for. False where there is no display.
    static func startDisplay(_ commandLine: CommandLine) -> Bool {
      if let text = commandLine.value(of: "mode") {
        if let size = DisplaySize(text), BochsDisplay.start(size) != nil { return true }
        print("display: mode=\(text) cannot be set; try mode=1280x720")
      }
      return BochsDisplay.start(DisplaySize()) != nil
    }

    /// Keeps a desktop on the screen: whenever it ends, the next one starts.
    static func start(_ commandLine: CommandLine) {
      let arguments = commandLine.has("still") ? ["still"] : []
      Threads.spawn("desktop") {
        while let status = ProgramRun.run(path, arguments, isForeground: false) {
          print("desktop: \(ProgramRun.describe(status))")
          // One that ends at once, again and again, does not take the whole machine.
          Threads.sleep(until: KernelClock.now + 500_000_000, interruptible: false)
        }
      }
    }
  }
#endif
