extension Deviations {
  /// Whether a far jump or call ends with #GP(error) here, of which QEMU knows nothing: it goes to the segment.
  private static func refused(_ question: Case, _ ours: Outcome, _ theirs: Outcome, error: UInt64) -> Bool {
    guard question.title == "far jump or call", let mine = ours.record, let other = theirs.record else { return false }
    return mine.vector == 13 && mine.errorCode == error && other.wentTo(question.farTarget.selector, question)
  }

  static let transfers: [Deviation] = [
    Deviation(
      title:
        "A far jump or call past the limit of its segment: QEMU's error code names the segment, and CALL has pushed by then",
      right: .ours, section: "2, JMP and CALL (#GP(0) \"if the offset is beyond the code segment limit\")",
      erase: { question, ours, theirs in
        guard question.title == "far jump or call", ours.vector == 13, theirs.vector == 13,
          let code = question.descriptor(question.farTarget.selector), question.farTarget.offset > Case.limit(code),
          theirs.errorCode == question.farTarget.selector & 0xFFFC
        else { return }
        // With both L and D as well, the manual's error code names the segment too.
        if question.mode == .long && code >> 53 & 3 == 3 {
          guard ours.errorCode == theirs.errorCode else { return }
        } else {
          guard ours.errorCode == 0 else { return }
          theirs.errorCode = 0
        }
        for (offset, _) in theirs.changes
        where offset >= 0xA000 && ours.changes[offset] == nil && offset < Int(question[.rsp] & 0xFFFF) {
          theirs.changes[offset] = nil
        }
      }),
    Deviation(
      title:
        "QEMU looks neither at the limit of the code segment that a far return or IRET goes to, nor at L with D, nor whether RIP is canonical",
      right: .ours, section: "2, RET and IRET; 3, 5.2.1",
      explains: { question, ours, theirs in
        guard let error = question.errorOfReturn, let mine = ours.record, let other = theirs.record,
          mine.vector == 13, mine.errorCode == error
        else { return false }
        // It gets there, or as far as a stack segment that it does not like.
        let dislikesStack = (11...13).contains(other.vector) && other.errorCode == question.returnStack & 0xFFFC
        // Or to a code segment that is not present, of which it says so; L with D comes before that.
        let selector = question.returnWord(1)
        let isAbsent = question.descriptor(selector).map { $0 >> 47 & 1 == 0 } ?? false
        let dislikesCode = isAbsent && other.vector == 11 && other.errorCode == selector & 0xFFFC
        return other.wentTo(selector, question) || dislikesStack || dislikesCode
      }),
    Deviation(
      title: "QEMU's IRET takes a null stack segment whose RPL is not CPL, and one for compatibility mode",
      right: .ours,
      section: "2, IRET (64-bit mode exceptions, #GP(0))",
      explains: { question, ours, theirs in
        guard question.title == "iret", question.mode == .long, question.returnStack & 0xFFFC == 0,
          let code = question.descriptor(question.returnWord(1))
        else { return false }
        let isRefused = !Case.isLong(code) || question.returnStack & 3 != question.returnWord(1) & 3
        return isRefused && ours.record?.vector == 13 && ours.record?.errorCode == 0
          && theirs.record?.wentTo(question.returnWord(1), question) == true
      }),
    Deviation(
      title: "A far return or IRET to a stack segment that is not present: QEMU raises #NP", right: .ours,
      section: "2, RET and IRET (\"IF stack segment is not present THEN #SS(SS selector)\")",
      erase: { question, ours, theirs in
        guard question.title == "iret" || question.title == "far return",
          question.returnStack & 0xFFF8 == Arena.test2, let stack = question.value(at: Arena.gdt + Arena.test2)
        else { return }
        if stack >> 47 & 1 == 0 && ours.vector == 12 && theirs.vector == 11 && ours.errorCode == theirs.errorCode
          && ours.errorCode == question.returnStack & 0xFFFC
        {
          theirs[.vector] = 12
        }
      }),
    Deviation(
      title: "A far call with a 64-bit operand: QEMU does not look at the limit of a segment that is not 64-bit",
      right: .ours, section: "2, CALL (#GP(0) \"if the offset is beyond the code segment limit\")",
      explains: { question, ours, theirs in
        guard question.operandSize == 8, !question.isFarJump, question.mode == .long,
          let code = question.descriptor(question.farTarget.selector)
        else { return false }
        return !Case.isLong(code) && question.farTarget.offset > Case.limit(code)
          && refused(question, ours, theirs, error: 0)
      }),
    Deviation(
      title: "QEMU lets a far jump or call go to a code segment with both L and D", right: .ours,
      section: "2, JMP and CALL (\"IF L-Bit = 1 and D-BIT = 1 and IA32_EFER.LMA = 1 THEN GP\")",
      explains: { question, ours, theirs in
        let selector = question.farTarget.selector
        guard question.mode == .long, let code = question.descriptor(selector), code >> 53 & 3 == 3 else {
          return false
        }
        // L with D comes before whether the segment is present.
        let error = selector & 0xFFFC
        let dislikesAbsence =
          code >> 47 & 1 == 0 && question.title == "far jump or call" && ours.record?.vector == 13
          && ours.record?.errorCode == error && theirs.record?.vector == 11 && theirs.record?.errorCode == error
        return dislikesAbsence || refused(question, ours, theirs, error: error)
      }),
    Deviation(
      title: "A far jump through a call gate to a segment that is not present: QEMU raises #GP", right: .ours,
      section: "2, JMP (CALL-GATE: \"IF code segment is not present THEN #NP(code-segment selector)\")",
      erase: { question, ours, theirs in
        guard question.isFarJump, let gate = question.callGate, let code = question.descriptor(gate.selector) else {
          return
        }
        if code >> 47 & 1 == 0 && ours.vector == 11 && theirs.vector == 13 && ours.errorCode == theirs.errorCode
          && ours.errorCode == gate.selector & 0xFFFC
        {
          theirs[.vector] = 11
        }
      }),
    Deviation(
      title:
        "After a call through a gate to a conforming segment, QEMU's CS has the segment's DPL for its RPL, not CPL",
      right: .ours, section: "2, CALL (CALL-GATE, SAME-PRIVILEGE: \"CS(RPL) := CPL\")",
      erase: { question, ours, theirs in
        guard !question.isFarJump, let gate = question.callGate, let code = question.descriptor(gate.selector),
          Case.isConforming(code), code >> 45 & 3 != question.level
        else { return }
        // CS in the frame of what comes next.
        let (right, wrong) = (gate.selector & 0xFFFC | question.level, gate.selector & 0xFFFC | code >> 45 & 3)
        for (offset, mine) in ours.changes where (0xA000..<0xD000).contains(offset) {
          guard let other = theirs.changes[offset] else { continue }
          for shift in [0, 32] as [UInt64]
          where (mine ^ other) >> shift & 0xFFFF_FFFF == right ^ wrong && mine >> shift & 0xFFFF == right {
            theirs.changes[offset] = (theirs.changes[offset] ?? 0) ^ (right ^ wrong) << shift
          }
        }
      }),
    Deviation(
      title: "QEMU takes all 32 bits of the offset in a 16-bit call gate, and does not compare it with the limit",
      right: .ours, section: "3, 5.8.3; 2, CALL",
      explains: { question, ours, theirs in
        guard question.mode == .protected, let gate = question.callGate, let other = theirs.record else { return false }
        if gate.type == 4 && gate.offset > 0xFFFF { return other.wentTo(gate.selector, question) }
        guard let code = question.descriptor(gate.selector) else { return false }
        return question.farTarget.offset > Case.limit(code) && refused(question, ours, theirs, error: 0)
      }),
    Deviation(
      title: "A far jump or call to an address that is not canonical: QEMU faults at the target", right: .ours,
      section: "2, JMP and CALL (#GP(0))",
      explains: { question, ours, theirs in
        question.mode == .long && !Case.isCanonical(question.farTarget.offset)
          && refused(question, ours, theirs, error: 0)
          && theirs.record?.savedTarget(question)?.rip == question.farTarget.offset
      }),
    Deviation(
      title: "QEMU returns to compatibility mode with a null SS", right: .ours,
      section: "2, IRET and RET (#GP(0) unless the new mode is 64-bit)",
      explains: { question, ours, theirs in
        guard question.mode == .long, question.title == "iret" || question.title == "far return",
          let code = question.descriptor(question.returnWord(1)), let mine = ours.record, let other = theirs.record
        else { return false }
        return mine.vector == 13 && mine.errorCode == 0 && !Case.isLong(code) && other[.ss] & ~3 == 0
          && other.wentTo(question.returnWord(1), question)
      }),
    Deviation(
      title: "QEMU compares the target of a far jump or call with the limit of a 64-bit code segment", right: .ours,
      section: "3, 5.3.1 (no limit checks in 64-bit mode)",
      explains: { question, ours, theirs in
        let target = question.farTarget
        guard question.title == "far jump or call", question.mode == .long, let mine = ours.record,
          let other = theirs.record, let code = question.descriptor(target.selector)
        else { return false }
        return code >> 53 & 3 == 1 && target.offset > Case.limit(code) && other.vector == 13
          && other.errorCode == target.selector & 0xFFFC && mine.wentTo(target.selector, question)
      }),
  ]
}
