import Foundation
import Machine
import Pictures

/// The guest's screen as a moving picture, a look at it every so many ticks of the guest's clock.
final class Animation {
  private let path: String
  private let machine: Machine
  private let rate: Int
  private var animation = AnimatedPNG()
  private var failure: PNGError?
  /// How many looks there were.
  private var count: UInt64 = 0
  private let start: UInt64

  init(_ path: String, rate: Int, _ machine: Machine) {
    self.path = path
    self.rate = rate
    self.machine = machine
    start = machine.now
  }

  /// The tick of the next look. No fraction of a tick is lost from one to the next.
  private var nextTick: UInt64 { start + count * machine.configuration.frequency / UInt64(rate) }

  /// Ticks up to the next look.
  var ticksLeft: UInt64 { max(nextTick, machine.now) - machine.now }

  /// Looks at the screen when it is time to.
  func look() {
    while failure == nil, machine.now >= nextTick {
      let begin = count * 1000 / UInt64(rate)
      count += 1
      let milliseconds = Int(count * 1000 / UInt64(rate) - begin)
      do throws(PNGError) { try animation.append(machine.screen, milliseconds: milliseconds) } catch { failure = error }
    }
  }

  func finish() throws {
    look()
    if let failure { throw failure }
    try HostFile.write(animation.encode(), to: path)
  }
}
