import Testing

@testable import Devices

/// PCI, the displays, and power management.
extension QEMUDifferentialTests {
  @Test("PCI configuration: every register, and writes to the headers", arguments: 0..<3)
  func configuration(seed: Int) throws {
    let run = Lockstep(seed: seed)
    func select(_ slot: Int, _ register: Int) {
      run.write(0xCF8, width: 4, 0x8000_0000 | UInt32(slot) << 8 | UInt32(register))
    }
    let slots = [0x00, 0x08, 0x0B, 0x10]
    for slot in slots {
      for register in stride(from: 0, to: 0x40, by: 4) {
        select(slot, register)
        run.read(0xCFC, width: 4)
      }
    }
    for _ in 0..<800 {
      select(run.pick(slots), run.number(0...15) * 4)
      if run.chance(50) {
        let width = run.pick([1, 2, 4])
        run.write(0xCFC + UInt16(run.number(0...(4 / width - 1)) * width), width: width, run.random.next32())
      }
      run.read(0xCFC, width: 4)
    }
    try run.compare()
  }

  @Test("Bochs display: registers", arguments: 0..<4)
  func display(seed: Int) throws {
    let run = Lockstep(seed: seed)
    for _ in 0..<1200 {
      let index = run.number(0...11)
      run.write(0x1CE, width: 2, UInt32(index))
      if run.chance(60) {
        let value =
          index == 4
          ? run.pick([0, 1, 2, 0x41, 0xC1, 0x61])
          : index == 3 ? run.pick([4, 8, 15, 16, 24, 32, 7]) : run.number(0...2000)
        run.write(0x1CF, width: 2, UInt32(value))
      }
      run.read(0x1CF, width: 2)
    }
    try run.compare()
  }

  @Test("VGA: register files and palette", arguments: 0..<3)
  func vgaRegisters(seed: Int) throws {
    let run = Lockstep(seed: seed)
    run.write(0x3C2, 0x67)
    run.write(0x3D4, 0x11)
    run.write(0x3D5, 0x00)
    for (port, count) in [(0x3C4, 5), (0x3CE, 9), (0x3D4, 25)] as [(UInt16, UInt8)] {
      for index in 0..<count {
        run.write(port, index)
        run.write(port + 1, 0)
      }
    }
    run.read(0x3DA)
    for index in UInt8(0)..<21 { run.write(0x3C0, index, 0) }
    for _ in 0..<1200 {
      let port = run.pick([0x3C0, 0x3C4, 0x3CE, 0x3D4] as [UInt16])
      if port == 0x3C0 {
        _ = run.read(0x3DA)
        run.write(0x3C0, UInt8(run.number(0...0x3F)))
        if run.chance(60) { run.write(0x3C0, run.byte()) }
        run.read(0x3C1)
      } else {
        run.write(port, UInt8(run.number(0...(port == 0x3D4 ? 0x18 : port == 0x3C4 ? 4 : 8))))
        if run.chance(60) { run.write(port + 1, run.byte()) }
        run.read(port + 1)
      }
    }
    try run.compare(except: [.init(0x3DA, bits: 0xFF, "the beam moves with the clock; QEMU's with each read")])
  }

  @Test("PM timer and port 61")
  func powerManagement() throws {
    let run = Lockstep(seed: 0)
    func configure(_ register: UInt32, _ value: UInt32) {
      run.write(0xCF8, width: 4, 0x8000_0B00 | register)
      run.write(0xCFC, width: 4, value)
    }
    configure(0x40, 0x601)
    configure(0x80, 1)
    run.write(0x600, width: 2, 1)  // QEMU starts with TMR_STS set
    for _ in 0..<200 {
      run.read(0x608, width: 4, wait: UInt32(run.number(1...2_000_000)))
      run.read(0x600, width: 2)
      if run.chance(30) { run.write(0x600, width: 2, 1) }
      run.write(0x602, width: 2, UInt32(run.number(0...0xFFFF)))
      run.read(0x602, width: 2)
    }
    try run.compare(except: [
      .init(0x602, bits: 0xFADE, "reserved bits of PM1_EN read as zero; QEMU keeps them")
    ]) { access, ours, theirs in
      ours == theirs || access.port == 0x608 && theirs == ours + 1  // a few nanoseconds at start-up
    }
  }
}
