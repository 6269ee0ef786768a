import Testing

@testable import Processor

/// Instructions that begin in one page and end in the next.
@Suite struct CrossingTests {
  private static let page = BareProcessor.codeAddress
  private static let second = BareProcessor.codeAddress + 0x1000

  /// A loop of RCX rounds, whose first instruction is MOV EAX, 0x11223344 with `rest` of its bytes in the second page.
  private static func loop(rest: Int, body: [UInt8]) -> (code: [UInt8], start: UInt64) {
    // add r8d, eax; dec rcx; jnz to the start; hlt
    let code = [0xB8, 0x44, 0x33, 0x22, 0x11] + body + [0x41, 0x01, 0xC0, 0x48, 0xFF, 0xC9]
    return (code + [0x75, UInt8(truncatingIfNeeded: -(code.count + 2)), 0xF4], second - 5 + UInt64(rest))
  }

  private func run(
    _ code: [UInt8], at start: UInt64, isFast: Bool, entries: Int = 1024, setUp: (BareProcessor) -> Void = { _ in }
  ) -> BareProcessor {
    let bare = BareProcessor(code: [], translationEntries: entries)
    bare.processor.usesFastOperations = isFast
    bare.memory.write(code, at: start)
    setUp(bare)
    var state = bare.processor.state
    state.rip = start
    state.general[1] = 5
    state.general[3] = Self.second
    state.general[8] = 0
    bare.processor.state = state
    _ = bare.processor.run(instructions: 1000)
    return bare
  }

  @Test("It runs like any other, wherever the page ends", arguments: 1...4, [1, 1024])
  func anywhere(rest: Int, entries: Int) {
    let (code, start) = Self.loop(rest: rest, body: [])
    let bare = run(code, at: start, isFast: true, entries: entries)
    #expect(bare.processor.isHalted)
    #expect(bare.processor[general: 8] == UInt64(UInt32(truncatingIfNeeded: 5 * 0x1122_3344)))
    #expect(bare.processor.retired == 5 * 4 + 1)
  }

  @Test("A store to its last byte counts at once", arguments: [true, false])
  func modified(isFast: Bool) {
    // inc byte [rbx]: the byte of the operand that comes first in the second page, with 1 in the first one
    let (code, start) = Self.loop(rest: 1, body: [0xFE, 0x03])
    let bare = run(code, at: start, isFast: isFast)
    let sum = (0..<5).reduce(UInt32(0)) { $0 &+ 0x1122_3344 &+ UInt32($1) << 24 }
    #expect(bare.processor[general: 8] == UInt64(sum))
  }

  /// The code's 2 MiB in pages of 4 KiB; R9 is the second page's entry, R10 and R11 what it becomes, round by round.
  private func remap(_ bare: BareProcessor, to first: UInt64, then second: UInt64) {
    bare.memory.store(0x4003 as UInt64, at: 0x3000)
    for index in 0..<512 as Range<UInt64> { bare.memory.store(index << 12 | 3, at: 0x4000 + index * 8) }
    var state = bare.processor.state
    state.general[9] = 0x4000 + (Self.second >> 12) * 8
    state.general[10] = first
    state.general[11] = second
    bare.processor.state = state
  }

  // xchg [r9], r10; xchg r10, r11; mov eax, 0x11223344, which crosses; jmp to the start
  private static let remapping: [UInt8] = [
    0x4D, 0x87, 0x11, 0x4D, 0x87, 0xDA, 0xB8, 0x44, 0x33, 0x22, 0x11, 0xEB, 0xF3,
  ]

  @Test("Another page behind it counts at once", arguments: [true, false])
  func remapped(isFast: Bool) {
    let start = Self.second - 9
    let bare = run(Self.remapping, at: start, isFast: isFast) { bare in
      remap(bare, to: 0x10_1003, then: 0x1F_0003)
      // The end of the operand, and a halt.
      bare.memory.write([0x22, 0x7F, 0xF4], at: 0x1F_0000)
    }
    #expect(bare.processor.isHalted)
    #expect(bare.processor[general: 0] == 0x7F22_3344)
    #expect(bare.processor.retired == 4 + 4)
  }

  @Test("A page behind it that is gone faults", arguments: [true, false])
  func unmapped(isFast: Bool) {
    let start = Self.second - 9
    let bare = run(Self.remapping, at: start, isFast: isFast) { remap($0, to: 0x10_1003, then: 0) }
    #expect(bare.processor.shutdown?.faults.first?.vector == 14)
    #expect(bare.processor.cr2 == Self.second)
    #expect(bare.processor.rip == start + 6)
    #expect(bare.processor.retired == 4 + 3)
  }
}
