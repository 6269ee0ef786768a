import Processor
import Testing

/// What silicon cannot be asked from user mode: when x87, MMX and SSE instructions are switched off, where the x87 notes that it
/// was, the forms of its environment, and XSAVE's rules.
@Suite struct ExtensionTests {
  private static let data: UInt64 = 0x20_0000
  private static let gdt: UInt64 = 0x7000
  private static let idt: UInt64 = 0x8000
  private static let handlers: UInt64 = 0x9000

  /// Runs instructions; returns the state, and the vector of the exception that ended the run if one did.
  private func run(
    _ code: [UInt8], count: UInt64 = 1, memory: [UInt8] = [], _ prepare: (inout ProcessorState) -> Void = { _ in }
  ) -> (state: ProcessorState, vector: UInt8?, machine: BareProcessor) {
    let machine = BareProcessor(code: code)
    machine.memory.write(memory, at: Self.data)
    machine.memory.store(0x00AF_9B00_0000_FFFF as UInt64, at: Self.gdt + 8)
    for vector in 0..<UInt64(32) {
      machine.memory.store(
        (Self.handlers + vector * 16) | 8 << 16 | 0x8E00 << 32, at: Self.idt + vector * 16)
    }
    var state = machine.processor.state
    state.system.gdtr = DescriptorTable(base: Self.gdt, limit: 15)
    state.system.idtr = DescriptorTable(base: Self.idt, limit: 511)
    state.general[0] = 0
    state.general[3] = Self.data
    prepare(&state)
    machine.processor.state = state
    _ = machine.processor.run(instructions: count)
    let after = machine.processor.state
    let vector =
      after.rip >= Self.handlers && after.rip < Self.handlers + 512 ? UInt8((after.rip - Self.handlers) / 16) : nil
    return (after, vector, machine)
  }

  // MARK: Switched off

  private static let monitor: UInt64 = 1 << 1
  private static let emulation: UInt64 = 1 << 2
  private static let taskSwitched: UInt64 = 1 << 3

  @Test(
    "CR0.EM, MP and TS",
    arguments: [
      // fld1, fwait, paddb mm, emms, paddb xmm, fxsave [rbx], movnti [rbx], crc32
      ([0xD9, 0xE8], [7, 7, 7, 7]), ([0x9B], [nil, nil, 7, nil]), ([0x0F, 0xFC, 0xC1], [6, 7, 7, 6]),
      ([0x0F, 0x77], [6, 7, 7, 6]), ([0x66, 0x0F, 0xFC, 0xC1], [6, 7, 7, 6]), ([0x0F, 0xAE, 0x03], [7, 7, 7, 7]),
      ([0x0F, 0xC3, 0x03], [nil, nil, nil, nil]), ([0xF2, 0x0F, 0x38, 0xF0, 0xC1], [nil, nil, nil, nil]),
    ] as [([UInt8], [UInt8?])])
  func coprocessorBits(_ code: [UInt8], _ expected: [UInt8?]) {
    let bits = [
      Self.emulation, Self.taskSwitched, Self.taskSwitched | Self.monitor, Self.taskSwitched | Self.emulation,
    ]
    for (bits, vector) in zip(bits, expected) {
      let result = run(code) { $0.system.cr0 = $0.system.cr0 & ~0xE | bits }
      #expect(result.vector == vector, "CR0 bits \(bits)")
    }
  }

  @Test("Without CR4.OSFXSR, SSE is #UD; MMX is not; FXSAVE leaves the SSE part alone")
  func withoutOSFXSR() {
    func run(_ code: [UInt8]) -> UInt8? { self.run(code) { $0.system.cr4 &= ~(1 << 9) }.vector }
    #expect(run([0x0F, 0x58, 0xC1]) == 6)
    #expect(run([0x0F, 0xAE, 0x1B]) == 6)
    #expect(run([0x0F, 0xFC, 0xC1]) == nil)
    #expect(run([0x0F, 0x38, 0x00, 0xC1]) == nil)
    #expect(run([0x0F, 0x2A, 0xC1]) == 6)
    let image = [UInt8](repeating: 0xAA, count: 512)
    let result = self.run([0x0F, 0xAE, 0x03], memory: image) { $0.system.cr4 &= ~(1 << 9) }
    let saved = result.machine.memory.bytes(at: Self.data, count: 512)
    #expect(saved[0] == 0x7F && saved[24] == 0xAA && saved[160] == 0xAA)
  }

  @Test("An unmasked SIMD exception is #XM, or #UD without CR4.OSXMMEXCPT; MXCSR keeps the flag")
  func simdException() {
    for (bits, vector) in [(1 << 10, 19), (0, 6)] as [(UInt64, UInt8)] {
      // divss xmm0, xmm1: 0 / 0
      let result = run([0xF3, 0x0F, 0x5E, 0xC1]) {
        $0.mxcsr = 0x1F00
        $0.system.cr4 = $0.system.cr4 & ~(1 << 10) | bits
      }
      #expect(result.vector == vector)
      #expect(result.state.mxcsr == 0x1F01)
    }
  }

  @Test("An unmasked x87 exception waits for the next waiting instruction")
  func pendingException() {
    // fldz, fldz, fdivp: 0 / 0; fnstsw ax, fwait
    let code: [UInt8] = [0xD9, 0xEE, 0xD9, 0xEE, 0xDE, 0xF9, 0xDF, 0xE0, 0x9B]
    let result = run(code, count: 4) { $0.x87.control = 0x37E }
    #expect(result.vector == nil)
    #expect(result.state.general[0] & 0xFFFF == 0xB081)
    #expect(result.state.x87.top == 6, "the unmasked exception keeps the operation from popping")
    #expect(run(code, count: 5) { $0.x87.control = 0x37E }.vector == 16)
  }

  // MARK: Pointers

  @Test("FIP, FDP and FOP are those of the last non-control instruction")
  func pointers() {
    // fld dword [rbx+4]; fnstcw [rbx]; fldcw [rbx]
    let result = run([0xD9, 0x43, 0x04, 0xD9, 0x3B, 0xD9, 0x2B], count: 3)
    #expect(result.vector == nil)
    #expect(result.state.x87.instructionPointer == BareProcessor.codeAddress)
    #expect(result.state.x87.instructionSelector == 8)
    #expect(result.state.x87.dataPointer == Self.data + 4)
    #expect(result.state.x87.dataSelector == 16)
    #expect(result.state.x87.opcode == 0x143)
    // fld1 names no operand.
    let second = run([0xD9, 0x43, 0x04, 0xD9, 0xE8], count: 2)
    #expect(second.state.x87.instructionPointer == BareProcessor.codeAddress + 3)
    #expect(second.state.x87.dataPointer == Self.data + 4)
    #expect(second.state.x87.opcode == 0x1E8)
    #expect(run([0xD9, 0x43, 0x04, 0xDB, 0xE3], count: 2).state.x87.instructionPointer == 0)
  }

  @Test("The environment has four forms")
  func environmentForms() {
    func environment(_ code: [UInt8], isReal: Bool) -> [UInt8] {
      let result = run(code) {
        $0.x87.opcode = 0x7A5
        $0.x87.instructionPointer = 0x1234
        $0.x87.instructionSelector = 0x4321
        $0.x87.dataPointer = 0x5678
        $0.x87.dataSelector = 0x8765
        $0.x87.status = 0x3800
        $0.x87.valid = 0x80
        guard isReal else { return }
        $0.system.cr0 = 0x10
        $0.system.efer = 0
        $0.system.segments[1] = Segment(
          selector: 0, base: 0x10_0000, limit: 0xFFFF, attributes: .init(rawValue: 0x9B))
        $0.system.segments[3] = Segment(
          selector: 0, base: Self.data, limit: 0xFFFF, attributes: .init(rawValue: 0x93))
        $0.rip = 0
        $0.general[3] = 0
      }
      #expect(result.vector == nil)
      return result.machine.memory.bytes(at: Self.data, count: 28)
    }
    // fnstenv [rbx]; in real mode, [bx+si] would be 30h: [di] is 35h, [bx] is 37h.
    let head: [UInt8] = [0x7F, 0x03, 0xFF, 0xFF, 0x00, 0x38, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF]
    let wide = environment([0xD9, 0x33], isReal: false)
    #expect(wide[..<10] == head[..<10])
    #expect(wide[12...] == [0x34, 0x12, 0, 0, 0x21, 0x43, 0xA5, 0x07, 0x78, 0x56, 0, 0, 0x65, 0x87, 0xFF, 0xFF])
    let narrow = environment([0x66, 0xD9, 0x33], isReal: false)
    #expect(narrow[..<14] == [0x7F, 0x03, 0, 0x38, 0xFF, 0x7F, 0x34, 0x12, 0x21, 0x43, 0x78, 0x56, 0x65, 0x87])
    // 4321:1234 is 44444h, 8765:5678 is 8CCC8h.
    let narrowReal = environment([0xD9, 0x37], isReal: true)
    #expect(narrowReal[..<14] == [0x7F, 0x03, 0, 0x38, 0xFF, 0x7F, 0x44, 0x44, 0xA5, 0x47, 0xC8, 0xCC, 0, 0x80])
    let wideReal = environment([0x66, 0xD9, 0x37], isReal: true)
    #expect(wideReal[12...] == [0x44, 0x44, 0xFF, 0xFF, 0xA5, 0x47, 0, 0, 0xC8, 0xCC, 0xFF, 0xFF, 0, 0x80, 0, 0])
  }

  // MARK: XSAVE

  @Test("XSAVE needs CR4.OSXSAVE; XRSTOR checks its header")
  func xsaveRules() {
    #expect(run([0x0F, 0xAE, 0x23]).vector == 6)
    func restore(_ header: [UInt8], at offset: Int, xcr0: UInt64 = 3) -> UInt8? {
      var image = [UInt8](repeating: 0, count: 576)
      image.replaceSubrange(24..<26, with: [0x80, 0x1F])
      image.replaceSubrange(512 + offset..<512 + offset + header.count, with: header)
      // xrstor [rbx]
      return run([0x0F, 0xAE, 0x2B], memory: image) {
        $0.system.cr4 |= 1 << 18
        $0.system.xcr0 = xcr0
        $0.general[0] = 3
      }.vector
    }
    #expect(restore([3], at: 0) == nil)
    #expect(restore([2], at: 0, xcr0: 1) == 13)
    #expect(restore([4], at: 0) == 13)
    #expect(restore([1], at: 8) == 13)
    #expect(restore([0x80], at: 15) == 13)
    #expect(restore([1], at: 16) == 13)
    #expect(restore([1], at: 24) == nil)
  }

  @Test("XSAVEOPT leaves out what is in its initial configuration; XRSTOR brings that back")
  func xsaveOptimized() {
    let pattern = [UInt8](repeating: 0xCC, count: 512) + [UInt8](repeating: 0, count: 64)
    // xsaveopt [rbx]
    let result = run([0x0F, 0xAE, 0x33], memory: pattern) {
      $0.system.cr4 |= 1 << 18
      $0.system.xcr0 = 3
      $0.general[0] = 3
      $0.xmm[5] = 7
    }
    let saved = result.machine.memory.bytes(at: Self.data, count: 576)
    #expect(saved[0] == 0xCC && saved[160 + 40] == 7 && saved[512] == 2)
    // xrstor [rbx]
    let restored = run([0x0F, 0xAE, 0x2B], memory: saved) {
      $0.system.cr4 |= 1 << 18
      $0.system.xcr0 = 3
      $0.general[0] = 3
      $0.x87.control = 0x27F
      $0.x87.valid = 0x0F
    }
    #expect(restored.vector == nil)
    #expect(restored.state.xmm[5] == 7)
    #expect(restored.state.x87 == X87State())
  }
}
