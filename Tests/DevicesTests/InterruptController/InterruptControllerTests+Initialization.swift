import Testing

@testable import Devices

/// Initialization, and state.
extension InterruptControllerTests {
  // MARK: Initialization

  @Test("ICW1 clears the mask and the edges, gives IR7 the lowest priority, leaves special mask mode, reads the IRR")
  func initialization() {
    let pic = makePair()
    pic.out(0x21, 0xFF)
    pic.out(0x20, 0xC2, 0x68, 0x0B)
    pic.setRequest(irq: 6, level: true)
    pic.out(0x20, 0x11)
    #expect(pic.primary.mask == 0)
    #expect(pic.primary.lowestPriority == 7)
    #expect(!pic.primary.isSpecialMask)
    #expect(!pic.primary.readsInService)
    #expect(pic.primary.requests == 0, "an input must rise again after initialization")
    #expect(pic.primary.inputs == 0x40)
  }

  @Test("ICW1 with SNGL expects no ICW3, without IC4 no ICW4")
  func shortInitialization() {
    let pic = InterruptControllerPair()
    pic.out(0x20, 0x12)
    pic.out(0x21, 0x40, 0x55)
    #expect(pic.primary.vectorBase == 0x40)
    #expect(pic.in(0x21) == 0x55)
    pic.out(0x20, 0x10)
    pic.out(0x21, 0x40, 0x04, 0x66)
    #expect(pic.in(0x21) == 0x66)
  }

  @Test(
    "without ICW4 it is MCS-80/85: INTA gives the low byte of a CALL address, at intervals of 4 or 8",
    arguments: [
      (0x16, 0x00, 0x0C), (0xF6, 0x00, 0xEC), (0x12, 0x00, 0x18), (0xF2, 0x00, 0xD8),
    ] as [(UInt8, UInt8, UInt8)])
  func mcs80(icw1: UInt8, icw2: UInt8, vector: UInt8) {
    let pic = InterruptControllerPair()
    pic.out(0x20, icw1)
    pic.out(0x21, icw2, 0x00)
    pic.setRequest(irq: 3, level: true)
    #expect(pic.acknowledge() == vector)
  }

  // MARK: State

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    let pic = makePair()
    pic.setRequest(irq: 12, level: true)
    pic.setRequest(irq: 3, level: true)
    _ = pic.acknowledge()
    let copy = InterruptControllerPair()
    copy.state = try pic.stateThroughBytes()
    #expect(copy.state == pic.state)
    for chip in [pic, copy] { chip.out(0x20, 0x20) }
    for chip in [pic, copy] { chip.out(0xA0, 0x20) }
    #expect(copy.intr.level == pic.intr.level)
    #expect(copy.acknowledge() == pic.acknowledge())
    #expect(pic.describe().contains("ISR 00001000"))
  }

  @Test("a wide access is split into bytes at consecutive ports") func wideAccess() {
    let pic = makePair()
    pic.write(port: 0x20, width: 2, value: 0xAA0B)
    #expect(pic.in(0x21) == 0xAA)
    #expect(pic.read(port: 0x21, width: 2) == 0xFFAA)
  }

  @Test("any sequence of writes, lines and acknowledges leaves it standing") func hostileSequences() {
    var random = SplitMix64(state: 1)
    let pic = InterruptControllerPair()
    for _ in 0..<20000 {
      let port = [0x20, 0x21, 0xA0, 0xA1, 0x4D0, 0x4D1].randomElement(using: &random)!
      switch Int.random(in: 0..<4, using: &random) {
      case 0: pic.out(UInt16(port), .random(in: 0...255, using: &random))
      case 1: _ = pic.in(UInt16(port))
      case 2: pic.setRequest(irq: .random(in: -1...16, using: &random), level: .random(using: &random))
      default: if pic.intr.level { _ = pic.acknowledge() }
      }
    }
    #expect(!pic.describe().isEmpty)
  }
}
