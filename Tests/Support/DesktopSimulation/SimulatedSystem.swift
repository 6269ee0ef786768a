import GuestApplications

/// A machine on which the same things happen every time.
public final class SimulatedSystem: SystemService {
  public private(set) var killed: [Int] = []
  public private(set) var launched: [String] = []
  private var samples = 0

  public init() {}

  public func processes() -> [ProcessEntry] {
    let all = [
      ProcessEntry(identifier: 1, name: "init", state: "waiting", load: 0, memory: 212_992),
      ProcessEntry(identifier: 4, name: "desktop", state: "running", load: 63, memory: 14_680_064),
      ProcessEntry(identifier: 7, name: "terminal", state: "waiting", load: 4, memory: 2_408_448),
      ProcessEntry(identifier: 8, name: "shell", state: "waiting", load: 0, memory: 425_984),
      ProcessEntry(identifier: 11, name: "currents", state: "running", load: 187, memory: 1_884_160),
      ProcessEntry(identifier: 12, name: "monitor", state: "running", load: 12, memory: 1_650_688),
    ]
    return all.filter { !killed.contains($0.identifier) }
  }

  public func load() -> Int {
    samples += 1
    return 180 + samples * 137 % 190 + (samples / 7 % 3) * 130
  }

  public func memory() -> (used: Int, total: Int) { (41_400_000 + samples * 110_000, 133_000_000) }

  public func kill(_ process: Int) -> String? {
    if process == 1 { return "The first process cannot be ended." }
    killed.append(process)
    return nil
  }

  /// 1 January 2000, 09:41:08.
  public func time() -> Int { 946_719_668 }

  public func launch(_ program: String, _ arguments: [String]) -> String? {
    launched.append(([program] + arguments).joined(separator: " "))
    return nil
  }
}

/// Something like a shell: it echoes, and knows a few words.
public final class ScriptedShell: TerminalConnection {
  private var output: [UInt8] = []
  private var line: [UInt8] = []
  private var isOpen = true
  public private(set) var size = (columns: 0, rows: 0)

  private static let prompt = "\u{1B}[1;36mapus\u{1B}[0m:\u{1B}[34m~\u{1B}[0m$ "

  public init() {
    say("\u{1B}[2mApus 0.1 · 128 MiB · type \u{1B}[0m\u{1B}[33mhelp\u{1B}[0m\r\n\r\n" + Self.prompt)
  }

  private func say(_ text: String) { output += Array(text.utf8) }

  public func receive() -> [UInt8]? {
    let all = output
    output = []
    return all.isEmpty && !isOpen ? nil : all
  }

  public func resize(columns: Int, rows: Int) { size = (columns, rows) }

  public func send(_ bytes: [UInt8]) {
    for byte in bytes {
      switch byte {
      case 0x0D:
        say("\r\n")
        run(String(decoding: line, as: UTF8.self))
        line = []
        if isOpen { say(Self.prompt) }
      case 0x7F:
        if line.popLast() != nil { say("\u{8} \u{8}") }
      case 0x20...:
        line.append(byte)
        output.append(byte)
      default: break
      }
    }
  }

  private func run(_ command: String) {
    switch command {
    case "": break
    case "exit": isOpen = false
    case "ls":
      say("\u{1B}[1;34mnotes\u{1B}[0m  \u{1B}[1;34mpictures\u{1B}[0m  dusk.bmp  readme.md  swifts.txt\r\n")
    case "colors":
      for row in 0..<2 {
        for column in 0..<8 { say("\u{1B}[\(row == 0 ? 40 + column : 100 + column)m   ") }
        say("\u{1B}[0m\r\n")
      }
      say(
        "\u{1B}[1mbold\u{1B}[0m \u{1B}[2mfaint\u{1B}[0m \u{1B}[4munderlined\u{1B}[0m \u{1B}[7minverse\u{1B}[0m ┌─┬─┐ ░▒▓█ ✓ äöü\r\n"
      )
    case "help": say("\u{1B}[1mls  colors  ps  exit\u{1B}[0m\r\n")
    case "ps":
      say("  PID STATE      CPU   MEMORY  NAME\r\n")
      say("    1 waiting    0.0   208 kB  init\r\n    4 running    6.3  14.7 MB  \u{1B}[32mdesktop\u{1B}[0m\r\n")
      say("    7 waiting    0.4   2.4 MB  terminal\r\n    8 waiting    0.0   426 kB  shell\r\n")
    default: say("\u{1B}[31m\(command): not found\u{1B}[0m\r\n")
    }
  }
}
