import GuestShell
import SystemCalls
import SystemLibrary

/// `sh`: the shell. Logic and language are in `GuestShell`.
@main
struct Main {
  static func main() {
    let system = GuestShellSystem()
    let environment = Process.environment.map { Array($0.utf8) }
    let command = ShellCommand(
      system: system, arguments: Process.arguments.dropFirst().map { Array($0.utf8) }, environment: environment)
    let status = command.run { shell in atTerminal(shell, system) }
    Process.exit(Int32(status))
  }

  /// A prompt at the terminal that is standard input.
  private static func atTerminal(_ shell: Shell, _ system: GuestShellSystem) {
    system.setAction(.ignore, for: .interrupt)
    system.setAction(.ignore, for: .quit)
    system.setGroup(0, of: 0)
    system.setForegroundGroup(system.processGroup)
    let input = FileDescriptor.standardInput
    let terminal = Prompt.Terminal(
      read: {
        while true {
          do throws(SystemError) { return try input.read(count: 256) } catch {
            // Whatever woke the read: only the end of the terminal ends the shell.
            if error != .interrupted { return [] }
          }
        }
      }, write: { try? input.write($0) }, setRaw: { try? input.setTerminalMode($0 ? [] : .cooked) },
      columns: { (try? input.terminalSize()).map { Int($0.columns) } ?? 80 })
    var prompt = Prompt(shell: shell, terminal: terminal)
    prompt.run()
  }
}
