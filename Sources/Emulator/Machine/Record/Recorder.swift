/// Writes down a run: see ``Machine/record(_:)``.
public final class Recorder: Attendant {
  /// What is written down, and how often the state is.
  public struct Options: Sendable {
    /// Instructions from one state to the next.
    public var interval: UInt64
    /// The kernel's file, for the person who looks for it later.
    public var kernelPath: String
    /// The modules' files, in their order.
    public var modulePaths: [String]
    /// Called with each piece of the trace's text as it comes into being, for a file that grows.
    public var write: (@Sendable (String) -> Void)?

    public init(
      interval: UInt64 = 50_000_000, kernelPath: String = "", modulePaths: [String] = [],
      write: (@Sendable (String) -> Void)? = nil
    ) {
      self.interval = max(interval, 1)
      self.kernelPath = kernelPath
      self.modulePaths = modulePaths
      self.write = write
    }
  }

  private var trace = Trace()
  private let options: Options
  private var hash = SHA256()
  private weak var machine: Machine?
  private(set) var nextInstruction: UInt64 = 0
  var nextTick: UInt64 { .max }

  init(_ machine: Machine, _ options: Options) {
    self.machine = machine
    self.options = options
    trace.configuration = machine.configuration
    if let boot = machine.boot {
      trace.kernel = Trace.Image(boot.image.file.bytes, path: options.kernelPath)
      trace.bootProtocol = boot.image.bootProtocol
      trace.kernelName = boot.request.name
      trace.modules = boot.modules.enumerated().map { index, module in
        let path = options.modulePaths.indices.contains(index) ? options.modulePaths[index] : ""
        return Trace.Module(image: Trace.Image(module.bytes, path: path), commandLine: module.commandLine)
      }
      trace.commandLine = boot.commandLine
    }
    for line in trace.header { put(line) }
    attend(machine)
  }

  func attend(_ machine: Machine) {
    append(.state(machine.traceState), machine)
    nextInstruction = machine.instructionCount / options.interval * options.interval + options.interval
  }

  func note(_ event: InputEvent, _ machine: Machine) { append(.input(event), machine) }

  private func append(_ content: Trace.Content, _ machine: Machine) {
    let line = Trace.Line(moment: machine.moment, content: content)
    trace.lines.append(line)
    put(line.description)
  }

  private func put(_ line: String) {
    let text = line + "\n"
    hash.update(Array(text.utf8))
    options.write?(text)
  }

  /// Ends the recording at the present instruction, and returns the trace.
  @discardableResult
  public func finish() -> Trace {
    guard let machine, trace.lines.last?.content != .end else { return trace }
    append(.state(machine.traceState), machine)
    append(.end, machine)
    options.write?("sha256 \(hash.finish())\n")
    machine.remove(self)
    return trace
  }
}

extension Machine {
  /// Writes down from now on what comes in from outside, and what the state is at intervals, until ``Recorder/finish()``.
  ///
  /// Begin when the kernel is loaded and nothing has run, or at a snapshot that is kept as well. What is changed by hand (registers,
  /// memory, chips) is not written down; a replay then parts from the trace.
  public func record(_ options: Recorder.Options = Recorder.Options()) -> Recorder {
    let recorder = Recorder(self, options)
    attendants.append(recorder)
    return recorder
  }

  /// The state as a trace has it.
  var traceState: Trace.State { Trace.State(hashes: stateHashes, registers: RegisterList(cpu.state)) }
}
