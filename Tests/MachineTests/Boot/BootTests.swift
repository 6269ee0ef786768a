import KernelFixtures
import Machine
import Testing

@Suite("Booting a PVH kernel")
struct BootTests {
  private func machine(_ kernel: [UInt8], commandLine: String = "", initrd: [UInt8]? = nil) throws -> Machine {
    let machine = try Machine()
    try machine.load(kernel: kernel, commandLine: commandLine, initrd: initrd)
    return machine
  }

  @Test("The processor is in 32-bit protected mode without paging, with flat segments")
  func entry() throws {
    let machine = try machine(SmallKernel.hello)
    let cpu = machine.cpu
    #expect(cpu.rip == 0x10_0000)
    #expect(cpu.cr0 == 0x11)
    #expect(cpu.cr4 == 0 && cpu.efer == 0)
    #expect(cpu.rflags == 2)
    #expect(cpu.segments.map(\.base) == [0, 0, 0, 0, 0, 0])
    #expect(cpu.segments.map(\.limit) == [UInt32](repeating: .max, count: 6))
    #expect(cpu.segments[1].selector == 8)
  }

  @Test("EBX points to the start info, which points to the command line, the module and the memory map")
  func startInfo() throws {
    let initrd = [UInt8](repeating: 0xA5, count: 5000)
    let machine = try machine(SmallKernel.hello, commandLine: "hello world", initrd: initrd)
    let memory = machine.memory.physical
    let info = machine.cpu.rbx
    #expect(memory.load(info, as: UInt32.self) == 0x336E_C578)
    let commandLine = try #require(memory.load(info + 24, as: UInt64.self))
    #expect(machine.memory.virtual.string(at: commandLine) == "hello world")
    let modules = try #require(memory.load(info + 16, as: UInt64.self))
    #expect(memory.load(modules, as: UInt64.self) == 0x7FD_6000, "where QEMU puts it")
    #expect(memory.load(modules + 8, as: UInt64.self) == 5000)
    #expect(memory.bytes(at: 0x7FD_6000, count: 5000) == initrd)
    #expect(memory.load(info + 48, as: UInt32.self) == 7)
  }

  @Test("A kernel that is loaded where QEMU has the start info keeps its bytes")
  func lowKernel() throws {
    var file = KernelFile.bare([UInt8](repeating: 0x90, count: 0x4000), at: 0x1000)
    file.segments[0].memorySize = 0x5000
    let machine = try machine(file.bytes, commandLine: "x")
    #expect(machine.memory.physical.bytes(at: 0x1000, count: 0x4000) == [UInt8](repeating: 0x90, count: 0x4000))
    #expect(MemoryMap.firmware.contains(machine.cpu.rbx))
    #expect(machine.memory.physical.load(machine.cpu.rbx, as: UInt32.self) == 0x336E_C578)
  }

  @Test("What the file does not fill is zero, also when the memory was used before")
  func clearsMemory() throws {
    let machine = try Machine(.small)
    machine.memory.physical.write([UInt8](repeating: 0xFF, count: 0x4000), at: 0x10_0000)
    var file = KernelFile.bare([0xF4])
    file.segments[0].memorySize = 0x3000
    try machine.load(kernel: file.bytes)
    #expect(
      machine.memory.physical.bytes(at: 0x10_0000, count: 0x3001) == [0xF4] + [UInt8](repeating: 0, count: 0x2FFF) + [
        0xFF
      ])
  }

  @Test("An initrd or a command line that does not fit is refused, and the machine is as it was")
  func doesNotFit() throws {
    let machine = try Machine(.small)
    try machine.load(kernel: SmallKernel.hello)
    machine.run(5)
    let hash = machine.stateHash
    #expect(throws: LoadError.self) {
      try machine.load(kernel: SmallKernel.hello, initrd: [UInt8](repeating: 0, count: 4 << 20))
    }
    #expect(throws: LoadError.commandLineTooLong(byteCount: 4096, limit: 4095)) {
      try machine.load(kernel: SmallKernel.hello, commandLine: String(repeating: "x", count: 4096))
    }
    #expect(throws: LoadError.self) { try machine.load(kernel: [1, 2, 3]) }
    #expect(machine.stateHash == hash)
  }

  @Test("A machine has a sensible amount of memory, or none is made", arguments: [0, 1 << 20, (4 << 20) + 1, .max])
  func memorySize(bytes: UInt64) {
    #expect(throws: ConfigurationError.memorySize(bytes)) { try Machine(Configuration(memorySize: bytes)) }
  }

  @Test("Memory is where a PC has it; everything else reads all ones")
  func layout() throws {
    let machine = try Machine(Configuration(memorySize: 5 << 30))
    let memory = machine.memory.physical
    for address in [0x500, 0x9_FFFF, 0x10_0000, 0xBFFF_FFFF, 0x1_0000_0000, 0x1_7FFF_FFFF] as [UInt64] {
      #expect(memory.load(address, as: UInt8.self) == 0, "\(address)")
    }
    for address in [0xC000_0000, 0xFFFF_FFFF, 0x1_8000_0000] as [UInt64] {
      #expect(memory.load(address, as: UInt8.self) == nil, "\(address)")
    }
    memory.store(0x1122 as UInt16, at: 0xBFFF_FFFE)
    memory.store(0x3344 as UInt16, at: 0x1_0000_0000)
    #expect(memory.load(0xBFFF_FFFE, as: UInt16.self) == 0x1122)
    #expect(memory.load(0x1_0000_0000, as: UInt16.self) == 0x3344)
  }
}
