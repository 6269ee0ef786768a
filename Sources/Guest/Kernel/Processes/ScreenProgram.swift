#if hasFeature(Embedded)
  /// The program that has the screen, keyboard and mouse: the desktop by itself, a shell on the whole screen with `console=screen`.
  enum ScreenProgram {
    case desktop
    case console

    private var path: String { self == .desktop ? "/bin/desktop" : "/bin/console" }
    private var name: String { self == .desktop ? "desktop" : "console" }

    /// Which one is wanted. The desktop starts where nothing else is asked for, and with the word `desktop` in any case; with
    /// `desktop=off` it never does.
    init?(_ commandLine: CommandLine) {
      if commandLine.value(of: "console") == "screen" {
        self = .console
      } else if commandLine.value(of: "desktop") != "off",
        commandLine.has("desktop")
          || !(commandLine.has("test") || commandLine.has("exit") || commandLine.value(of: "run") != nil
            || commandLine.value(of: "panic") != nil)
      {
        self = .desktop
      } else {
        return nil
      }
      guard ProgramRun.exists(path) else { return nil }
    }

    /// Sets the display to the size that `mode=WIDTHxHEIGHT` asks for. False where there is no display.
    static func startDisplay(_ commandLine: CommandLine) -> Bool {
      if let text = commandLine.value(of: "mode") {
        if let size = DisplaySize(text), BochsDisplay.start(size) != nil { return true }
        print("display: mode=\(text) cannot be set; try mode=1280x720")
      }
      return BochsDisplay.start(DisplaySize()) != nil
    }

    /// Keeps it on the screen: whenever it ends, the next one starts.
    func start(_ commandLine: CommandLine) {
      let arguments = self == .desktop && commandLine.has("still") ? ["still"] : []
      Threads.spawn(name) {
        while let status = ProgramRun.run(path, arguments, isForeground: false) {
          print("\(name): \(ProgramRun.describe(status))")
          // One that ends at once, again and again, does not take the whole machine.
          Threads.sleep(until: KernelClock.now + 500_000_000, interruptible: false)
        }
      }
    }
  }
#endif
