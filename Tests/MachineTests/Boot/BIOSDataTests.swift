import Machine
import Processor
import Storage
import Testing

/// What a kernel finds where a PC's firmware leaves its tables: addresses and values from the PC/AT's manuals, and QEMU's.
@Suite("The BIOS's tables")
struct BIOSDataTests {
  /// A machine in real mode whose next instruction is at 0000:7C00.
  private func realMode(_ code: [UInt8]) throws -> Machine {
    let machine = try Machine(Configuration(memorySize: 4 << 20))
    machine.reset()
    machine.memory.physical.write(code, at: 0x7C00)
    var state = machine.cpu.state
    state.rip = 0x7C00
    state.rflags = 2
    state.general[4] = 0x7C00
    state.system.cr0 = 0x10
    state.system.idtr = DescriptorTable(base: 0, limit: 0x3FF)
    let segment = Segment(selector: 0, base: 0, limit: 0xFFFF, attributes: .init(rawValue: 0x93))
    state.system.segments = SegmentRegisters(all: segment)
    machine.cpu.state = state
    return machine
  }

  @Test("The data area says where low memory ends, where COM1 is, and what the screen shows")
  func dataArea() throws {
    let memory = try realMode([]).memory.physical
    #expect(memory.load(0x40E, as: UInt16.self) == 0x9FC0, "the extended area's segment, as in the memory map")
    #expect(memory.load(0x413, as: UInt16.self) == 639)
    #expect(memory.load(0x9_FC00, as: UInt8.self) == 1, "KiB of it")
    #expect(memory.load(0x400, as: UInt16.self) == 0x3F8)
    #expect(memory.load(0x402, as: UInt16.self) == 0)
    #expect(memory.load(0x449, as: UInt8.self) == 3)
    #expect(memory.load(0x44A, as: UInt16.self) == 80)
    #expect(memory.load(0x463, as: UInt16.self) == 0x3D4)
    #expect(memory.load(0x484, as: UInt8.self) == 24)
    #expect(memory.load(0x41A, as: UInt32.self) == 0x001E_001E, "no key is waiting")
  }

  @Test(
    "A service that is not there says so with the carry flag, and returns", arguments: [0x10, 0x13, 0x15, 0x16, 0x1A])
  func services(vector: UInt8) throws {
    // CLC; INT vector; JMP to itself
    let machine = try realMode([0xF8, 0xCD, vector, 0xEB, 0xFE])
    machine.cpu[general: 0] = 0x4100
    machine.cpu[general: 1] = 0x1234
    machine.run(20)
    #expect(machine.cpu.rip == 0x7C03)
    #expect(machine.cpu.rflags & 1 == 1)
    #expect(machine.cpu[general: 0] == 0x8600 && machine.cpu[general: 1] == 0x1234)
    #expect(machine.cpu[general: 4] == 0x7C00)
  }

  @Test("INT 12h says how much low memory there is; an interrupt that nobody handles changes nothing")
  func memorySize() throws {
    let machine = try realMode([0xCD, 0x12, 0xCD, 0x60, 0xEB, 0xFE])
    machine.run(20)
    #expect(machine.cpu.rip == 0x7C04 && machine.cpu[general: 0] == 639)
  }

  @Test("Interrupts of both controllers are ended, so that the next one comes")
  func hardware() throws {
    // The vectors of a PC's firmware: 08h and 70h. INT 08h and INT 70h as the lines would, with both in service.
    let machine = try realMode([
      0xB0, 0x11, 0xE6, 0x20, 0xE6, 0xA0, 0xB0, 0x08, 0xE6, 0x21, 0xB0, 0x70, 0xE6, 0xA1, 0xB0, 0x04, 0xE6, 0x21, 0xB0,
      0x02, 0xE6, 0xA1, 0xB0, 0x01, 0xE6, 0x21, 0xE6, 0xA1,  // both controllers, from the start
      0xB0, 0xFE, 0xE6, 0x21, 0xB0, 0xFF, 0xE6, 0xA1,  // the timer's line alone
      0xB0, 0x34, 0xE6, 0x43, 0xB0, 0x00, 0xE6, 0x40, 0xB0, 0x10, 0xE6, 0x40,  // some 300 times a second
      0x31, 0xC9, 0xFB, 0xF4, 0x41, 0xEB, 0xFC,  // XOR CX, CX; STI; again: HLT; INC CX; JMP again
    ])
    machine.cpu[general: 0] = 0
    machine.run(limit: .ticks(machine.configuration.frequency / 10))
    #expect(machine.cpu[general: 1] > 20, "\(machine.cpu[general: 1]) interrupts woke it")
    #expect(machine.pic.primary.inService == 0)
  }
}
