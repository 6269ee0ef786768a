#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// The screen as one terminal, without a desktop: a shell, or another program, from edge to edge.
  final class ScreenConsole {
    private let display: Display
    private let input: InputReader
    private let connection: PseudoTerminal
    private let terminal: Terminal
    private let back: BackBuffer

    private init(_ command: [String]) throws(SystemError) {
      display = try Display()
      input = try InputReader()
      connection = PseudoTerminal(command)
      terminal = Terminal(connection, polls: false)
      back = BackBuffer(front: display.surface)
      terminal.window.resize(to: display.surface.bounds.size)
      terminal.screen.write(
        Array("Apus, a kernel written in Swift. \u{1B}[36mhelp\u{1B}[m tells what there is.\r\n".utf8))
    }

    /// `console [PROGRAM [ARGUMENT…]]`: ends when the program does.
    static func main() -> Never {
      let command = Array(Process.arguments.dropFirst())
      do throws(SystemError) {
        try ScreenConsole(command.isEmpty ? ["/bin/sh"] : command).run()
      } catch {
        printError("console: the screen or the keyboard cannot be had: \(error)")
        Process.exit(1)
      }
    }

    private func run() -> Never {
      show()
      print("console: ready, \(terminal.screen.columns) x \(terminal.screen.rows)")
      while !terminal.hasEnded {
        var entries = [
          PollEntry(connection.descriptor.rawValue, .readable), PollEntry(input.descriptor.rawValue, .readable),
        ]
        _ = try? poll(&entries, timeout: nil)
        for event in input.take() {
          switch event {
          case .key(let key): terminal.window.handle(key)
          case .mouse(let report, _): scroll(report.wheel)
          }
        }
        if !entries[0].results.isEmpty { terminal.receive() }
        show()
      }
      Process.exit()
    }

    /// The wheel looks back at what has left the screen.
    private func scroll(_ steps: Int) {
      guard steps != 0 else { return }
      let middle = Point(x: display.surface.width / 2, y: display.surface.height / 2)
      terminal.window.handle(PointerEvent(.wheel, x: middle.x, y: middle.y, count: steps))
    }

    private func show() {
      for area in terminal.window.draw(on: back.surface) { back.damaged(area) }
      back.present()
    }
  }
#endif
