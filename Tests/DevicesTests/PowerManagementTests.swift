import Testing

@testable import Devices

/// ACPI's fixed hardware as the PIIX4 has it.
@Suite struct PowerManagementTests {
  private let clock = Clock()
  private let power: PowerManagement

  init() {
    power = PowerManagement(clock: clock)
    power.pciFunction.store(0x601, at: 0x40, width: 4)
    power.pciFunction.store(1, at: 0x80, width: 1)
  }

  @Test("the base is in configuration space: firmware's is 0x600") func base() {
    #expect(power.ports == [0x600...0x63F, 0xB2...0xB3])
    power.pciFunction.store(0, at: 0x80, width: 1)
    #expect(power.ports == [0xB2...0xB3])
    #expect(power.read(port: 0x608, width: 4) == .max)
  }

  @Test("the PM timer counts at 3.579545 MHz in 24 bits") func timer() {
    clock.run(clock.frequency)
    #expect(power.read(port: 0x608, width: 4) == 3_579_545)
    clock.run(clock.frequency * 4)
    #expect(power.read(port: 0x608, width: 4) == 17_897_725 & 0xFF_FFFF)
  }

  @Test("TMR_STS is set when bit 23 changes, raises the SCI if enabled, and a written one clears it") func overflow() {
    power.write(port: 0x602, width: 2, value: 0x0001)
    clock.run(clock.tick(ofPeriod: 1 << 23, hertz: 3_579_545) - 1)
    #expect(!power.interrupt.level)
    clock.run(1)
    #expect(power.interrupt.level)
    #expect(power.read(port: 0x600, width: 2) == 0x0001)
    power.write(port: 0x600, width: 2, value: 0x0001)
    #expect(!power.interrupt.level)
    clock.run(clock.tick(ofPeriod: 1 << 23, hertz: 3_579_545))
    #expect(power.interrupt.level)
  }

  @Test(
    "SLP_EN with the type of S5 turns the machine off; QEMU's way is 0x2000 to port 0x604",
    arguments: [
      (0x2000, true), (0x2800, true), (0x2400, false), (0x0000, false), (0x3C00, false),
    ] as [(UInt32, Bool)])
  func powerOff(value: UInt32, isOff: Bool) {
    var offs = 0
    power.onPowerOff = { offs += 1 }
    power.write(port: 0x604, width: 2, value: value)
    #expect(offs == (isOff ? 1 : 0))
    #expect(power.read(port: 0x604, width: 2) & 0x2000 == 0, "SLP_EN reads as zero")
  }

  @Test("the power button is a status bit and, enabled, an SCI") func button() {
    power.write(port: 0x602, width: 2, value: 0xFFFF)
    #expect(power.read(port: 0x602, width: 2) == 0x0521)
    power.pressPowerButton()
    #expect(power.interrupt.level)
    #expect(power.read(port: 0x600, width: 2) == 0x0100)
    power.write(port: 0x600, width: 2, value: 0x0100)
    #expect(!power.interrupt.level)
  }

  @Test("port B2 hands ACPI over: F1 sets SCI_EN, F0 clears it") func enable() {
    power.write(port: 0xB2, width: 1, value: 0xF1)
    #expect(power.read(port: 0x604, width: 2) == 1)
    power.write(port: 0xB2, width: 1, value: 0xF0)
    #expect(power.read(port: 0x604, width: 2) == 0)
    power.write(port: 0xB3, width: 1, value: 0x42)
    #expect(power.read(port: 0xB3, width: 1) == 0x42)
  }

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    power.write(port: 0x602, width: 2, value: 1)
    clock.run(clock.frequency)
    let copy = PowerManagement(clock: clock)
    copy.state = try power.stateThroughBytes()
    clock.run(clock.frequency * 2)
    #expect(copy.interrupt.level && power.interrupt.level)
    #expect(copy.state == power.state)
    #expect(power.describe().contains("at 0600"))
  }
}
