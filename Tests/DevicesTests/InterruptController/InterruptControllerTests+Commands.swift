import Testing

@testable import Devices

/// Masks, ends of interrupts, rotation and polling.
extension InterruptControllerTests {
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
}
