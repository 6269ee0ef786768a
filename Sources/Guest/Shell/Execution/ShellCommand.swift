import SystemCalls

/// The `sh` command: options, and where the script comes from. What a person types at a prompt comes from ``LineSource``.
public struct ShellCommand {
  private let system: any ShellSystem
  private let arguments: [[UInt8]]
  private let environment: [[UInt8]]

  /// - Parameter arguments: without the command's name.
  public init(system: any ShellSystem, arguments: [[UInt8]], environment: [[UInt8]]) {
    (self.system, self.arguments, self.environment) = (system, arguments, environment)
  }

  /// Runs until the script ends. Returns the status to exit with.
  ///
  /// - Parameter prompt: runs a shell at a terminal, where there is no script.
  public func run(prompt: ((Shell) -> Void)? = nil) -> UInt8 {
    var rest = arguments[...]
    var letters: [UInt8] = []
    while let first = rest.first, first.count > 1, first[0] == minus {
      rest.removeFirst()
      if first == Array("--".utf8) { break }
      letters += first.dropFirst()
    }
    let name = Array("sh".utf8)
    let readsCommand = letters.contains(UInt8(ascii: "c"))
    let readsInput = letters.contains(UInt8(ascii: "s"))
    var script: [UInt8]?
    var shellName = name
    if readsCommand {
      guard let text = rest.popFirst() else { return refuse(name, "-c requires an argument") }
      script = text
      if let given = rest.popFirst() { shellName = given }
    } else if !readsInput, let path = rest.popFirst() {
      shellName = path
    }
    let shell = Shell(system: system, name: shellName, parameters: Array(rest), environment: environment)
    for letter in letters
    where letter != UInt8(ascii: "c") && letter != UInt8(ascii: "s") && letter != UInt8(ascii: "l") {
      guard shell.setOption(letter) else {
        return refuse(name, "Illegal option -\(String(decoding: [letter], as: UTF8.self))")
      }
    }
    if let script { return shell.run(script) }
    if shellName != name || !arguments.isEmpty && !readsInput && letters.isEmpty {
      guard let text = try? shell.contents(of: shellName) else {
        return refuse(name, "0: cannot open \(String(decoding: shellName, as: UTF8.self)): No such file", status: 2)
      }
      return shell.run(text)
    }
    if system.isTerminal(0), let prompt {
      _ = shell.setOption(UInt8(ascii: "i"))
      prompt(shell)
      return shell.status
    }
    var text: [UInt8] = []
    while let part = try? system.read(0, count: 4096), !part.isEmpty { text += part }
    return shell.run(text)
  }

  private func refuse(_ name: [UInt8], _ message: String, status: UInt8 = 2) -> UInt8 {
    try? system.write(2, Array("\(String(decoding: name, as: UTF8.self)): \(message)\n".utf8))
    return status
  }
}
