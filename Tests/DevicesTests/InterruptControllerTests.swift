import Testing

@testable import Devices

/// The 8259A datasheet, sentence by sentence, on the pair of a PC.
@Suite struct InterruptControllerTests {
  /// Both chips set up as every PC kernel does: vectors 0x20 and 0x28, 8086 mode, nothing masked.
  private func makePair(icw4: UInt8 = 0x01) -> InterruptControllerPair {
    let pic = InterruptControllerPair()
    pic.out(0x20, 0x11)
    pic.out(0x21, 0x20, 0x04, icw4, 0x00)
    pic.out(0xA0, 0x11)
    pic.out(0xA1, 0x28, 0x02, icw4, 0x00)
    return pic
  }

  private func isr(_ pic: InterruptControllerPair, _ port: UInt16 = 0x20) -> UInt8 {
    pic.out(port, 0x0B)
    return pic.in(port)
  }

  private func irr(_ pic: InterruptControllerPair, _ port: UInt16 = 0x20) -> UInt8 {
    pic.out(port, 0x0A)
    return pic.in(port)
  }

  // MARK: Interrupt sequence

  @Test("an edge raises INT; INTA gives T7–T3 and the level, and moves the bit from IRR to ISR")
  func sequence() {
    let pic = makePair()
    #expect(!pic.intr.level)
    pic.setRequest(irq: 1, level: true)
    #expect(pic.intr.level)
    #expect(irr(pic) == 0x02)
    #expect(pic.acknowledge() == 0x21)
    #expect(!pic.intr.level)
    #expect(irr(pic) == 0x00)
    #expect(isr(pic) == 0x02)
    pic.out(0x20, 0x20)
    #expect(isr(pic) == 0x00)
  }

  @Test("IR0 is the highest level; a lower one waits until the higher one has ended")
  func priority() {
    let pic = makePair()
    for irq in [6, 0, 3] { pic.setRequest(irq: irq, level: true) }
    #expect(pic.acknowledge() == 0x20)
    #expect(!pic.intr.level)
    pic.out(0x20, 0x20)
    #expect(pic.acknowledge() == 0x23)
    pic.out(0x20, 0x20)
    #expect(pic.acknowledge() == 0x26)
  }

  @Test("a higher level interrupts the service of a lower one")
  func nesting() {
    let pic = makePair()
    pic.setRequest(irq: 5, level: true)
    #expect(pic.acknowledge() == 0x25)
    pic.setRequest(irq: 6, level: true)
    #expect(!pic.intr.level)
    pic.setRequest(irq: 1, level: true)
    #expect(pic.intr.level)
    #expect(pic.acknowledge() == 0x21)
    #expect(pic.primary.inService == 0x22)
  }

  @Test("edge-triggered: a held line makes one request; it must fall to make another")
  func edges() {
    let pic = makePair()
    pic.setRequest(irq: 4, level: true)
    #expect(pic.acknowledge() == 0x24)
    pic.out(0x20, 0x20)
    #expect(!pic.intr.level)
    pic.setRequest(irq: 4, level: false)
    pic.setRequest(irq: 4, level: true)
    #expect(pic.intr.level)
  }

  @Test("level-triggered (ELCR): a held line asks again after the end of its interrupt")
  func levels() {
    let pic = makePair()
    pic.out(0x4D0, 0x20)
    pic.setRequest(irq: 5, level: true)
    #expect(pic.acknowledge() == 0x25)
    #expect(pic.primary.requests == 0x20)
    #expect(!pic.intr.level)
    pic.out(0x20, 0x20)
    #expect(pic.acknowledge() == 0x25)
    pic.setRequest(irq: 5, level: false)
    pic.out(0x20, 0x20)
    #expect(!pic.intr.level)
  }

  @Test("ELCR: IRQ 0, 1, 2, 8 and 13 stay edge-triggered")
  func edgeLevelControl() {
    let pic = makePair()
    pic.out(0x4D0, 0xFF)
    pic.out(0x4D1, 0xFF)
    #expect(pic.in(0x4D0) == 0xF8)
    #expect(pic.in(0x4D1) == 0xDE)
  }

  // MARK: Spurious interrupts

  @Test("a request that goes before INTA is answered with IR7's vector, and no bit of the ISR")
  func spuriousPrimary() {
    let pic = makePair()
    pic.setRequest(irq: 3, level: true)
    pic.setRequest(irq: 3, level: false)
    #expect(!pic.intr.level)
    #expect(pic.acknowledge() == 0x27)
    #expect(isr(pic) == 0)
  }

  @Test(
    "on a secondary whose request goes between the INTA pulses, the answer is IRQ 15, with IR2 in service on the primary"
  )
  func spuriousSecondary() {
    var primary = ProgrammableInterruptController(isPrimary: true)
    var secondary = ProgrammableInterruptController(isPrimary: false)
    for (chip, base, cascade) in [(0, 0x20, 4), (1, 0x28, 2)] as [(Int, UInt8, UInt8)] {
      func setUp(_ chip: inout ProgrammableInterruptController) {
        chip.writeEven(0x11)
        for value in [base, cascade, 0x01] { chip.writeOdd(value) }
      }
      if chip == 0 { setUp(&primary) } else { setUp(&secondary) }
    }
    secondary.setInput(3, true)
    primary.setInput(2, secondary.interrupt)
    #expect(primary.acknowledge() == 2)
    secondary.setInput(3, false)
    #expect(secondary.vector(of: secondary.acknowledge()) == 0x2F)
    #expect(primary.inService == 0x04)
    #expect(secondary.inService == 0)
  }

  // MARK: Cascade

  @Test("a secondary's interrupt is IR2 on the primary, and needs an EOI on both")
  func cascade() {
    let pic = makePair()
    pic.setRequest(irq: 12, level: true)
    #expect(pic.acknowledge() == 0x2C)
    #expect(pic.primary.inService == 0x04)
    #expect(pic.secondary.inService == 0x10)
    pic.setRequest(irq: 9, level: true)
    #expect(!pic.intr.level, "in the fully nested mode the secondary is locked out while it is in service")
    pic.out(0xA0, 0x20)
    pic.out(0x20, 0x20)
    #expect(pic.acknowledge() == 0x29)
  }

  @Test("IRQ 8 comes before IRQ 3 and after IRQ 1")
  func cascadePriority() {
    let pic = makePair()
    for irq in [3, 8, 1] { pic.setRequest(irq: irq, level: true) }
    #expect(pic.acknowledge() == 0x21)
    pic.out(0x20, 0x20)
    #expect(pic.acknowledge() == 0x28)
    pic.out(0xA0, 0x20)
    pic.out(0x20, 0x20)
    #expect(pic.acknowledge() == 0x23)
  }

  @Test(
    "special fully nested mode: a higher request of the same secondary is recognized, a lower level of the primary is not"
  )
  func specialFullyNested() {
    let pic = makePair()
    pic.out(0x20, 0x11)
    pic.out(0x21, 0x20, 0x04, 0x11, 0x00)
    pic.setRequest(irq: 12, level: true)
    #expect(pic.acknowledge() == 0x2C)
    pic.setRequest(irq: 9, level: true)
    #expect(pic.acknowledge() == 0x29)
    #expect(pic.secondary.inService == 0x12)
    pic.setRequest(irq: 4, level: true)
    #expect(!pic.intr.level)
  }

  @Test("a secondary whose number is not the line's leaves the bus to itself")
  func wrongNumber() {
    let pic = makePair()
    pic.out(0xA0, 0x11)
    pic.out(0xA1, 0x28, 0x05, 0x01, 0x00)
    pic.setRequest(irq: 8, level: true)
    #expect(pic.acknowledge() == 0xFF)
  }

  // MARK: Masks

  @Test("OCW1 masks levels one by one, and reads back; a masked request waits in the IRR")
  func mask() {
    let pic = makePair()
    pic.out(0x21, 0x02)
    #expect(pic.in(0x21) == 0x02)
    pic.setRequest(irq: 1, level: true)
    #expect(!pic.intr.level)
    #expect(irr(pic) == 0x02)
    pic.out(0x21, 0x00)
    #expect(pic.acknowledge() == 0x21)
  }

  @Test("special mask mode: a masked level in service lets lower levels through")
  func specialMask() {
    let pic = makePair()
    pic.setRequest(irq: 3, level: true)
    #expect(pic.acknowledge() == 0x23)
    pic.setRequest(irq: 6, level: true)
    pic.out(0x21, 0x08)
    #expect(!pic.intr.level)
    pic.out(0x20, 0x68)  // ESMM, SMM
    #expect(pic.acknowledge() == 0x26)
    pic.out(0x20, 0x20)
    #expect(pic.primary.inService == 0x08, "a masked IS bit is not cleared by a non-specific EOI in special mask mode")
    pic.out(0x20, 0x63)
    #expect(pic.primary.inService == 0)
    pic.out(0x20, 0x28)  // SMM without ESMM changes nothing
    #expect(pic.primary.isSpecialMask)
    pic.out(0x20, 0x48)
    #expect(!pic.primary.isSpecialMask)
  }

  // MARK: End of interrupt and rotation

  @Test(
    "OCW2 by its table",
    arguments: [
      (0x20, 0x20, 7),  // non-specific EOI: the highest in service
      (0x63, 0x04, 7), (0x65, 0x24, 7),  // specific EOI of 3 (not in service here) leaves the others
      (0xA0, 0x20, 2),  // rotate on non-specific EOI
      (0xE5, 0x04, 5),  // rotate on specific EOI
      (0xC4, 0x24, 4),  // set priority
      (0x40, 0x24, 7),  // no operation
    ])
  func operationCommands(command: Int, inService: Int, lowest: Int) {
    let pic = makePair()
    for irq in [5, 2] {
      if irq == 2 { pic.setRequest(irq: 8, level: true) } else { pic.setRequest(irq: irq, level: true) }
      _ = pic.acknowledge()
    }
    #expect(pic.primary.inService == 0x24)
    pic.out(0x20, UInt8(command))
    let expected = command == 0x63 ? 0x24 : command == 0x65 ? 0x04 : inService
    #expect(pic.primary.inService == UInt8(expected))
    #expect(pic.primary.lowestPriority == UInt8(lowest))
  }

  @Test("set priority: the level after the lowest one is the highest")
  func setPriority() {
    let pic = makePair()
    pic.out(0x20, 0xC4)
    for irq in [0, 5, 4] { pic.setRequest(irq: irq, level: true) }
    #expect(pic.acknowledge() == 0x25)
    pic.out(0x20, 0x65)
    #expect(pic.acknowledge() == 0x20)
    pic.out(0x20, 0x60)
    #expect(pic.acknowledge() == 0x24)
  }

  @Test("automatic EOI leaves no bit in service; rotating, the level served becomes the lowest")
  func automaticEOI() {
    let pic = makePair(icw4: 0x03)
    pic.setRequest(irq: 1, level: true)
    #expect(pic.acknowledge() == 0x21)
    #expect(pic.primary.inService == 0)
    #expect(pic.primary.lowestPriority == 7)
    pic.out(0x20, 0x80)
    pic.setRequest(irq: 3, level: true)
    #expect(pic.acknowledge() == 0x23)
    #expect(pic.primary.lowestPriority == 3)
    pic.out(0x20, 0x00)
    pic.setRequest(irq: 4, level: true)
    #expect(pic.acknowledge() == 0x24)
    #expect(pic.primary.lowestPriority == 3)
  }

  @Test("with automatic EOI two requests of the secondary are two edges on IR2")
  func automaticEOIOnSecondary() {
    let pic = makePair(icw4: 0x03)
    pic.setRequest(irq: 9, level: true)
    pic.setRequest(irq: 12, level: true)
    #expect(pic.acknowledge() == 0x29)
    #expect(pic.intr.level)
    #expect(pic.acknowledge() == 0x2C)
    #expect(!pic.intr.level)
  }

  // MARK: Poll

  @Test("poll: the next read, of either port, is an acknowledge; bit 7 says whether there was a request")
  func poll() {
    let pic = makePair()
    pic.out(0x20, 0x0C)
    #expect(pic.in(0x20) & 0x80 == 0)
    pic.setRequest(irq: 6, level: true)
    pic.out(0x20, 0x0C)
    #expect(pic.in(0x21) == 0x86)
    #expect(pic.primary.inService == 0x40)
    #expect(!pic.intr.level)
    #expect(pic.in(0x21) == 0x00, "only one read is a poll")
  }

  @Test("a poll of the secondary takes its request from the primary")
  func pollSecondary() {
    let pic = makePair()
    pic.setRequest(irq: 10, level: true)
    #expect(pic.intr.level)
    pic.out(0xA0, 0x0C)
    #expect(pic.in(0xA0) == 0x82)
    #expect(!pic.intr.level)
  }

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
