import Processor
import Silicon
import Storage

/// A bare emulated processor at CPL 3 in 64-bit or compatibility mode, with the same few pages as the host has for the instruction, and a trap gate
/// for each exception that leads to a page of its own.
final class GuestProcessor {
  private let memory = PhysicalMemory()
  private let bus = EmptyBus()
  private let processor: Processor
  private let template: ProcessorState
  private let template32: ProcessorState
  private let system = MemoryRegion(name: "system", byteCount: 0x10000)
  private let codePages = MemoryRegion(name: "code", byteCount: 0x2000)
  private let scratch = MemoryRegion(name: "scratch", byteCount: Layout.scratchSize)
  private let readOnly = MemoryRegion(name: "read-only", byteCount: Layout.readOnlySize)

  /// Where the system region is, out of the way of wild addresses; physically it is at zero.
  private static let base: UInt64 = 0x7000_0000
  // Physical addresses in it.
  private static let tables: UInt64 = 0x1000
  private static let gdt: UInt64 = 0x6000
  private static let idt: UInt64 = 0x7000
  private static let tss: UInt64 = 0x8000
  private static let stackTop: UInt64 = 0xA000
  private static let handlers: UInt64 = 0xB000
  private static let ldt: UInt64 = 0xD000

  init() {
    let codeBase = Layout.code & ~0xFFF
    memory.map(system, at: 0..<0x10000)
    memory.map(codePages, at: codeBase..<codeBase + 0x2000)
    memory.map(scratch, at: Layout.scratch..<Layout.scratch + Layout.scratchSize)
    memory.map(readOnly, at: Layout.readOnly..<Layout.readOnly + Layout.readOnlySize)
    processor = Processor(memory: memory, bus: bus)
    template = Self.makeTemplate(processor.state)
    template32 = Self.makeTemplate32(template)
    makePageTables(codeBase)
    makeDescriptors()
    memory.write([UInt8](repeating: 0xCC, count: 0x2000), at: codeBase)
  }

  var scratchBytes: UnsafeMutableRawPointer { scratch.writableHost(frames: 0..<scratch.frameCount) }

  // MARK: Making it

  private static func makeTemplate(_ reset: ProcessorState) -> ProcessorState {
    var state = reset
    // PE, MP, NE, WP, AM, PG; PAE, OSFXSR, OSXMMEXCPT, FSGSBASE, OSXSAVE; LME, LMA, NXE, SCE.
    state.system.cr0 = 0x8005_0033
    state.system.cr4 = 1 << 5 | 1 << 9 | 1 << 10 | 1 << 16 | 1 << 18
    state.system.cr3 = tables
    state.system.efer = 1 | 1 << 8 | 1 << 10 | 1 << 11
    state.system.xcr0 = 3
    state.system.privilegeLevel = 3
    for number in 0..<6 { state.system.segments[number] = Segment() }
    state.system.segments[1] = Segment(
      selector: 0x33, base: 0, limit: .max, attributes: .init(rawValue: 0xA0FB))
    state.system.segments[2] = Segment(
      selector: 0x2B, base: 0, limit: .max, attributes: .init(rawValue: 0xC0F3))
    state.system.gdtr = DescriptorTable(base: base + gdt, limit: 0x7F)
    state.system.idtr = DescriptorTable(base: base + idt, limit: 32 * 16 - 1)
    state.system.ldtr = Segment(selector: 0x50, base: base + ldt, limit: 0xFF, attributes: .init(rawValue: 0x82))
    state.system.tr = Segment(selector: 0x40, base: base + tss, limit: 0x67, attributes: .init(rawValue: 0x8B))
    return state
  }

  /// The same in compatibility mode.
  private static func makeTemplate32(_ template: ProcessorState) -> ProcessorState {
    var state = template
    state.system.segments[1] = Segment(selector: 0x23, base: 0, limit: .max, attributes: .init(rawValue: 0xC0FB))
    state.system.segments[0] = state.system.segments[2]
    state.system.segments[3] = state.system.segments[2]
    return state
  }

  private func makePageTables(_ codeBase: UInt64) {
    func set(_ table: UInt64, _ index: UInt64, _ value: UInt64) { memory.store(value, at: table + index * 8) }
    let (pml4, pdpt, userDirectory, systemDirectory) = (
      Self.tables, Self.tables + 0x1000, Self.tables + 0x2000, Self.handlers + 0x1000
    )
    let (low, user) = (Self.tables + 0x3000, Self.tables + 0x4000)
    set(pml4, 0, pdpt | 7)
    set(pdpt, 0, userDirectory | 7)
    set(pdpt, 1, systemDirectory | 7)
    set(userDirectory, codeBase >> 21, user | 7)
    set(systemDirectory, Self.base >> 21 & 0x1FF, low | 7)
    for page in 0..<UInt64(16) { set(low, page, page << 12 | 3) }
    func map(_ start: UInt64, _ size: UInt64, _ bits: UInt64) {
      for page in stride(from: start, to: start + size, by: 0x1000) { set(user, page >> 12 & 0x1FF, page | bits) }
    }
    let noExecute: UInt64 = 1 << 63
    map(codeBase, 0x2000, 5)
    map(Layout.scratch, Layout.scratchSize, 7 | noExecute)
    map(Layout.readOnly, Layout.readOnlySize, 5 | noExecute)
  }

  private func makeDescriptors() {
    memory.store(0x00AF_9B00_0000_FFFF as UInt64, at: Self.gdt + 0x10)
    memory.store(0x00CF_FB00_0000_FFFF as UInt64, at: Self.gdt + 0x20)
    memory.store(0x00CF_F300_0000_FFFF as UInt64, at: Self.gdt + 0x28)
    memory.store(0x00AF_FB00_0000_FFFF as UInt64, at: Self.gdt + 0x30)
    memory.store(Self.base + Self.stackTop, at: Self.tss + 4)
    // No I/O permission bitmap: it would start past the limit.
    memory.store(0x68 as UInt16, at: Self.tss + 0x66)
    for vector in 0..<UInt64(32) {
      let target = Self.base + Self.handlers + vector * 16
      let gate = target & 0xFFFF | 0x10 << 16 | 0x8E00 << 32 | (target >> 16) << 48
      memory.store(gate, at: Self.idt + vector * 16)
    }
  }

  // MARK: Running

  /// What selector 0Fh names.
  func setSegment(_ descriptor: UInt64) { memory.store(descriptor, at: Self.ldt + 8) }

  /// Executes instructions, one unless told; the iterations of a repeated string instruction count as one.
  func run(_ code: [UInt8], _ input: RegisterState, _ mode: CodeMode, instructions: Int = 1) -> Outcome {
    memory.write(code + [UInt8](repeating: 0xCC, count: 16), at: Layout.code)
    var state = mode == .bits64 ? template : template32
    state.general = input.general
    state.rip = Layout.code
    state.rflags = input.rflags
    state.xmm = input.xmm
    state.mxcsr = input.mxcsr
    if mode == .bits64 { state.system.segments[5].base = input.gsBase }
    Self.store(input.x87, &state.x87)
    processor.state = state
    var left = instructions
    for _ in 0..<64 where left > 0 {
      let before = processor.rip
      if processor.run(instructions: 1) != .budget || processor.privilegeLevel == 0 { break }
      if processor.rip != before { left -= 1 }
    }
    return outcome(input)
  }

  private func outcome(_ input: RegisterState) -> Outcome {
    let state = processor.state
    var output = input
    output.general = state.general
    output.rip = state.rip
    output.rflags = state.rflags & ~0x10000
    output.xmm = state.xmm
    output.mxcsr = state.mxcsr
    output.gsBase = state.system.segments[5].base
    output.x87 = Self.load(state.x87)
    if processor.unimplemented != nil || processor.shutdown != nil {
      return Outcome(state: output, vector: processor.shutdown != nil ? 0xFE : 0xFF)
    }
    guard state.system.privilegeLevel == 0 else { return Outcome(state: output) }
    // An exception: its frame is on the stack.
    let vector = UInt8(truncatingIfNeeded: (state.rip - Self.base - Self.handlers) / 16)
    let hasCode = [8, 10, 11, 12, 13, 14, 17, 21].contains(vector)
    let frame = state.general[4]
    func word(_ index: UInt64) -> UInt64 { memory.load(frame - Self.base + index * 8, as: UInt64.self) ?? 0 }
    let first: UInt64 = hasCode ? 1 : 0
    output.rip = word(first)
    output.rflags = word(first + 2) & ~0x10000
    output.general[4] = word(first + 3)
    return Outcome(
      state: output, vector: vector, errorCode: hasCode ? UInt32(truncatingIfNeeded: word(0)) : 0,
      address: vector == 14 ? processor.cr2 : 0)
  }

  private static func store(_ registers: X87Registers, _ state: inout X87State) {
    state.control = registers.control
    state.status = registers.status
    state.valid = registers.valid
    state.opcode = registers.opcode
    state.instructionPointer = registers.instructionPointer
    state.dataPointer = registers.dataPointer
    for index in 0..<8 {
      state.significands[(state.top + index) & 7] = registers.significands[index]
      state.signExponents[(state.top + index) & 7] = registers.signExponents[index]
    }
  }

  private static func load(_ state: X87State) -> X87Registers {
    var registers = X87Registers()
    registers.control = state.control
    registers.status = state.status
    registers.valid = state.valid
    registers.opcode = state.opcode
    registers.instructionPointer = state.instructionPointer
    registers.dataPointer = state.dataPointer
    for index in 0..<8 {
      registers.significands[index] = state.significands[(state.top + index) & 7]
      registers.signExponents[index] = state.signExponents[(state.top + index) & 7]
    }
    return registers
  }
}

/// Nothing is there.
private final class EmptyBus: ProcessorBus {
  func read(port: UInt16, width: Int) -> UInt32 { .max }
  func write(port: UInt16, width: Int, value: UInt32) {}
  func read(address: UInt64, width: Int) -> UInt64 { .max }
  func write(address: UInt64, width: Int, value: UInt64) {}
  func acknowledgeInterrupt() -> UInt8 { 0 }
  var time: UInt64 { 0 }
}
