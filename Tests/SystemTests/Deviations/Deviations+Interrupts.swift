extension Deviations {
  static let interrupts: [Deviation] = [
    Deviation(
      title: "QEMU empties SS when an interrupt takes a stack from the IST without changing CPL", right: .ours,
      section: "2, INT n (INTRA-PRIVILEGE-LEVEL-INTERRUPT)",
      erase: { question, ours, theirs in
        guard question.mode == .long else { return }
        if theirs[.ss] == 0 && ours[.ss] & 3 == 0 { ours[.ss] = 0 }
        // The next exception pushes it.
        for offset in [0xCFE8, 0xCFF8] where ours.changes[offset] == Arena.data && theirs.changes[offset] == nil {
          ours.changes[offset] = nil
        }
      }),
    Deviation(
      title: "QEMU numbers an IDT entry in an error code by its offset divided by eight, also in long mode",
      right: .ours, section: "3, 6.13",
      erase: { question, ours, theirs in
        guard question.mode == .long, let mine = ours.errorCode, let other = theirs.errorCode, mine & 2 != 0 else {
          return
        }
        if other & ~7 == (mine & ~7) << 1 && other & 6 == 2 { theirs.errorCode = mine & ~1 | other & 1 }
      }),
    Deviation(
      title: "QEMU leaves the EXT bit clear in the error code of an exception met while delivering another",
      right: .ours, section: "3, 6.13",
      erase: { question, ours, theirs in
        guard question.title == "an exception whose gate is bad", let mine = ours.errorCode,
          let other = theirs.errorCode, (10...13).contains(ours.vector)
        else { return }
        if mine ^ other == 1 && mine & 1 == 1 { theirs.errorCode = mine }
      }),
    Deviation(
      title:
        "QEMU looks neither at the limit nor at the canonicality of the address in an interrupt gate, and takes all 32 bits of a 16-bit gate's",
      right: .ours, section: "2, INT n; 3, figure 6-2",
      explains: { question, ours, theirs in
        guard let gate = question.interruptGate, let mine = ours.record, let other = theirs.record else { return false }
        // It goes on at the whole address, which is mostly the monitor's handler of vector 0x21.
        guard other.vector == 0x21 || other.wentTo(gate.selector, question) else { return false }
        let is16 = question.mode == .protected && (gate.type == 6 || gate.type == 7) && gate.offset > 0xFFFF
        if question.mode == .long {
          return !Case.isCanonical(gate.offset) && mine.vector == 13 && mine.errorCode == 0
        }
        if is16 { return true }
        guard let code = question.descriptor(gate.selector) else { return false }
        return gate.offset > Case.limit(code) && mine.vector == 13 && mine.errorCode == 0
      }),
    Deviation(
      title: "QEMU pushes an interrupt's frame with a supervisor's rights when the handler runs at CPL 3", right: .ours,
      section: "3, 4.6.1 (accesses while CPL = 3 are user-mode accesses)",
      explains: { question, ours, theirs in
        guard let gate = question.interruptGate, let code = question.descriptor(gate.selector), question.level == 3
        else { return false }
        return (Case.isConforming(code) || code >> 45 & 3 == 3) && ours.record?.vector == 14
          && (ours.record?.errorCode ?? 0) & 7 == 7 && (ours.record?[.cr2] ?? .max) < Arena.window
          && theirs.record?.wentTo(gate.selector, question) == true
      }),
  ]
}
