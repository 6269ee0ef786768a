import Processor
import Testing

/// Breakpoints in the debug registers and single steps, as SDM volume 3, chapter 18 has them. QEMU cannot be asked: it sees other
/// data breakpoints, and knows neither DR7.GD nor what MOV SS holds off.
@Suite("Debug registers")
struct DebugRegisterTests {
  private static let data = TrappingProcessor.data
  private static let code = TrappingProcessor.code
  private static let de: UInt64 = 1 << 3

  /// DR7 for breakpoint `number`: enabled (G), of a kind (0 instruction, 1 write, 2 port, 3 any access) and LEN.
  private func control(_ number: UInt64, kind: UInt64, length: UInt64 = 0) -> UInt64 {
    0x400 | 2 << (number * 2) | (kind | length << 2) << (16 + number * 4)
  }

  private func machine(
    _ code: [UInt8], _ addresses: [UInt64], _ dr7: UInt64, _ prepare: (inout ProcessorState) -> Void = { _ in }
  ) -> TrappingProcessor {
    TrappingProcessor(code) {
      for (number, address) in addresses.enumerated() { $0.system.debugAddresses[number] = address }
      $0.system.dr7 = dr7
      prepare(&$0)
    }
  }

  @Test("An instruction breakpoint is a fault, with RF clear in the pushed flags")
  func instruction() {
    // nop; nop; nop
    let machine = machine([0x90, 0x90, 0x90], [Self.code + 1], control(0, kind: 0))
    #expect(machine.run() == .init(vector: 1, offset: 1, flags: 2))
    #expect(machine.dr6 == 0xFFFF_0FF1)
  }

  @Test("RF holds an instruction breakpoint off once")
  func resumeFlag() {
    // nop; jmp back to it
    let machine = machine([0x90, 0xEB, 0xFD], [Self.code], control(0, kind: 0)) { $0.rflags |= 1 << 16 }
    #expect(machine.run() == .init(vector: 1, offset: 0, flags: 2))
    #expect(machine.processor.retired == 4, "nop, jmp, the breakpoint, and the handler's hlt")
  }

  @Test(
    "A data breakpoint is a trap after the access that overlaps it",
    arguments: [
      // mov [rbx+6], ax; mov eax, [rbx+4]; add [rbx+7], al; movaps [rbx], xmm0; push [rbx+4]
      ([0x66, 0x89, 0x43, 0x06], 1, true), ([0x8B, 0x43, 0x04], 1, false), ([0x8B, 0x43, 0x04], 3, true),
      ([0x00, 0x43, 0x07], 1, true), ([0x0F, 0x29, 0x03], 1, true), ([0xFF, 0x73, 0x04], 3, true),
      ([0x89, 0x43, 0x08], 3, false),
      ([0x89, 0x03], 3, false), ([0x89, 0x43, 0x01], 1, true),
    ] as [([UInt8], UInt64, Bool)])
  func data(_ code: [UInt8], _ kind: UInt64, _ hits: Bool) {
    // Four bytes at data+4; the low two bits of the address do not count.
    let machine = machine(code + [0x0F, 0x0B], [0, 0, Self.data + 6], control(2, kind: kind, length: 3))
    let trap = machine.run()
    #expect(trap?.vector == (hits ? 1 : 6))
    #expect(trap?.offset == code.count)
    #expect(machine.dr6 == (hits ? 0xFFFF_0FF4 : 0xFFFF_0FF0))
  }

  @Test("Lengths 1, 2, 4 and 8")
  func lengths() {
    for (length, size) in [(0, 1), (1, 2), (3, 4), (2, 8)] as [(UInt64, UInt64)] {
      for offset in 0..<16 as Range<UInt64> {
        // mov [rbx+offset], al
        let code: [UInt8] = [0x88, 0x43, UInt8(offset), 0x0F, 0x0B]
        let machine = machine(code, [Self.data + 8], control(0, kind: 1, length: length))
        #expect((machine.run()?.vector == 1) == (offset >= 8 && offset < 8 + size), "LEN \(length), offset \(offset)")
      }
    }
  }

  @Test("Not enabled, nothing happens; L and G both enable; two at once set both bits")
  func enabling() {
    let code: [UInt8] = [0x89, 0x03, 0x0F, 0x0B]
    for (bits, vector) in [(0, 6), (1, 1), (2, 1), (3, 1)] as [(UInt64, UInt8)] {
      #expect(machine(code, [Self.data], 0x400 | bits | 0xD << 16).run()?.vector == vector)
    }
    let machine = machine(
      code, [Self.data, Self.data + 2], control(0, kind: 1, length: 1) | control(1, kind: 3, length: 0))
    #expect(machine.run()?.offset == 2)
    #expect(machine.dr6 == 0xFFFF_0FF3)
  }

  @Test("A repeated string instruction stops after the iteration that hits, with RF set")
  func repeated() {
    // rep stosb
    let machine = machine([0xF3, 0xAA, 0x0F, 0x0B], [Self.data + 2], control(0, kind: 1)) {
      $0.general[1] = 8
      $0.general[7] = Self.data
    }
    let trap = machine.run()
    #expect(trap == .init(vector: 1, offset: 0, flags: 0x1_0002))
    #expect(machine.processor[general: 1] == 5)
    #expect(machine.processor[general: 7] == Self.data + 3)
  }

  @Test("Port breakpoints need CR4.DE")
  func ports() {
    // out 0x80, eax
    for (cr4, vector) in [(Self.de, 1), (0, 6)] as [(UInt64, UInt8)] {
      let machine = machine([0xE7, 0x80, 0x0F, 0x0B], [0x82], control(0, kind: 2, length: 1)) { $0.system.cr4 |= cr4 }
      let trap = machine.run()
      #expect(trap?.vector == vector)
      #expect(trap?.offset == 2)
    }
  }

  @Test("DR7.GD makes any access to a debug register a fault, and is clear in the handler")
  func generalDetect() {
    // mov rax, dr0
    let machine = machine([0x0F, 0x21, 0xC0], [], 0x2400)
    let trap = machine.run()
    #expect(trap == .init(vector: 1, offset: 0, flags: 0x1_0002))
    #expect(machine.dr6 == 0xFFFF_2FF0)
    #expect(machine.processor.state.system.dr7 == 0x400)
  }

  @Test("Reserved bits, and DR4 and DR5")
  func registers() {
    // mov dr6, rax; mov dr5, rcx; mov rdx, dr4; mov rsi, dr7; ud2
    let code: [UInt8] = [0x0F, 0x23, 0xF0, 0x0F, 0x23, 0xE9, 0x0F, 0x21, 0xE2, 0x0F, 0x21, 0xFE, 0x0F, 0x0B]
    func prepare(_ state: inout ProcessorState) {
      state.general[0] = 0xFFFF_FFFF
      state.general[1] = 0xDC00
    }
    let aliased = machine(code, [], 0x400, prepare)
    #expect(aliased.run()?.vector == 6)
    #expect(aliased.processor[general: 2] == 0xFFFF_EFFF)
    #expect(aliased.processor[general: 6] == 0x400)
    let separate = machine(code, [], 0x400) {
      prepare(&$0)
      $0.system.cr4 |= Self.de
    }
    #expect(separate.run()?.offset == 3)
    let wide = machine(code, [], 0x400) { $0.general[0] = 1 << 32 }
    #expect(wide.run() == .init(vector: 13, errorCode: 0, offset: 0, flags: 0x1_0002))
  }

  // MARK: Single steps

  @Test("TF traps after the instruction; INT3 clears it and is not followed by a trap")
  func singleStep() {
    let step = machine([0x90, 0x90], [], 0x400) { $0.rflags |= 0x100 }
    #expect(step.run() == .init(vector: 1, offset: 1, flags: 0x102))
    #expect(step.dr6 == 0xFFFF_4FF0)
    let breakpoint = machine([0xCC], [], 0x400) { $0.rflags |= 0x100 }
    #expect(breakpoint.run() == .init(vector: 3, offset: 1, flags: 0x102))
    #expect(breakpoint.dr6 == 0xFFFF_0FF0)
  }

  @Test("A step over HLT wakes the processor")
  func stepOverHalt() {
    let machine = machine([0xF4, 0x90], [], 0x400) { $0.rflags |= 0x100 }
    #expect(machine.run() == .init(vector: 1, offset: 1, flags: 0x102))
  }

  @Test("A step and a data breakpoint in one instruction are one exception")
  func stepWithData() {
    let machine = machine([0x89, 0x03, 0x90], [Self.data], control(0, kind: 1)) { $0.rflags |= 0x100 }
    #expect(machine.run()?.offset == 2)
    #expect(machine.dr6 == 0xFFFF_4FF1)
  }

  // MARK: MOV SS

  /// mov ss, [rbx], with a data breakpoint on its operand, then `after`.
  private func afterMoveSS(_ after: [UInt8], trap: Bool = false, watch: Bool = true) -> TrappingProcessor {
    let machine = machine([0x8E, 0x13] + after, [Self.data], watch ? control(0, kind: 3, length: 1) : 0x400) {
      if trap { $0.rflags |= 0x100 }
    }
    machine.machine.memory.store(16 as UInt16, at: Self.data)
    return machine
  }

  @Test("MOV SS puts its own data breakpoint and step off until the next instruction is done")
  func moveSS() {
    let data = afterMoveSS([0x90, 0x90])
    #expect(data.run() == .init(vector: 1, offset: 3, flags: 2))
    #expect(data.dr6 == 0xFFFF_0FF1)
    let step = afterMoveSS([0x90, 0x90], trap: true, watch: false)
    #expect(step.run() == .init(vector: 1, offset: 3, flags: 0x102))
    let both = afterMoveSS([0x90, 0x90], trap: true)
    #expect(both.run()?.offset == 3)
    #expect(both.dr6 == 0xFFFF_4FF1)
  }

  @Test("A second MOV SS in a row holds nothing off")
  func moveSSTwice() {
    // mov ss, [rbx]; mov ss, [rbx]; nop
    #expect(afterMoveSS([0x8E, 0x13, 0x90], trap: true, watch: false).run()?.offset == 4)
  }

  @Test("INT3 after MOV SS: the breakpoint comes at the handler's first instruction")
  func moveSSThenInterrupt() {
    let machine = afterMoveSS([0xCC])
    let trap = machine.run()
    #expect(trap?.vector == 1)
    #expect(trap?.offset == Int(Int64(TrappingProcessor.handler(3)) - Int64(Self.code)))
  }

  @Test("No instruction breakpoint at the instruction after MOV SS")
  func moveSSThenBreakpoint() {
    let machine = machine([0x8E, 0x13, 0x90, 0x0F, 0x0B], [Self.code + 2], control(0, kind: 0))
    machine.machine.memory.store(16 as UInt16, at: Self.data)
    #expect(machine.run()?.vector == 6)
  }

  // MARK: However driven

  @Test("The same run in steps, in pieces and at once, with one cached translation or many")
  func sameRun() {
    // mov ecx, 40; lea rdi, [rbx-20]; cld; rep stosb; lea rsi, [rbx-8]; mov ecx, 5; rep lodsb; loop: inc r8; cmp r8, 20; jne loop; hlt
    let code: [UInt8] = [
      0xB9, 40, 0, 0, 0, 0x48, 0x8D, 0x7B, 0xEC, 0xFC, 0xF3, 0xAA, 0x48, 0x8D, 0x73, 0xF8, 0xB9, 5, 0, 0, 0, 0xF3, 0xAC,
      0x49, 0xFF, 0xC0, 0x49, 0x83, 0xF8, 20, 0x75, 0xF7, 0xF4,
    ]
    // The handler of #DB sets RF in its frame and returns: or qword [rsp+16], 0x10000; inc r15; iretq
    let handler: [UInt8] = [0x81, 0x4C, 0x24, 0x10, 0, 0, 1, 0, 0x49, 0xFF, 0xC7, 0x48, 0xCF]
    func run(_ piece: UInt64, entries: Int) -> ProcessorState {
      let machine = TrappingProcessor(code, translationEntries: entries) {
        $0.system.debugAddresses = [Self.code + 10, Self.data + 3, Self.data - 6, Self.code + 23]
        $0.system.dr7 = control(0, kind: 0) | control(1, kind: 1, length: 1) | control(2, kind: 3) | control(3, kind: 0)
      }
      machine.machine.memory.write(handler, at: TrappingProcessor.handler(1))
      var left: UInt64 = 260
      while left > 0 {
        _ = machine.processor.run(instructions: min(piece, left))
        left -= min(piece, left)
      }
      return machine.processor.state
    }
    let whole = run(260, entries: 1024)
    // One breakpoint at rep stosb, two bytes written, three bytes... read from data-8: one watched; twenty times the loop.
    #expect(whole.general[15] == 1 + 3 + 1 + 20)
    for piece in [1, 2, 3, 7, 50] as [UInt64] {
      #expect(run(piece, entries: 1024) == whole, "in pieces of \(piece)")
      #expect(run(piece, entries: 1) == whole)
    }
  }
}
