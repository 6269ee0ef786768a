/// The shell at a terminal: reads lines with an editor, and runs them. The terminal's modes are the owner's to switch.
public struct Prompt {
  /// What the owner does for the prompt.
  public struct Terminal {
    /// Waits for bytes that were typed; none at the end of the input.
    public var read: () -> [UInt8]
    public var write: ([UInt8]) -> Void
    /// Keys come one by one (true), or as whole lines to the programs that run (false).
    public var setRaw: (Bool) -> Void
    public var columns: () -> Int

    public init(
      read: @escaping () -> [UInt8], write: @escaping ([UInt8]) -> Void, setRaw: @escaping (Bool) -> Void,
      columns: @escaping () -> Int
    ) {
      (self.read, self.write, self.setRaw, self.columns) = (read, write, setRaw, columns)
    }
  }

  private let shell: Shell
  private let terminal: Terminal
  private var editor = LineEditor()
  /// Typed already, behind the line that is being run.
  private var typed: ArraySlice<UInt8> = []

  public init(shell: Shell, terminal: Terminal) { (self.shell, self.terminal) = (shell, terminal) }

  /// Until `exit`, or Ctrl-D at an empty line.
  public mutating func run() {
    var text: [UInt8] = []
    while !shell.isFinished {
      if text.isEmpty { shell.reportJobs() }
      guard let line = readLine(prompt: shell.prompt(continues: !text.isEmpty)) else {
        // Ctrl-D: gives up what is not finished, and at last the shell.
        if text.isEmpty { return }
        text = []
        continue
      }
      guard let line = line.text else {
        text = []
        continue
      }
      text += line + [newLine]
      if Shell.isIncomplete(text) { continue }
      shell.run(text)
      text = []
    }
  }

  /// A line; its text is nil where Ctrl-C gave it up. Nil at the end.
  private mutating func readLine(prompt: [UInt8]) -> (text: [UInt8]?, Void)? {
    terminal.setRaw(true)
    defer { terminal.setRaw(false) }
    editor.columns = max(10, terminal.columns())
    editor.start(prompt: prompt)
    while true {
      if typed.isEmpty {
        terminal.write(editor.takeOutput())
        typed = terminal.read()[...]
        if typed.isEmpty { return nil }
      }
      while let byte = typed.popFirst() {
        let event = editor.put(byte)
        if event == .complete { complete() }
        switch event {
        case .none, .complete: continue
        case .line(let line):
          terminal.write(editor.takeOutput())
          return (line, ())
        case .interrupted:
          terminal.write(editor.takeOutput())
          return (nil, ())
        case .endOfInput:
          terminal.write(editor.takeOutput())
          return nil
        }
      }
    }
  }

  private mutating func complete() {
    let completion = shell.completion(of: editor.line, cursor: editor.cursor)
    editor.insert(completion.insertion)
    if completion.insertion.isEmpty, !completion.candidates.isEmpty {
      terminal.write(editor.takeOutput() + [13, 10] + Self.table(completion.candidates, columns: terminal.columns()))
      editor.startAgain()
    } else if completion.insertion.isEmpty {
      terminal.write([7])
    }
  }

  /// Names in columns, downwards.
  public static func table(_ names: [[UInt8]], columns: Int) -> [UInt8] {
    let width = (names.map { DisplayWidth.of($0) }.max() ?? 0) + 2
    let perRow = max(1, columns / width)
    let rows = (names.count + perRow - 1) / perRow
    var text: [UInt8] = []
    for row in 0..<rows {
      var index = row
      while index < names.count {
        text += names[index]
        if index + rows < names.count {
          text += [UInt8](repeating: space, count: width - DisplayWidth.of(names[index]))
        }
        index += rows
      }
      text += [13, 10]
    }
    return text
  }
}

extension Shell {
  /// `PS1`, or `PS2` where a command goes on, with `$` expansions made and `\w` the current directory.
  func prompt(continues: Bool) -> [UInt8] {
    let source = value(of: Array((continues ? "PS2" : "PS1").utf8)) ?? []
    var result: [UInt8] = []
    var index = 0
    while index < source.count {
      if source[index] == backslash, index + 1 < source.count, source[index + 1] == UInt8(ascii: "w") {
        result += (try? system.currentDirectory()) ?? []
        index += 2
      } else {
        result.append(source[index])
        index += 1
      }
    }
    return result
  }
}
