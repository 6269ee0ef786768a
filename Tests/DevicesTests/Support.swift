import Foundation
import Testing

@testable import Devices

extension Clock {
  /// Moves time on by `ticks`, calling each timer at its tick.
  func run(_ ticks: UInt64) {
    let end = now + ticks
    while nextDeadline <= end {
      advance(to: max(nextDeadline, now))
      fireDueTimers()
    }
    advance(to: end)
  }

  /// Moves time on to the first tick of a pulse of the 8254, counted from power-on.
  func run(toPulse pulse: UInt64) {
    run(tick(ofPeriod: pulse, hertz: ProgrammableIntervalTimer.frequency) - now)
  }

  func run(milliseconds: UInt64) { run(tick(ofPeriod: milliseconds, hertz: 1000)) }
}

extension BytePortDevice {
  func out(_ port: UInt16, _ values: UInt8...) { for value in values { writeByte(port: port, value: value) } }
  func `in`(_ port: UInt16) -> UInt8 { readByte(port: port) }
}

extension Device {
  /// What a snapshot does: state to bytes and back, into another device.
  func stateThroughBytes() throws -> State {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try JSONDecoder().decode(State.self, from: encoder.encode(state))
  }
}

/// Counts the rising edges of a line.
final class EdgeCounter {
  private(set) var rising = 0
  private(set) var falling = 0
  private var isFirst = true

  init(_ line: Line) {
    line.connect { [self] level in
      if !isFirst { if level { rising += 1 } else { falling += 1 } }
      isFirst = false
    }
  }
}

/// Random numbers that are the same in every run.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
