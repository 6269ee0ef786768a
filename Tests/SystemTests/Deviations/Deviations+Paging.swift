extension Deviations {
  static let paging: [Deviation] = [
    Deviation(
      title: "QEMU sets the accessed bit in the entry of a 1 GiB page also for an access that faults", right: .both,
      section: "3, 4.8 (says nothing of accesses that fault)",
      erase: { question, ours, theirs in
        guard question.mode == .long, question.title.hasPrefix("a page's rights"), ours.vector == 14,
          let before = question.value(at: Arena.base + 0x4010), before & 0x81 == 0x81
        else { return }
        if ours.changes[0x4010] == nil && theirs.changes[0x4010] == before | 0x20 { theirs.changes[0x4010] = nil }
      }),
    Deviation(
      title:
        "An instruction that reads and writes across two pages, of which the second faults: here the first is dirty",
      right: .both, section: "3, 4.8 (the dirty flag may be set when the write does not come to pass)",
      erase: { question, ours, theirs in
        guard question.readsAndWrites, question[.rbx] & 0xFFF >= 0xFFC, ours.vector == 14 else { return }
        for (offset, mine) in ours.changes where (0x4000..<0x8000).contains(offset) {
          let other = theirs.changes[offset] ?? question.value(at: Arena.base + UInt64(offset)) ?? 0
          if mine ^ other == 0x40 { theirs.changes[offset] = mine }
        }
      }),
    Deviation(
      title: "QEMU sets accessed bits in PAE page-directory pointers, which have none", right: .ours,
      section: "3, 4.4.1 and 4.8",
      erase: { question, ours, theirs in
        guard question.mode == .protected, question[.cr4] & 0x20 != 0 else { return }
        for (index, directory) in [Arena.base + 0x5000, Arena.base + 0x6000].enumerated() {
          let offset = 0x3000 + index * 8
          if ours.changes[offset] == nil && theirs.changes[offset] == directory | 0x21 { theirs.changes[offset] = nil }
        }
      }),
    Deviation(
      title: "QEMU leaves P clear in the error code of a page fault for a reserved bit", right: .ours,
      section: "3, 4.7 (\"if RSVD, P is also set\")",
      erase: { question, ours, theirs in
        guard ours.vector == 14, let mine = ours.errorCode, let other = theirs.errorCode else { return }
        if mine & 9 == 9 && other & 9 == 8 { theirs.errorCode = other | 1 }
      }),
    Deviation(
      title:
        "An instruction that reads and writes across two pages: QEMU reads both before it looks at the right to write",
      right: .ours, section: "3, 4.7; silicon does as Apus",
      explains: { question, ours, theirs in
        guard question.readsAndWrites, question[.rbx] & 0xFFF >= 0xFFC, let mine = ours.record,
          let other = theirs.record
        else { return false }
        // Both fault at the instruction: ours at the first byte, for writing; QEMU at the second page, for reading.
        return mine.vector == 14 && other.vector == 14 && mine[.cr2] == question[.rbx]
          && other[.cr2] == (question[.rbx] | 0xFFF) + 1
          && mine.savedTarget(question)?.rip == other.savedTarget(question)?.rip
      }),
    Deviation(
      title: "QEMU reports the page fault of an instruction that reads and writes memory as a read's", right: .ours,
      section: "3, 4.7 (W/R); silicon does as Apus",
      erase: { question, ours, theirs in
        guard question.readsAndWrites, ours.vector == 14, let mine = ours.errorCode, let other = theirs.errorCode else {
          return
        }
        if (mine ^ other) & 2 != 0 && mine & 2 == 2 { theirs.errorCode = other | 2 }
        // The read has set an accessed bit before the write was refused.
        for (offset, value) in theirs.changes where offset >= 0x3000 && offset < 0x8000 && ours.changes[offset] == nil {
          let before = question.value(at: Arena.base + UInt64(offset)) ?? 0
          if value & ~before & ~(0x20 << 32 | 0x20) == 0 { theirs.changes[offset] = nil }
        }
      }),
  ]
}
