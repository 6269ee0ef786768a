import Testing

@testable import Processor

/// Where interrupts are taken: STI and MOV SS hold them off for an instruction, an NMI is blocked until IRET (SDM volume 3, sections
/// 6.7.1, 6.8.1 and 6.8.3).
@Suite struct InterruptBoundaryTests {
  /// The bus answers with vector 255, which is past the end of the IDT: so an interrupt that is taken shows as #GP with EXT.
  private func interrupt(at offset: Int, flags: UInt64) -> TrappingProcessor.Trap {
    .init(vector: 13, errorCode: 255 << 3 | 3, offset: offset, flags: flags | 1 << 16)
  }

  private static let interruptFlag: UInt64 = 1 << 9

  @Test("STI lets one more instruction run")
  func afterSTI() {
    // sti; nop; nop; ud2
    let trapping = TrappingProcessor([0xFB, 0x90, 0x90, 0x0F, 0x0B])
    trapping.processor.interruptRequest = true
    #expect(trapping.run() == interrupt(at: 2, flags: 2 | Self.interruptFlag))
  }

  @Test("STI and CLI in a row let nothing in")
  func betweenSTIAndCLI() {
    // sti; cli; nop; ud2
    let trapping = TrappingProcessor([0xFB, 0xFA, 0x90, 0x0F, 0x0B])
    trapping.processor.interruptRequest = true
    #expect(trapping.run()?.vector == 6)
  }

  @Test("STI with IF set already holds nothing off; nor does POPF")
  func withoutShadow() {
    // nop; sti; nop; ud2: the request comes after the NOP
    let set = TrappingProcessor([0x90, 0xFB, 0x90, 0x0F, 0x0B]) { $0.rflags |= Self.interruptFlag }
    _ = set.processor.run(instructions: 2)
    set.processor.interruptRequest = true
    #expect(set.run() == interrupt(at: 2, flags: 2 | Self.interruptFlag))
    // push 0x202; popfq; nop; ud2
    let popped = TrappingProcessor([0x68, 0x02, 0x02, 0, 0, 0x9D, 0x90, 0x0F, 0x0B])
    popped.processor.interruptRequest = true
    #expect(popped.run() == interrupt(at: 6, flags: 2 | Self.interruptFlag))
  }

  @Test("MOV SS lets one more instruction run, also before an NMI", arguments: [false, true])
  func afterMoveSS(isNMI: Bool) {
    // mov ss, [rbx]; nop; nop; ud2
    let trapping = TrappingProcessor([0x8E, 0x13, 0x90, 0x90, 0x0F, 0x0B]) { $0.rflags |= Self.interruptFlag }
    trapping.machine.memory.store(16 as UInt16, at: TrappingProcessor.data)
    _ = trapping.processor.run(instructions: 1)
    if isNMI {
      trapping.processor.signalNMI()
      #expect(trapping.run() == .init(vector: 2, offset: 3, flags: 2 | Self.interruptFlag))
    } else {
      trapping.processor.interruptRequest = true
      #expect(trapping.run() == interrupt(at: 3, flags: 2 | Self.interruptFlag))
    }
  }

  @Test("An NMI is taken with IF clear; a second one waits for IRET")
  func nested() {
    // nop; nop; ud2
    let trapping = TrappingProcessor([0x90, 0x90, 0x0F, 0x0B])
    // inc r8; iretq
    trapping.machine.memory.write([0x49, 0xFF, 0xC0, 0x48, 0xCF], at: TrappingProcessor.handler(2))
    let processor = trapping.processor
    _ = processor.run(instructions: 1)
    processor.signalNMI()
    _ = processor.run(instructions: 1)
    #expect(processor[general: 8] == 1)
    // In the handler: blocked.
    processor.signalNMI()
    #expect(processor.rip == TrappingProcessor.handler(2) + 3)
    _ = processor.run(instructions: 1)
    #expect(processor[general: 8] == 1 && processor.rip == TrappingProcessor.code + 1)
    // Taken before the next instruction, and once only.
    _ = processor.run(instructions: 1)
    #expect(processor[general: 8] == 2)
    #expect(trapping.run() == .init(vector: 6, offset: 2, flags: 2 | 1 << 16))
    #expect(processor[general: 8] == 2)
  }

  @Test("An NMI wakes a halted processor, an interrupt only with IF set")
  func wake() {
    // hlt; ud2
    let trapping = TrappingProcessor([0xF4, 0x0F, 0x0B])
    #expect(trapping.processor.run(instructions: 10) == .halted)
    trapping.processor.interruptRequest = true
    #expect(trapping.processor.run(instructions: 10) == .halted)
    #expect(trapping.processor.rip == TrappingProcessor.code + 1)
    trapping.processor.signalNMI()
    #expect(trapping.run() == .init(vector: 2, offset: 1, flags: 2))
  }
}
