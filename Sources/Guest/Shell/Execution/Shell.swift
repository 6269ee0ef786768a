import SystemCalls

/// A POSIX shell: runs what ``Parser`` reads, with variables, functions, jobs. One for each process; a subshell is a fork.
///
/// Redirections do not move the process's own descriptors: ``descriptors`` says what 0, 1, 2 … are at the moment, programs are
/// started with these, and builtin commands use them. So there is nothing to put back behind a command.
public final class Shell {
  struct Variable {
    var value: [UInt8]?
    var isExported = false
    var isReadOnly = false
  }

  struct Options {
    /// `-e`
    var exitsOnFailure = false
    /// `-u`
    var failsForUnset = false
    /// `-x`
    var traces = false
    /// `-f`
    var noPathExpansion = false
    /// `-i`
    var isInteractive = false

    var letters: String {
      (exitsOnFailure ? "e" : "") + (noPathExpansion ? "f" : "") + (isInteractive ? "i" : "")
        + (failsForUnset ? "u" : "")
        + (traces ? "x" : "")
    }
  }

  /// What a command wants to happen to the commands around it.
  enum Flow: Equatable {
    case next
    case breakLoop(Int)
    case continueLoop(Int)
    case returnFromFunction
    case exit
    /// Ctrl-C: back to the prompt.
    case interrupted
  }

  let system: any ShellSystem
  var variables: [[UInt8]: Variable] = [:]
  var functions: [[UInt8]: Command] = [:]
  var positional: [[UInt8]] = []
  var commandName: [UInt8]
  var options = Options()
  var lastStatus: UInt8 = 0
  var lastBackground: Int?
  let processIdentifier: Int
  /// What the descriptors 0, 1, 2 … are.
  var descriptors: [OpenDescriptor?]
  var jobs: [Job] = []
  var flow = Flow.next
  var loopDepth = 0
  var functionDepth = 0
  /// Files that are being read by `.`.
  var sourceDepth = 0
  /// Greater than zero where a failure only decides what comes next.
  var conditionDepth = 0
  var isSubshell = false
  /// What `local` has covered in the function that runs.
  var locals: [(name: [UInt8], variable: Variable?)] = []
  var line = 0
  /// The status of the last command substitution of the command that is being expanded.
  var substitutionStatus: UInt8?

  static let separatorsName = Array("IFS".utf8)

  /// - Parameter environment: `NAME=value`, each.
  public init(system: any ShellSystem, name: [UInt8], parameters: [[UInt8]] = [], environment: [[UInt8]]) {
    self.system = system
    commandName = name
    positional = parameters
    processIdentifier = system.processIdentifier
    descriptors = (0..<3).map { OpenDescriptor(Int32($0), system: system, isOwned: false) }
    for entry in environment {
      guard let split = entry.firstIndex(of: equals), split > 0 else { continue }
      variables[Array(entry[..<split])] = Variable(value: Array(entry[(split + 1)...]), isExported: true)
    }
    variables[Self.separatorsName] = Variable(value: [space, tab, newLine])
    setDefault("PATH", "/bin")
    setDefault("PS1", "$ ")
    setDefault("PS2", "> ")
    setDefault("PS4", "+ ")
    if let directory = try? system.currentDirectory() {
      variables[Array("PWD".utf8)] = Variable(value: directory, isExported: true)
    }
    variables[Array("OPTIND".utf8)] = Variable(value: Array("1".utf8))
    variables[Array("PPID".utf8)] = Variable(value: Array(String(system.parentProcessIdentifier).utf8))
  }

  private func setDefault(_ name: String, _ value: String) {
    let name = Array(name.utf8)
    if variables[name] == nil { variables[name] = Variable(value: Array(value.utf8)) }
  }

  // MARK: Variables

  public func value(of name: [UInt8]) -> [UInt8]? { variables[name]?.value }

  func assign(_ value: [UInt8], to name: [UInt8]) throws(ShellFailure) {
    var variable = variables[name] ?? Variable()
    if variable.isReadOnly { throw ShellFailure("\(String(decoding: name, as: UTF8.self)): is read only") }
    variable.value = value
    variables[name] = variable
  }

  func environment(with extra: [(name: [UInt8], value: [UInt8])] = []) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for (name, variable) in variables where variable.isExported && !extra.contains(where: { $0.name == name }) {
      if let value = variable.value { result.append(name + [equals] + value) }
    }
    for (name, value) in extra { result.append(name + [equals] + value) }
    return result
  }

  // MARK: Running

  /// Runs a script. Returns the status of its last command; `exit` ends it early.
  @discardableResult
  public func run(_ script: [UInt8]) -> UInt8 {
    var parser = Parser(script)
    while flow == .next {
      do throws(SyntaxError) {
        guard let commands = try parser.nextCommands() else { break }
        execute(commands)
      } catch {
        report("\(error.line): Syntax error: \(error.message)")
        lastStatus = 2
        if !options.isInteractive { flow = .exit }
        break
      }
    }
    if flow == .interrupted { flow = .next }
    return lastStatus
  }

  /// Whether more lines could make these a whole command.
  public static func isIncomplete(_ text: [UInt8]) -> Bool {
    var parser = Parser(text)
    do throws(SyntaxError) {
      while try parser.nextCommands() != nil {}
      return false
    } catch {
      return error.isIncomplete
    }
  }

  /// `exit` was called, or a script failed so that it ends.
  public var isFinished: Bool { flow == .exit }

  public var status: UInt8 { lastStatus }

  // MARK: Saying something

  func write(_ text: String, to descriptor: Int = 1) { write(Array(text.utf8), to: descriptor) }

  /// False where it could not be written.
  @discardableResult
  func write(_ bytes: [UInt8], to descriptor: Int = 1) -> Bool {
    guard descriptor < descriptors.count, let target = descriptors[descriptor] else { return false }
    return (try? system.write(target.number, bytes)) != nil
  }

  /// A message with the shell's name.
  func report(_ message: String) { write("\(String(decoding: commandName, as: UTF8.self)): \(message)\n", to: 2) }

  /// A message about the command that runs.
  func complain(_ message: String) { report("\(line): \(message)") }

  /// A command could not go on: a script ends, a prompt comes back.
  func fail(_ failure: ShellFailure) {
    complain(failure.message)
    lastStatus = failure.status
    flow = options.isInteractive && !isSubshell ? .interrupted : .exit
  }
}
