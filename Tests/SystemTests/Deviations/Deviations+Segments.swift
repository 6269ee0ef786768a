extension Deviations {
  /// MOV to SS is the last instruction of the cases that load segments.
  private static func loadsSS(_ question: Case) -> Bool {
    question.title == "load a segment" && question.code.last == 0xD0
  }

  /// Whether twelve bytes below the stack pointer lie in a data segment.
  private static func hasRoom(_ descriptor: UInt64, _ stack: UInt64) -> Bool {
    let isBig = descriptor >> 54 & 1 != 0
    let limit = Case.limit(descriptor)
    let (first, last) = isBig ? (stack - 12, stack - 1) : ((stack - 12) & 0xFFFF, (stack - 1) & 0xFFFF)
    let isDown = descriptor >> 40 & 0x1C == 0x14
    return isDown ? first > limit && last <= (isBig ? 0xFFFF_FFFF : 0xFFFF) : last <= limit
  }

  static let segments: [Deviation] = [
    Deviation(
      title: "QEMU's LAR leaves out bits 16...19, which the manual calls undefined; silicon copies them", right: .both,
      section: "2, LAR",
      erase: { question, ours, theirs in
        if question.title == "load a segment", (ours[.rsi] ^ theirs[.rsi]) & ~0xF_0000 == 0 {
          ours[.rsi] = theirs[.rsi]
        }
      }),
    Deviation(
      title: "QEMU's LAR and LSL take types 1, 3, 4 and 5 for valid in long mode", right: .ours,
      section: "2, LAR and LSL, tables",
      erase: { question, ours, theirs in
        guard question.title == "load a segment", question.mode == .long,
          let descriptor = question.descriptor(question[.rax]), [1, 3, 4, 5].contains(descriptor >> 40 & 0x1F)
        else { return }
        // SETZ after each, and the results.
        for field in [Outcome.Field.rsi, .rdi] { ours[field] = theirs[field] }
        if (ours[.rbx] ^ theirs[.rbx]) & ~0x101 == 0 { ours[.rbx] = theirs[.rbx] }
      }),
    Deviation(
      title: "QEMU loads SS with a null selector whose RPL is not CPL", right: .ours,
      section: "2, MOV (64-bit mode exceptions)",
      explains: { question, ours, theirs in
        loadsSS(question) && question[.cs] == Arena.code64 && (1..<4).contains(question[.rax])
          && ours.record?.vector == 13 && ours.record?.errorCode == 0 && theirs.record?.vector == 3
      }),
    Deviation(
      title: "QEMU pushes an interrupt's frame at the base of a stack segment in whose descriptor bit 53 is set",
      right: .both,
      section: "3, 3.4.5 (L: \"for non-code segments, bit 21 is reserved and should always be set to 0\")",
      erase: { question, ours, theirs in
        guard loadsSS(question), question.mode == .protected, let stack = question.descriptor(question[.rax]),
          stack >> 53 & 1 == 1, ours.vector == 3, theirs.vector == 3
        else { return }
        for place in [UInt64(16), 8] {
          let offset = Int((question[.rsp] - place) & 0xFFFF)
          theirs.changes[offset] = ours.changes[offset]
        }
        // The last of the three words, RIP, is what is left there.
        let base = stack >> 16 & 0xFF_FFFF | stack >> 32 & 0xFF00_0000
        if let offset = Int(exactly: Int64(base) - Int64(Arena.base)), ours.changes[offset & ~7] == nil {
          theirs.changes[offset & ~7] = nil
        }
      }),
    Deviation(
      title: "QEMU does not check the limit of the stack segment when it pushes", right: .ours, section: "3, 5.3",
      explains: { question, ours, theirs in
        guard loadsSS(question), question.mode == .protected, question.level == 0, theirs.record?.vector == 3,
          let descriptor = question.descriptor(question[.rax])
        else { return false }
        // The breakpoint's frame has no room, nor has that of the exception which that is, or of the double fault.
        return ours == .lost && !hasRoom(descriptor, question[.rsp])
      }),
    Deviation(
      title: "QEMU leaves the accessed bit of the segments that a far transfer or an interrupt loads", right: .ours,
      section: "3, 3.4.5.1",
      erase: { question, ours, theirs in
        for offset in [0x80, 0x90] {
          guard let mine = ours.changes[offset], theirs.changes[offset] == nil,
            let before = question.value(at: Arena.gdt + UInt64(offset)), mine == before | 1 << 40, before >> 44 & 1 == 1
          else { continue }
          theirs.changes[offset] = mine
        }
      }),
  ]
}
