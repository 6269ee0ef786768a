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

  /// A guest that never sleeps is typed at after so many seconds of its time.
  private static let typingPatience: UInt64 = 1

  init(_ options: Options) throws {
    self.options = options
    let kernel = try HostFile.read(options.file)
    let modules = try options.initrd.map { (text) throws in try ModuleList.read(text) } ?? []
    machine = try Machine(
      Configuration(
        memorySize: options.memory.bytes, startTime: options.startTime.seconds, restartsOnReset: !options.noReboot))
    do {
      try machine.load(
        kernel: kernel, commandLine: options.append, modules: modules, name: options.file, using: options.boot)
    } catch {
      throw HostFileError("cannot boot '\(options.file)': \(error)")
    }
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
    } else if let window = openWindow() {
      ending = WindowRun(session: self, window: window, signals: signals).run()
    } else {
      ending = HeadlessRun(session: self, signals: signals).run()
    }
    sink.flush()
    if let path = options.screenshot { try HostFile.write(PNG.encode(machine.screen), to: path) }
    if let message = ending.message { note(message) }
    return ending.status
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
    let stop = machine.run(
      until: isTypingDue ? [.waitingForInput] : [], limit: Limit(instructions: left, ticks: ticks))
    sink.flush()
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

  private func typeNow() {
    isTypingDue = false
    machine.input.type(options.typedText)
  }

  /// Whether the run keeps pace with the clock on the wall: when a person, rather than an option, is to end it.
  var isPaced: Bool { options.until == nil && options.limit == nil && options.timeout == nil }

  /// The kernel file without its folders.
  var fileName: String { options.file.split(separator: "/").last.map(String.init) ?? options.file }

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
