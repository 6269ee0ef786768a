import Processor
import Testing

/// FERR# and IGNNE#: x87 exceptions with CR0.NE clear (SDM volume 1, section 8.7).
@Suite("Numeric errors")
struct NumericErrorTests {
  // fldz; fldz; fdivp (invalid, unmasked); inc eax; fwait; inc ecx; fnclex; ud2
  private static let code: [UInt8] = [
    0xD9, 0xEE, 0xD9, 0xEE, 0xDE, 0xF9, 0xFF, 0xC0, 0x9B, 0xFF, 0xC1, 0xDB, 0xE2, 0x0F, 0x0B,
  ]

  private func machine(ne: Bool) -> TrappingProcessor {
    TrappingProcessor(Self.code) {
      if !ne { $0.system.cr0 &= ~(1 << 5) }
      $0.x87.control = 0x37E
    }
  }

  @Test("With NE set, #MF")
  func native() { #expect(machine(ne: true).run()?.vector == 16) }

  @Test("With NE clear, FERR# rises and the waiting instruction stands still until IGNNE#")
  func external() {
    let machine = machine(ne: false)
    let processor = machine.processor
    var levels: [Bool] = []
    processor.onNumericError = { levels.append($0) }
    #expect(processor.run(instructions: 100) == .budget)
    #expect(processor.rip == TrappingProcessor.code + 8)
    #expect(levels == [true])
    #expect(processor.retired == 100, "time goes on")
    processor.ignoresNumericErrors = true
    #expect(machine.run()?.vector == 6)
    #expect(processor[general: 1] & 0xFF == 1)
    #expect(levels == [true, false], "FNCLEX takes the request back")
  }

  @Test("The board's answer may come at once")
  func answeredAtOnce() {
    let machine = machine(ne: false)
    machine.processor.onNumericError = { [unowned processor = machine.processor] in processor.ignoresNumericErrors = $0
    }
    #expect(machine.run()?.vector == 6)
    #expect(machine.processor.ignoresNumericErrors == false)
  }
}
