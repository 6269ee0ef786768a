import Testing

@testable import Devices

/// The same port accesses on QEMU's chips and on ours.
///
/// Where the two differ, the datasheet is ours; the scripts keep away from these places or leave the bits out, and say so:
///
/// | Chip     | The datasheet, and we                                           | QEMU 7.2                                   |
/// |----------|-----------------------------------------------------------------|--------------------------------------------|
/// | 8259A    | a request falls with its line ("Priority Cell")                 | the latch keeps it until it is acknowledged |
/// | 8259A    | special mask: a non-specific EOI spares masked levels           | ends the highest, masked or not            |
/// | 8259A    | special fully nested: levels below the secondary stay locked    | lets them through                          |
/// | 8259A    | without ICW4, vectors are those of the MCS-80/85                | always 8086 vectors                        |
/// | 8254     | CE is loaded on the next CLK pulse of a free-running oscillator | counts from the nanosecond of the write    |
/// | 8254     | OUT of modes 2 and 4 is high but for one pulse                  | high for that pulse only                   |
/// | 8254     | GATE low holds the count; modes 1 and 5 wait for its rise       | always counts                              |
/// | 8254     | NULL COUNT until CE is loaded                                   | never                                      |
/// | 8254     | an odd count of mode 3 counts from N − 1                        | from N                                     |
/// | 16550A   | loopback sets MSR's delta bits, cuts characters to their length | no delta bits, eight bits always           |
/// | MC146818 | UF, AF and PF are set whether enabled or not                    | PF only while PIE is set                   |
/// | MC146818 | UIP is set for 244 + 1984 µs                                    | for 244 µs                                 |
/// | i8042    | C/D says where the last write went; SYS follows the command byte | C/D always 1; SYS from the self-test only  |
/// | keyboard | a command in place of an option is a command; 00 is an error    | an option; 00 is acknowledged              |
/// | mouse    | an unknown command is answered with FE; 4 counts/mm at power-on | no answer; 1 count/mm until it is reset    |
/// | 8237A    | a byte written is in the current register at once               | both bytes, with the second                |
/// | PIIX4    | reserved bits of PM1_EN are zero; TMR_STS is clear at power-on  | kept; set                                  |
/// | VGA      | input status 1 follows the beam                                 | changes with each read                     |
@Suite(.enabled(if: QEMUProcess.executable != nil, "qemu-system-x86_64 is not installed"))
struct QEMUDifferentialTests {
  // MARK: 8259A

  /// Adds an access of the interrupt controllers, unless a request that nobody has acknowledged falls with it: QEMU's latches
  /// would keep it, the datasheet's do not.
  func addUnlessRequestFalls(_ run: Lockstep, _ port: UInt16, _ value: UInt8?) {
    let before = run.board.pic.state
    let pic = run.board.pic
    if let value { pic.writeByte(port: port, value: value) } else { _ = pic.readByte(port: port) }
    let latched = before.primary.edges & before.primary.inputs
    let falls = latched & ~pic.state.primary.inputs != 0
    pic.state = before
    if falls { return }
    if let value { run.write(port, value) } else { run.read(port) }
  }

  @Test("8259A: initialization, masks, requests, polls, rotation", arguments: 0..<6)
  func interruptControllers(seed: Int) throws {
    let run = Lockstep(seed: seed)
    for (port, base) in [(0x20, 0x20), (0xA0, 0x28)] as [(UInt16, UInt8)] {
      run.write(port, 0x11)
      run.write(port + 1, base, port == 0x20 ? 4 : 2, 1)
    }
    run.write(0x4D1, 0x00)
    for _ in 0..<2500 {
      let port: UInt16 = run.chance(50) ? 0x20 : 0xA0
      let pic = run.board.pic.state
      switch run.number(0...11) {
      case 0: addUnlessRequestFalls(run, port + 1, run.byte())
      case 1: addUnlessRequestFalls(run, port, 0x08 | UInt8(run.number(0...7)))
      case 2: addUnlessRequestFalls(run, port, UInt8(run.number(0...7)) << 5 | UInt8(run.number(0...7)))
      case 3: addUnlessRequestFalls(run, port, 0x20)
      case 4, 5:
        // The two serial ports raise and lower IRQ 4 and IRQ 3.
        let isFirst = run.chance(50)
        let isLatched = pic.primary.edges.bit(isFirst ? 4 : 3)
        let raises = run.chance(50)
        if raises || !isLatched { run.write(isFirst ? 0x3F9 : 0x2F9, raises ? 2 : 0) }
      case 6:
        guard run.board.keyboard.state.output == nil else { break }
        run.write(0x64, run.chance(50) ? 0xD2 : 0xD3)
        run.write(0x60, run.byte())
      case 7:
        // The output buffer lowers IRQ 1 or IRQ 12.
        let output = run.board.keyboard.state.output
        let isLatched = output?.isMouse == true ? pic.secondary.edges.bit(4) : pic.primary.edges.bit(1)
        if !isLatched { run.read(0x60) }
      case 8: addUnlessRequestFalls(run, port + 1, nil)
      default: addUnlessRequestFalls(run, port, nil)
      }
    }
    try run.compare()
  }

  @Test("8259A: automatic EOI, rotation with it, level-triggered requests, special mask", arguments: 0..<4)
  func interruptControllerModes(seed: Int) throws {
    let run = Lockstep(seed: seed)
    for (port, base) in [(0x20, 0x20), (0xA0, 0x28)] as [(UInt16, UInt8)] {
      run.write(port, 0x11)
      run.write(port + 1, base, port == 0x20 ? 4 : 2, seed & 1 != 0 && port == 0x20 ? 3 : 1)
    }
    run.write(0x4D0, 0x18)  // IRQ 3 and 4
    for _ in 0..<2000 {
      switch run.number(0...8) {
      case 0: addUnlessRequestFalls(run, 0x21, run.byte())
      case 1: addUnlessRequestFalls(run, 0x20, UInt8(run.pick([0x0A, 0x0B, 0x0C, 0x48, 0x68])))
      case 2: addUnlessRequestFalls(run, 0x20, UInt8(run.pick([0x80, 0x00, 0xC0, 0xC5, 0x60, 0x63, 0x64])))
      case 3:
        // Special mask mode: QEMU's non-specific EOI ends masked levels too.
        let primary = run.board.pic.primary
        if !primary.isSpecialMask || primary.inService & primary.mask == 0 { addUnlessRequestFalls(run, 0x20, 0x20) }
      case 4: run.write(0x3F9, run.chance(50) ? 2 : 0)
      case 5: run.write(0x2F9, run.chance(50) ? 2 : 0)
      default: addUnlessRequestFalls(run, run.chance(50) ? 0x20 : 0x21, nil)
      }
    }
    try run.compare()
  }
}
