/// One Intel 8259A: eight interrupt requests in, one interrupt out, by priority.
///
/// A value, all of it state: the wiring between two of them is ``InterruptControllerPair``. References are to the 8259A
/// datasheet (order number 231468) unless they say PIIX3 (290550), which has two of them inside.
///
/// An input makes a request as the datasheet's "Priority Cell" draws it: the request is the level of the input, let through by
/// the edge latch or by level mode. So a line that falls before it is acknowledged takes its request away, and an acknowledge
/// that comes too late finds nothing and is answered with level 7: the spurious interrupt.
public struct ProgrammableInterruptController: Codable, Equatable, Sendable {
  // MARK: Registers

  /// IMR, the interrupt mask register: OCW1.
  public internal(set) var mask: UInt8 = 0
  /// ISR, the in-service register.
  public internal(set) var inService: UInt8 = 0
  /// The levels of the pins IR0...IR7.
  public internal(set) var inputs: UInt8 = 0
  /// The edge-sense latches: which inputs have risen since their last acknowledge, and since ICW1.
  public internal(set) var edges: UInt8 = 0
  /// ELCR (PIIX3): which inputs are level-triggered. It replaces the LTIM bit of ICW1, which PIIX3 ignores.
  public internal(set) var levelTriggered: UInt8 = 0
  /// ICW2: the vector of IR0. Its lower three bits are the level's, and zero here in 8086 mode.
  public internal(set) var vectorBase: UInt8 = 0
  /// ICW3: on the primary, which inputs have a secondary; on a secondary, its own number.
  public internal(set) var cascade: UInt8 = 0
  /// The input that has the lowest priority now; the one after it has the highest.
  public internal(set) var lowestPriority: UInt8 = 7

  // MARK: Modes

  /// ICW1, for its SNGL, ADI and IC4 bits and the address bits A7–A5.
  public internal(set) var icw1: UInt8 = ICW1.isSingle
  /// ICW4; zero when ICW1 announced none.
  public internal(set) var icw4: UInt8 = 0
  /// Which initialization command word the next write to the odd port is.
  public internal(set) var expects: Expectation = .operation
  /// Special mask mode (OCW3).
  public internal(set) var isSpecialMask = false
  /// Whether an automatic end of interrupt also rotates (OCW2).
  public internal(set) var rotatesOnAutomaticEOI = false
  /// Whether the even port reads the ISR, not the IRR (OCW3).
  public internal(set) var readsInService = false
  /// Whether the next read is a poll (OCW3).
  public internal(set) var isPolled = false
  /// The pin SP: true on the primary, which owns the cascade lines.
  public let isPrimary: Bool

  public enum Expectation: String, Codable, Sendable { case operation, icw2, icw3, icw4 }

  /// Bits of the initialization command words.
  enum ICW1 {
    static let needsICW4: UInt8 = 0x01, isSingle: UInt8 = 0x02, interval4: UInt8 = 0x04, marker: UInt8 = 0x10
  }
  enum ICW4 {
    static let is8086: UInt8 = 0x01, automaticEOI: UInt8 = 0x02, specialFullyNested: UInt8 = 0x10
  }

  public init(isPrimary: Bool = true) { self.isPrimary = isPrimary }

  /// IRR, the interrupt request register.
  public var requests: UInt8 { inputs & (edges | levelTriggered) }

  // MARK: Pins

  /// Drives the pin IR`level`.
  public mutating func setInput(_ level: Int, _ isHigh: Bool) {
    let bit = UInt8.bit(level)
    if isHigh && inputs & bit == 0 { edges |= bit }
    if !isHigh { edges &= ~bit }
    inputs.set(bit, isHigh)
  }

  /// The pin INT: whether some request may interrupt now.
  public var interrupt: Bool { highestRequest != nil }

  /// The request that the priority resolver would let through, if any ("Interrupt Sequence", "Fully Nested Mode").
  public var highestRequest: Int? {
    let candidates = requests & ~mask
    if candidates == 0 { return nil }
    // Special mask mode: a level that is masked no longer holds back the others while it is in service.
    let serving = isSpecialMask ? inService & ~mask : inService
    for offset in 1...8 {
      let level = (Int(lowestPriority) + offset) & 7
      let bit = UInt8.bit(level)
      if serving & bit != 0 {
        // Special fully nested mode: a secondary is not locked out by its own request in service.
        let isOpen = isPrimary && icw4 & ICW4.specialFullyNested != 0 && cascade & bit != 0
        return isOpen && candidates & bit != 0 ? level : nil
      }
      if candidates & bit != 0 { return level }
    }
    return nil
  }

  /// The two INTA pulses: puts the highest request in service and returns its level. With no request left, returns 7 and
  /// leaves the ISR alone ("...a DEFAULT IR7 will occur").
  public mutating func acknowledge() -> Int {
    guard let level = highestRequest else { return 7 }
    let bit = UInt8.bit(level)
    edges &= ~bit
    if icw4 & ICW4.automaticEOI != 0 {
      if rotatesOnAutomaticEOI { lowestPriority = UInt8(level) }
    } else {
      inService |= bit
    }
    return level
  }

  /// The byte that the last INTA pulse puts on the bus for `level` ("Interrupt Vector" tables): the vector in 8086 mode, the low
  /// byte of a CALL address in MCS-80/85 mode.
  public func vector(of level: Int) -> UInt8 {
    let level = UInt8(level & 7)
    if icw4 & ICW4.is8086 != 0 { return vectorBase & 0xF8 | level }
    return icw1 & ICW1.interval4 != 0 ? icw1 & 0xE0 | level << 2 : icw1 & 0xC0 | level << 3
  }

  /// Whether ICW1 said that there is no cascade.
  var isSingle: Bool { icw1 & ICW1.isSingle != 0 }
}
