import Testing

@testable import Devices

/// Configuration mechanism #1 and the functions of QEMU's `pc`.
@Suite struct PCITests {
  private let clock = Clock()
  private let host = PCIHost()
  private let display: BochsDisplay
  private let power: PowerManagement

  init() {
    display = BochsDisplay(vga: VGA(clock: clock))
    power = PowerManagement(clock: clock)
    host.insert(power.pciFunction, device: 1, function: 3)
    host.insert(display.pciFunction, device: 2, function: 0)
  }

  private func select(_ device: UInt32, _ function: UInt32, _ register: UInt32, bus: UInt32 = 0) {
    host.write(port: 0xCF8, width: 4, value: 1 << 31 | bus << 16 | device << 11 | function << 8 | register)
  }

  private func read(_ device: UInt32, _ function: UInt32, _ register: UInt32) -> UInt32 {
    select(device, function, register & ~3)
    return host.read(port: 0xCFC, width: 4)
  }

  private func write(_ device: UInt32, _ function: UInt32, _ register: UInt32, _ value: UInt32) {
    select(device, function, register & ~3)
    host.write(port: 0xCFC, width: 4, value: value)
  }

  @Test(
    "identities and class codes are QEMU's",
    arguments: [
      (0, 0, 0x1237_8086, 0x0600_0002), (1, 0, 0x7000_8086, 0x0601_0000), (1, 3, 0x7113_8086, 0x0680_0003),
      (2, 0, 0x1111_1234, 0x0300_0002),
    ] as [(UInt32, UInt32, UInt32, UInt32)])
  func identities(device: UInt32, function: UInt32, identity: UInt32, classCode: UInt32) {
    #expect(read(device, function, 0x00) == identity)
    #expect(read(device, function, 0x08) == classCode)
    #expect(read(device, function, 0x2C) == 0x1100_1AF4)
    write(device, function, 0x00, 0)
    #expect(read(device, function, 0x00) == identity, "the identity cannot be written")
  }

  @Test("where no function is, on other buses, and while the enable bit is clear, reads give ones") func absent() {
    #expect(read(3, 0, 0) == .max)
    #expect(read(2, 1, 0) == .max)
    select(0, 0, 0, bus: 1)
    #expect(host.read(port: 0xCFC, width: 4) == .max)
    host.write(port: 0xCF8, width: 4, value: 0)
    #expect(host.read(port: 0xCFC, width: 4) == .max)
  }

  @Test("the address register takes doublewords only, and its reserved bits are zero") func address() {
    host.write(port: 0xCF8, width: 4, value: .max)
    #expect(host.read(port: 0xCF8, width: 4) == 0x80FF_FFFC)
    host.write(port: 0xCF8, width: 1, value: 0)
    #expect(host.read(port: 0xCF8, width: 4) == 0x80FF_FFFC)
  }

  @Test("the data port takes bytes and words at their offsets") func widths() {
    select(2, 0, 0x00)
    #expect(host.read(port: 0xCFC, width: 2) & 0xFFFF == 0x1234)
    #expect(host.read(port: 0xCFE, width: 2) & 0xFFFF == 0x1111)
    #expect(host.read(port: 0xCFF, width: 1) & 0xFF == 0x11)
    select(2, 0, 0x3C)
    host.write(port: 0xCFC, width: 1, value: 0x0B)
    #expect(read(2, 0, 0x3C) == 0x0000_000B)
    select(2, 0, 0x04)
    host.write(port: 0xCFC, width: 2, value: 0x0003)
    #expect(read(2, 0, 0x04) & 0xFFFF == 0x0003)
  }

  @Test(
    "sizing: ones written to a base register read back as its size and kind",
    arguments: [
      (0x10, 0xFF00_0008), (0x14, 0), (0x18, 0xFFFF_F000), (0x1C, 0), (0x30, 0xFFFF_0001),
    ] as [(UInt32, UInt32)])
  func sizing(register: UInt32, mask: UInt32) {
    write(2, 0, register, .max)
    #expect(read(2, 0, register) == mask)
  }

  @Test("video memory answers where base register 0 says, while memory decoding is on") func aperture() {
    var seen: [UInt64?] = []
    var changes = 0
    display.onApertureChange = { seen.append($0) }
    host.onMappingChange = { changes += 1 }
    write(2, 0, 0x10, 0xFD00_0000)
    #expect(display.aperture == nil)
    write(2, 0, 0x04, 0x0002)
    #expect(display.aperture == 0xFD00_0000)
    write(2, 0, 0x10, .max)
    #expect(display.aperture == nil, "sizing")
    write(2, 0, 0x10, 0xE000_0000)
    write(2, 0, 0x04, 0x0000)
    #expect(seen == [0xFD00_0000, nil, 0xE000_0000, nil])
    #expect(changes == 5)
  }

  @Test("an address that would reach the end of the space, or zero, answers nowhere") func impossibleBase() {
    write(2, 0, 0x04, 0x0002)
    for base in [UInt32(0), 0xFF00_0000] {
      write(2, 0, 0x10, base)
      #expect(display.aperture == nil)
    }
  }

  @Test("PIIX3: the ISA bridge is multifunction, and routes PIRQs") func routing() {
    #expect(read(1, 0, 0x0C) >> 16 & 0xFF == 0x80)
    #expect((0..<4).map { host.irq(ofPIRQ: $0) } == [nil, nil, nil, nil])
    write(1, 0, 0x60, 0x0B0A_8005)
    #expect((0..<4).map { host.irq(ofPIRQ: $0) } == [5, nil, 10, 11])
    #expect(host.irq(ofPIRQ: 4) == nil)
  }

  @Test("after the firmware, configuration space is what QEMU shows a kernel") func firmware() {
    host.applyFirmwareSettings()
    #expect(read(2, 0, 0x04) == 0x0000_0103)
    #expect(read(2, 0, 0x10) == 0xFD00_0008)
    #expect(read(2, 0, 0x18) == 0xFEBF_0000)
    #expect(display.aperture == 0xFD00_0000)
    #expect(display.memory == [0xFEBF_0000..<0xFEBF_1000])
    #expect(read(1, 0, 0x60) == 0x0B0B_0A0A)
    #expect(read(1, 3, 0x3C) == 0x0000_0109)
    #expect(read(1, 3, 0x40) == 0x0000_0601)
    #expect(read(1, 3, 0x80) == 0x0000_0001)
    #expect(power.ports.contains { $0.contains(0x604) })
    #expect(read(0, 0, 0x58) == 0x1111_1000)
  }

  @Test("reset takes the base registers back, and the video memory out of the address space") func reset() {
    host.applyFirmwareSettings()
    host.reset()
    #expect(read(2, 0, 0x10) == 0x0000_0008)
    #expect(display.aperture == nil)
    #expect(power.ports == [0xB2...0xB3])
  }

  @Test("a state that went through bytes maps the same addresses") func roundTrip() throws {
    host.applyFirmwareSettings()
    let state = try host.stateThroughBytes()
    host.reset()
    host.state = state
    #expect(display.aperture == 0xFD00_0000)
    #expect(host.state == state)
    #expect(host.describe().contains("00:02.0 1234:1111 command 0103 BAR0 FD000000"))
  }

  @Test("any sequence of accesses leaves it standing") func hostileSequences() {
    var random = SplitMix64(state: 6)
    for _ in 0..<20000 {
      let port = [0xCF8, 0xCFC, 0xCFD, 0xCFE, 0xCFF].randomElement(using: &random)!
      let width = [1, 2, 4].randomElement(using: &random)!
      if Bool.random(using: &random) {
        let address = UInt32.random(in: 0...0x1FFFF, using: &random) | 1 << 31
        host.write(port: UInt16(port), width: width, value: Bool.random(using: &random) ? address : random.next32())
      } else {
        _ = host.read(port: UInt16(port), width: width)
      }
    }
    #expect(!host.describe().isEmpty)
  }
}

extension SplitMix64 {
  mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}
