#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// Where each program of the desktop starts. The code of all of them is compiled here, once, as in `ToolLibrary`; the linker
  /// leaves out of an executable what it does not reach.
  public enum Programs {
    /// Whether nothing is to move or differ by itself, so that pictures can be compared: the desktop of a machine with the word `still`
    /// says so to what it starts.
    private static var isStill: Bool { Process.environment.contains(DesktopServer.stillness) }
    private static var path: String? { Process.arguments.dropFirst().first }

    /// `blocks`: the game.
    @export(interface)
    public static func blocks() -> Never {
      run { _ in Blocks(KernelFiles(), seed: isStill ? 1 : timeStamp(), falls: !isStill) }
    }
    /// `calculator`: exact numbers of any size.
    @export(interface)
    public static func calculator() -> Never { run { _ in Calculator() } }
    /// `clock`: the time.
    @export(interface)
    public static func clock() -> Never { run { _ in ClockWindow(KernelSystem()) } }
    /// `console [PROGRAM [ARGUMENT…]]`: a shell on the whole screen, without a desktop.
    @export(interface)
    public static func console() -> Never { ScreenConsole.main() }
    /// `currents [FRAMES]`: something to look at; with a number, so many pictures as fast as the desktop shows them, and how long they
    /// took.
    @export(interface)
    public static func currents() -> Never {
      guard let text = path else { run { _ in Currents(moves: !isStill) } }
      guard let limit = Int(text), limit > 0 else {
        printError("usage: currents [FRAMES]")
        Process.exit(2)
      }
      run { _ in
        let currents = Currents(limit: limit)
        print("currents: start")
        let start = Clock.monotonic.now
        currents.ended = { print("currents: \($0) frames in \((Clock.monotonic.now - start) / 1_000_000) ms") }
        return currents
      }
    }
    /// `desktop`: the compositor.
    @export(interface)
    public static func desktop() -> Never { DesktopServer.main() }
    /// `editor [FILE]`: texts.
    @export(interface)
    public static func editor() -> Never { run { _ in Editor(KernelFiles(), path: path) } }
    /// `files [FOLDER]`: the file system.
    @export(interface)
    public static func files() -> Never {
      run { _ in Files(KernelFiles(), system: KernelSystem(), path: path ?? "/home") }
    }
    /// `monitor`: processor, memory, processes.
    @export(interface)
    public static func monitor() -> Never { run { _ in Monitor(KernelSystem(isStill: isStill), samples: !isStill) } }
    /// `paint [FILE]`: pictures.
    @export(interface)
    public static func paint() -> Never { run { _ in Paint(KernelFiles(), path: path) } }
    /// `settings`: what holds for the whole desktop.
    @export(interface)
    public static func settings() -> Never { run { _ in Settings() } }

    /// `terminal [PROGRAM [ARGUMENT…]]`: a shell in a window, or another program.
    @export(interface)
    public static func terminal() -> Never {
      let command = Array(Process.arguments.dropFirst())
      run { client in
        let connection = PseudoTerminal(command.isEmpty ? ["/bin/sh"] : command)
        let terminal = Terminal(connection, polls: false)
        client.serve(connection.descriptor) { terminal.receive() }
        terminal.receive()
        return terminal
      }
    }

    /// Connects to the compositor and runs one program until it ends.
    private static func run(_ make: (DesktopClient) -> Application) -> Never {
      do throws(SystemError) {
        let client = DesktopClient(try Channel.connect(to: DesktopServer.name))
        client.run(make(client))
      } catch {
        printError("\(Process.arguments.first ?? "desktop"): the desktop cannot be reached: \(error)")
        Process.exit(1)
      }
    }
  }
#endif
