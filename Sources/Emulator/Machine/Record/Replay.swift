/// Repeats a recorded run: gives the machine the same input at the same moments, and checks its state on the way.
///
/// Run the machine as any other, in one go or in pieces, in a window or not; while the replay is under way, other input is not heard.
///
///     let trace = try Trace(contentsOf: "bug.trace")
///     let machine = try trace.makeMachine(kernel: bytes)
///     let replay = try machine.replay(trace)
///     machine.run(until: .symbol("panic"))     // anywhere in it
///     try replay.finish()                      // to the end
public final class Replay: Attendant {
  public let trace: Trace
  /// What was found when the machine's state was not the trace's: the first time.
  public private(set) var divergence: Divergence?
  /// Whether the kernel is the recorded one. If not, memory differs from the start, and is not compared.
  let comparesMemory: Bool
  private unowned let machine: Machine
  /// The next line of the trace.
  private(set) var position = 0
  /// The last state that agreed, for whoever looks for the first difference.
  private(set) var lastGood: (snapshot: Snapshot, position: Int)?
  private let keepsSnapshots: Bool
  /// Off while both sides of a difference are run again.
  var checksStates = true

  init(_ trace: Trace, _ machine: Machine, position: Int = 0, comparesMemory: Bool, keepsSnapshots: Bool = true) {
    self.trace = trace
    self.machine = machine
    self.position = position
    self.comparesMemory = comparesMemory
    self.keepsSnapshots = keepsSnapshots
  }

  /// Whether the trace has come to its end, or the run has parted from it.
  public var isFinished: Bool { position >= trace.lines.count || divergence != nil }

  /// How many states have been checked so far.
  public private(set) var checkedCount = 0

  var nextInstruction: UInt64 { .max }
  var nextTick: UInt64 { isFinished ? .max : trace.lines[position].moment.tick }

  func note(_ event: InputEvent, _ machine: Machine) {}

  func attend(_ machine: Machine) {
    let line = trace.lines[position]
    if !checksStates {
      position += 1
      if case .input(let event) = line.content { machine.apply(event) }
      return
    }
    guard machine.moment == line.moment else { return part(from: line, machine) }
    switch line.content {
    case .input(let event): machine.apply(event)
    case .end: break
    case .state(let expected):
      let found = machine.traceState
      var wanted = expected.hashes
      if !comparesMemory { wanted.memory = found.hashes.memory }
      if found.hashes != wanted { return part(from: line, machine) }
      checkedCount += 1
      if keepsSnapshots { lastGood = (machine.snapshot(), position) }
    }
    position += 1
    if position == trace.lines.count { machine.requestStop() }
  }

  /// The run is not the recorded one.
  private func part(from line: Trace.Line, _ machine: Machine) {
    let states = trace.lines.enumerated().compactMap {
      index, line -> (index: Int, moment: Moment, state: Trace.State)? in
      if case .state(let state) = line.content { (index, line.moment, state) } else { nil }
    }
    let next = states.first { $0.index >= position } ?? states[states.count - 1]
    divergence = Divergence(
      number: (states.firstIndex { $0.index == next.index } ?? 0) + 1, count: states.count, expectedMoment: next.moment,
      expected: next.state, moment: machine.moment, found: machine.traceState,
      lastAgreed: lastGood.map { trace.lines[$0.position].moment } ?? trace.start,
      place: machine.symbols.place(of: machine.cpu.linearRIP))
    machine.requestStop()
  }

  /// Runs the machine to the end of the trace.
  /// - Throws: ``Divergence`` when the run is not the recorded one.
  public func finish() throws(Divergence) {
    while !isFinished {
      let before = (machine.moment, position)
      machine.run(limit: Limit(ticks: trace.end.tick &- machine.now &+ 1))
      // A machine that stands still, before the moment at which the recorded one did something, is not the recorded one.
      if before == (machine.moment, position), !isFinished { part(from: trace.lines[position], machine) }
    }
    if let divergence { throw divergence }
  }
}

extension Machine {
  /// Repeats a recorded run from here on, which must be where the recording began.
  /// - Throws: ``TraceError`` when the machine is made differently, or is in another state than at the start of the recording.
  public func replay(_ trace: Trace) throws(TraceError) -> Replay {
    if let difference = configuration.difference(from: trace.configuration) {
      throw TraceError("the trace is of another machine: it has \(difference)")
    }
    guard moment == trace.start else {
      throw TraceError("the recording began at \(trace.start), and the machine is at \(moment)")
    }
    if let boot, boot.commandLine != trace.commandLine {
      throw TraceError(
        "the recorded kernel was told \(QuotedText(trace.commandLine)), and this one \(QuotedText(boot.commandLine))")
    }
    let isSameKernel = boot.map { SHA256.digest(of: $0.image.file.bytes) } == trace.kernel?.sha256
    let replay = Replay(trace, self, comparesMemory: isSameKernel)
    self.replay = replay
    attendants.append(replay)
    return replay
  }
}

extension Trace {
  /// A machine as the recorded one was when it was switched on, with a kernel: the recorded one, or another to compare with it.
  ///
  /// - Parameters:
  ///   - kernel: the bytes of the kernel file.
  ///   - modules: the bytes of the modules' files, in their order. They must be the recorded ones.
  ///   - devices: what makes the devices of one's own.
  public func makeMachine(
    kernel: [UInt8], modules: [[UInt8]] = [], devices: [DeviceFactory] = []
  ) throws -> Machine {
    guard modules.map(Image.sha256(of:)) == self.modules.map(\.image.sha256) else {
      throw TraceError("the modules are not those that the recorded kernel was given")
    }
    let machine = try Machine(configuration, devices: devices)
    try machine.load(
      kernel: kernel, commandLine: String(decoding: commandLine, as: UTF8.self),
      modules: zip(modules, self.modules).map { BootModule($0, commandLine: $1.commandLine) }, name: kernelName,
      using: Image.sha256(of: kernel) == self.kernel?.sha256 ? bootProtocol : nil)
    return machine
  }
}
