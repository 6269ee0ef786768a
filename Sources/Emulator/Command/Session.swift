import Foundation
import Machine
import Pictures

/// One run of the emulator: a machine, and what is around it.
final class Session {
  let options: Options
  let machine: Machine
  let sink: SerialSink
  private var until: TextMatcher?
  private var isTypingDue: Bool
  private let deadline: Double
  /// What is replayed.
  private let trace: Trace?
  private let replay: Replay?
  private let recording: RecordingFile?
  private let look: Look
  private let animation: Animation?
  /// The kernel's file, or whatever else the machine was made from, without its folders.
  let fileName: String

  /// A guest that never sleeps is typed at after so many seconds of its time.
  private static let typingPatience: UInt64 = 1

  init(_ options: Options) throws {
    self.options = options
    trace = try options.recording.replay.map { try Trace(contentsOf: $0) }
    let files = try StartFiles(options, trace)
    machine = try files.makeMachine(options, trace)
    replay = try trace.map { [machine] in try machine.replay($0) }
    fileName = files.name
    recording = try options.recording.record.map { [machine] in try RecordingFile($0, machine, files) }
    look = try Look(options.looking, machine)
    animation = options.animation.map { [machine] in Animation($0, rate: options.animationRate, machine) }
    sink = try SerialSink(options.serial)
    until = options.until.map(TextMatcher.init)
    isTypingDue = options.type != nil
    deadline = options.timeout.map { Self.hostTime() + $0 } ?? .infinity
    machine.onSerialOutput = { [unowned self] byte in receive(byte) }
  }

  /// Seconds of the host's clock, from some moment on.
  static func hostTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Runs to the end; returns the process's status.
  func run() throws -> Int32 {
    let signals = Signals()
    defer { signals.release() }
    let ending: Ending
    if until?.isMet == true {
      ending = .untilMet
    } else if let path = options.recording.script {
      ending = try play(path)
    } else if let window = openWindow() {
      ending = WindowRun(session: self, window: window, signals: signals).run()
    } else {
      ending = HeadlessRun(session: self, signals: signals).run()
    }
    sink.flush()
    recording?.finish()
    look.finish()
    try animation?.finish()
    if let path = options.recording.saveSnapshot { try machine.snapshot().write(to: path) }
    if let path = options.screenshot { try HostFile.write(PNG.encode(machine.screen), to: path) }
    if let message = ending.message { note(message) }
    if case .parted = ending { explainParting() }
    return ending.status
  }

  /// A machine that does what the recorded one did.
  private func makeReference(_ trace: Trace, kernel: [UInt8]) throws -> Machine {
    try trace.makeMachine(kernel: kernel, modules: try trace.modules.map { try HostFile.read($0.image.path) })
  }

  private func play(_ path: String) throws -> Ending {
    let text = String(decoding: try HostFile.read(path), as: UTF8.self)
    try InputScript(parsing: text).play(on: machine) { [self] in run(until: $0, limit: $1) }
    return .scriptPlayed
  }

  /// Runs the machine, and looks at its screen on the way when there is an animation to be made.
  private func run(until conditions: [Condition], limit: Limit) -> Stop {
    guard let animation else { return machine.run(until: conditions, limit: limit) }
    var left = limit
    while true {
      animation.look()
      let (instructions, ticks) = (machine.instructionCount, machine.now)
      let piece = min(left.ticks, animation.ticksLeft)
      let stop = machine.run(until: conditions, limit: Limit(instructions: left.instructions, ticks: piece))
      left.instructions -= min(left.instructions, machine.instructionCount - instructions)
      left.ticks -= min(left.ticks, machine.now - ticks)
      guard stop.reason == .limit, left.instructions > 0, left.ticks > 0 else { return stop }
    }
  }

  /// Looks for the first instruction after which the runs differ, with the recorded kernel beside this one.
  private func explainParting() {
    guard let replay, let kernel = replay.trace.kernel else { return }
    let path = options.recording.reference ?? kernel.path
    do {
      let bytes = try HostFile.read(path)
      guard Trace.Image.sha256(of: bytes) == kernel.sha256 else { throw HostFileError("'\(path)' is another kernel") }
      guard let difference = try replay.firstDifference(from: try self.makeReference(replay.trace, kernel: bytes))
      else {
        return note(
          "the recorded kernel parts from its trace in the same way on this emulator, so the emulator has changed")
      }
      note("\(difference)")
    } catch {
      note(
        "the first differing instruction can be found beside the recorded kernel (\(error)); give it with --reference FILE, "
          + "sha256 \(kernel.sha256)")
    }
  }

  private func openWindow() -> Window? {
    if options.headless { return nil }
    do {
      return try Window(scale: options.scale)
    } catch {
      note("no window (\(error)); the serial port is here")
      return nil
    }
  }

  private func receive(_ byte: UInt8) {
    sink.write(byte)
    if until?.feed(byte) == true { machine.requestStop() }
  }

  /// Runs the guest for `ticks` at most. Returns why the session ends, if it does.
  func runSlice(ticks: UInt64) -> Ending? {
    let left = options.limit.map { $0 - min($0, machine.instructionCount) } ?? .max
    let stop = run(
      until: isTypingDue ? [.waitingForInput] : [], limit: Limit(instructions: left, ticks: ticks))
    sink.flush()
    recording?.flush()
    if let replay, let ending = ending(of: replay, after: stop) { return ending }
    if until?.isMet == true { return .untilMet }
    if let limit = options.limit, machine.instructionCount >= limit, !stop.endsRun { return .limit }
    if Self.hostTime() >= deadline, !stop.endsRun { return .timeout(seconds: options.timeout ?? 0) }
    if sink.isBroken { return .brokenPipe }
    switch stop.reason {
    case .condition: typeNow()
    case .limit, .requested:
      if isTypingDue, machine.now > Self.typingPatience * machine.configuration.frequency { typeNow() }
    default: return .stop(stop)
    }
    return nil
  }

  /// The end of a replay: its trace's, or where the guest stops and the trace ends as well.
  private func ending(of replay: Replay, after stop: Stop) -> Ending? {
    if !replay.isFinished, stop.endsRun || stop.reason == .halted { try? replay.finish() }
    guard replay.isFinished else { return nil }
    sink.flush()
    return replay.divergence.map { .parted($0) } ?? .replayed(states: replay.checkedCount)
  }

  private func typeNow() {
    isTypingDue = false
    machine.input.type(options.typedText)
  }

  /// Whether the run keeps pace with the clock on the wall: when a person, rather than an option, is to end it.
  var isPaced: Bool { options.until == nil && options.limit == nil && options.timeout == nil && replay == nil }

  /// Seconds until `--timeout` ends the run.
  var secondsLeft: Double { max(0, deadline - Self.hostTime()) }
}

extension Stop {
  /// Whether the guest itself ended the run.
  fileprivate var endsRun: Bool {
    switch reason {
    case .limit, .condition, .requested, .breakpoint, .halted: false
    default: true
    }
  }
}
