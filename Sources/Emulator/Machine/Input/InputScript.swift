/// What a person does at a machine, written down without moments: it waits for the guest, so it fits any kernel that shows the same
/// things. Played and recorded, it becomes a ``Trace``.
///
///     # comments and empty lines
///     wait-for "apus: ready"     until the serial port has said this
///     wait-idle                  until the guest waits for input
///     wait 0.25                  so many seconds of the guest's time
///     type "hello\n"             and the other events of a trace: press, key-down, key-up, mouse, buttons, serial, reset
public struct InputScript: Sendable {
  enum Step: Equatable, Sendable {
    case waitFor(String)
    case waitIdle
    case wait(seconds: Double)
    case event(InputEvent)
  }

  /// With the number of each one's line.
  let steps: [(line: Int, step: Step)]

  /// Why a script cannot be read, or a guest does not play along: one sentence.
  public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
  }

  public init(parsing text: String) throws(Failure) {
    var steps: [(line: Int, step: Step)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.isEmpty || line.hasPrefix("#") { continue }
      do {
        steps.append((index + 1, try Self.step(String(line))))
      } catch {
        throw Failure(description: "line \(index + 1) of the script: \(error)")
      }
    }
    self.steps = steps
  }

  private static func step(_ line: String) throws(TraceError) -> Step {
    let words = line.split(separator: " ", maxSplits: 1)
    switch (words.first, words.count) {
    case ("wait-idle", 1): return .waitIdle
    case ("wait-for", 2):
      guard let text = QuotedText(quoted: words[1]) else {
        throw TraceError("\(words[1]) is no text between quotation marks")
      }
      return .waitFor(String(decoding: text.bytes, as: UTF8.self))
    case ("wait", 2):
      guard let seconds = Double(words[1]), seconds >= 0, seconds < 1e6 else {
        throw TraceError("'\(words[1])' is no number of seconds")
      }
      return .wait(seconds: seconds)
    default: return .event(try InputEvent(parsing: line))
    }
  }

  /// Plays the script to its end.
  /// - Parameters:
  ///   - patience: seconds of the guest's time that each step may take.
  ///   - run: runs the machine instead of ``Machine/run(until:limit:)``, for somebody who looks at it on the way.
  /// - Throws: ``Failure`` when the guest stops, or does not come to what a step waits for.
  public func play(
    on machine: Machine, patience: Double = 60, run: (([Condition], Limit) -> Stop)? = nil
  ) throws(Failure) {
    let run = run ?? { machine.run(until: $0, limit: $1) }
    let limit = Limit.ticks(UInt64(patience * Double(machine.configuration.frequency)))
    for (line, step) in steps {
      let stop: Stop
      var isWaiting = true
      switch step {
      case .event(let event):
        machine.perform(event)
        continue
      case .waitFor(let text): stop = run([.serial(text)], limit)
      case .waitIdle: stop = run([.waitingForInput], limit)
      case .wait(let seconds):
        stop = run([], .ticks(UInt64(seconds * Double(machine.configuration.frequency))))
        isWaiting = stop.reason != .limit && stop.reason != .halted
      }
      if isWaiting, !stop.isMet {
        throw Failure(description: "line \(line) of the script waits for what does not come: \(stop)")
      }
    }
  }
}
