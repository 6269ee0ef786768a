import Testing

@testable import Devices

/// The 8259A datasheet, sentence by sentence, on the pair of a PC.
@Suite struct InterruptControllerTests {
  /// Both chips set up as every PC kernel does: vectors 0x20 and 0x28, 8086 mode, nothing masked.
  func makePair(icw4: UInt8 = 0x01) -> InterruptControllerPair {
    let pic = InterruptControllerPair()
    pic.out(0x20, 0x11)
    pic.out(0x21, 0x20, 0x04, icw4, 0x00)
    pic.out(0xA0, 0x11)
    pic.out(0xA1, 0x28, 0x02, icw4, 0x00)
    return pic
  }

  func isr(_ pic: InterruptControllerPair, _ port: UInt16 = 0x20) -> UInt8 {
    pic.out(port, 0x0B)
    return pic.in(port)
  }

  func irr(_ pic: InterruptControllerPair, _ port: UInt16 = 0x20) -> UInt8 {
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
}
