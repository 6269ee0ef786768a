import Testing

@testable import Devices

/// Keyboard controller, serial port, DMA.
extension QEMUDifferentialTests {
  // MARK: 16550A

  @Test("16550A: registers, loopback, FIFOs, interrupts", arguments: 0..<6)
  func uart(seed: Int) throws {
    let run = Lockstep(seed: seed)
    let base: UInt16 = 0x3F8
    for _ in 0..<3000 {
      let uart = run.board.com1.state
      switch run.number(0...9) {
      case 0: run.write(base + 1, UInt8(run.number(0...7)))  // no modem interrupt: see below
      case 1: run.write(base + 2, run.byte())
      case 2: run.write(base + 3, run.byte() | 0x03)  // eight bits: QEMU does not cut shorter characters
      case 3: run.write(base + 4, UInt8(run.number(0...31)))
      case 4, 5: run.write(base, run.byte())
      case 6: run.write(base + 7, run.byte())
      case 7: if !uart.received.isEmpty || uart.lineControl.bit(7) { run.read(base) }  // an empty buffer is undefined
      default: run.read(base + UInt16(run.number(1...7)))
      }
    }
    try run.compare(except: [
      .init(0x3FE, bits: 0x0F, "loopback: the delta bits follow the modem outputs; QEMU's stay clear")
    ])
  }

  // MARK: i8042

  @Test("i8042: the answers to controller, keyboard and mouse commands", arguments: 0..<6)
  func keyboardController(seed: Int) throws {
    let run = Lockstep(seed: seed)
    run.write(0x64, 0xD4)
    run.write(0x60, 0xFF)  // QEMU's mouse has no resolution before
    for _ in 0..<3 { run.read(0x60) }
    for _ in 0..<350 {
      switch run.number(0...3) {
      case 0: run.write(0x64, run.pick([0x20, 0xA7, 0xA8, 0xA9, 0xAA, 0xAB, 0xAD, 0xAE, 0xC0, 0xD0]))
      case 1:
        // A command in place of an option is a command; QEMU takes it for the option.
        let isOption = run.board.keyboard.keyboard.command != nil
        run.write(
          0x60,
          isOption ? UInt8(run.number(0...3)) : run.pick([0xED, 0xEE, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF0, 0xFF, 0x02]))
      case 2:
        // An option where none is due is an error; QEMU does not answer to it.
        let command = run.board.keyboard.mouse.command
        run.write(0x64, 0xD4)
        run.write(
          0x60,
          command == 0xE8
            ? UInt8(run.number(0...3))
            : command == 0xF3
              ? run.pick([200, 100, 80, 60])
              : run.pick([0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xFF]))
      default:
        run.write(0x64, 0x60)
        run.write(0x60, run.pick([0x03, 0x43, 0x61, 0x47]))
      }
      // QEMU changes a byte that waits in the output buffer when another command comes: read the answer first.
      for _ in 0..<5 {
        run.read(0x64)
        run.read(0x60)
      }
    }
    try run.compare(except: [
      .init(0x64, bits: 0x08, "C/D says where the last write went; QEMU's bit is always set"),
      .init(0x64, bits: 0x04, "SYS follows the command byte; QEMU sets it in the self-test only"),
    ])
  }

  // MARK: 8237A

  @Test("8237A: addresses, counts, masks and pages", arguments: 0..<3)
  func directMemoryAccess(seed: Int) throws {
    let run = Lockstep(seed: seed)
    run.write(0x0D, 0)
    run.write(0xDA, 0)
    for _ in 0..<1500 {
      let isFirst = run.chance(50)
      func port(_ register: Int) -> UInt16 { isFirst ? UInt16(register) : 0xC0 + UInt16(register) * 2 }
      switch run.number(0...9) {
      case 0, 1, 2:
        // Whole words: the chip takes each byte at once, QEMU both with the second.
        let register = run.number(0...7)
        run.write(port(0x0C), 0)
        for _ in 0..<2 { run.write(port(register), run.byte()) }
      case 3: run.write(port(0x0C), 0)
      case 4: run.write(port(run.pick([0x0A, 0x0B, 0x0E, 0x0F])), run.byte() & 0x0F)
      case 5: run.write(0x80 + UInt16(run.pick([1, 2, 3, 7, 9, 0xA, 0xB, 0xF])), run.byte())
      case 6: run.read(0x80 + UInt16(run.pick([1, 2, 3, 7, 9, 0xA, 0xB, 0xF])))
      case 7: run.read(port(8))
      default: run.read(port(run.number(0...7)))
      }
    }
    try run.compare()
  }
}
