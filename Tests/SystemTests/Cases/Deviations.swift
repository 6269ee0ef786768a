/// A known difference between the two machines: who is right, and where the manual says so.
struct Deviation: Sendable {
  enum Party: String, Sendable {
    case ours = "Apus"
    case qemu = "QEMU"
    case both = "both (the manual leaves it open)"
  }

  let title: String
  let right: Party
  let section: String
  /// Takes the difference out of two records, when it is there.
  var erase: @Sendable (Case, inout Outcome.Record, inout Outcome.Record) -> Void = { _, _, _ in }
  /// Whether it explains the whole difference between two outcomes, whatever that is.
  var explains: @Sendable (Case, Outcome, Outcome) -> Bool = { _, _, _ in false }
}

enum Deviations {
  /// The deviations that together explain a difference; nil when they do not.
  static func explain(_ question: Case, _ ours: Outcome, _ theirs: Outcome) -> [String]? {
    for deviation in all where deviation.explains(question, ours, theirs) { return [deviation.title] }
    guard var ours = ours.record, var theirs = theirs.record else { return nil }
    var used: [String] = []
    for deviation in all {
      let before = (ours, theirs)
      deviation.erase(question, &ours, &theirs)
      if (ours, theirs) != before { used.append(deviation.title) }
      if ours == theirs { return used }
    }
    return nil
  }

  static let all: [Deviation] = [
    Deviation(
      title: "QEMU leaves RF clear in the flags that a fault pushes", right: .ours, section: "3, 18.3.1.1",
      erase: { question, ours, theirs in
        for (offset, mine) in ours.changes {
          // In a frame of quadwords the flags are a quadword, in one of doublewords either half; zero is no change.
          let other = theirs.changes[offset] ?? question.value(at: Arena.base + UInt64(offset)) ?? 0
          let rf: UInt64 = 1 << 48 | 1 << 16
          if (mine ^ other) & ~rf == 0 && mine & ~other & rf != 0 { ours.changes[offset] = theirs.changes[offset] }
        }
      }),
    Deviation(
      title:
        "With RF set, INT n pushes RF as it is on QEMU; here it has been cleared, as on silicon after SIGRETURN to INT3",
      right: .both, section: "3, 18.3.1.1 (\"the value that was in the EFLAGS register at the time\")",
      erase: { question, ours, theirs in
        for (offset, mine) in ours.changes {
          let other = theirs.changes[offset] ?? question.value(at: Arena.base + UInt64(offset)) ?? 0
          let rf: UInt64 = 1 << 48 | 1 << 16
          if (mine ^ other) & ~rf == 0 && other & ~mine & rf != 0 { ours.changes[offset] = theirs.changes[offset] }
        }
      }),
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
        guard question.title == "load a segment", question.mode == .long else { return }
        let selector = question[.rax]
        let descriptor = question.value(at: (selector & 4 != 0 ? Arena.ldt : Arena.gdt) + selector & 0xFFF8) ?? 0
        guard [1, 3, 4, 5].contains(descriptor >> 40 & 0x1F) else { return }
        for field in [Outcome.Field.rsi, .rdi, .rbx] { ours[field] = theirs[field] }
      }),
    Deviation(
      title: "QEMU loads SS with a null selector whose RPL is not CPL", right: .ours,
      section: "2, MOV (64-bit mode exceptions)",
      explains: { question, ours, theirs in
        question.title == "load a segment" && question.mode == .long && question[.rax] < 4 && ours.record?.vector == 13
          && theirs.record?.vector == 3
      }),
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
      title: "QEMU sets accessed bits in PAE page-directory pointers, which have none", right: .ours,
      section: "3, 4.4.1 and 4.8",
      erase: { question, ours, theirs in
        guard question.mode == .protected, question[.cr4] & 0x20 != 0 else { return }
        for offset in 0x3000..<0x3020 { theirs.changes[offset] = ours.changes[offset] }
      }),
    Deviation(
      title: "QEMU leaves the accessed bit of the segments that a far transfer or an interrupt loads", right: .ours,
      section: "3, 3.4.5.1",
      erase: { _, ours, theirs in
        for offset in [0x80, 0x90] {
          if let mine = ours.changes[offset], theirs.changes[offset] == nil, mine >> 40 & 0x11 == 0x11 {
            theirs.changes[offset] = mine
          }
        }
      }),
    Deviation(
      title: "QEMU numbers an IDT entry in an error code by its offset divided by eight, also in long mode",
      right: .ours,
      section: "3, 6.13",
      erase: { question, ours, theirs in
        guard question.mode == .long, let mine = ours.errorCode, let other = theirs.errorCode, mine & 2 != 0 else {
          return
        }
        if other & ~7 == (mine & ~7) << 1 && other & 6 == 2 { theirs.errorCode = mine & ~1 | other & 1 }
      }),
    Deviation(
      title: "QEMU leaves the EXT bit clear in the error code of an exception met while delivering another",
      right: .ours,
      section: "3, 6.13",
      erase: { question, ours, theirs in
        guard let mine = ours.errorCode, let other = theirs.errorCode, (10...13).contains(ours.vector) else { return }
        if mine ^ other == 1 && mine & 1 == 1 { theirs.errorCode = mine }
      }),
    Deviation(
      title:
        "A far jump or call past the limit of its segment: QEMU's error code names the segment, and CALL has pushed by then",
      right: .ours, section: "2, JMP and CALL (#GP(0) \"if the offset is beyond the code segment limit\")",
      erase: { question, ours, theirs in
        guard question.title == "far jump or call", ours.vector == 13, theirs.vector == 13, ours.errorCode == 0 else {
          return
        }
        guard let other = theirs.errorCode, other & 7 == 0 else { return }
        theirs.errorCode = 0
        for (offset, _) in theirs.changes
        where offset >= 0xA000 && ours.changes[offset] == nil && offset < Int(question[.rsp] & 0xFFFF) {
          theirs.changes[offset] = nil
        }
      }),
    Deviation(
      title: "QEMU does not look at the limit of the code segment that a far return or IRET goes to, nor at L with D",
      right: .ours,
      section: "2, RET and IRET; 3, 5.2.1",
      explains: { question, ours, theirs in
        guard question.title == "iret" || question.title == "far return", let record = ours.record else { return false }
        return record.vector == 13 && (record.errorCode == 0 || record.errorCode == Arena.test) && question.returnsBadly
      }),
    Deviation(
      title: "QEMU leaves P clear in the error code of a page fault for a reserved bit", right: .ours,
      section: "3, 4.7 (\"if RSVD, P is also set\")",
      erase: { question, ours, theirs in
        guard ours.vector == 14, let mine = ours.errorCode, let other = theirs.errorCode else { return }
        if mine & 9 == 9 && other & 9 == 8 { theirs.errorCode = other | 1 }
      }),
    Deviation(
      title: "QEMU lets a far jump or call go to a code segment with both L and D", right: .ours,
      section: "2, JMP and CALL (\"IF L-Bit = 1 and D-BIT = 1 and IA32_EFER.LMA = 1 THEN GP\")",
      explains: { question, ours, theirs in
        guard question.title == "far jump or call", question.mode == .long, ours.record?.vector == 13 else {
          return false
        }
        return ours.record?.errorCode == Arena.test && (question.value(at: Arena.gdt + Arena.test) ?? 0) >> 53 & 3 == 3
      }),
    Deviation(
      title:
        "QEMU looks neither at the limit nor at the canonicality of the address in an interrupt gate, and takes all 32 bits of a 16-bit gate's",
      right: .ours, section: "2, INT n; 3, figure 6-2",
      explains: { question, ours, theirs in
        guard question.title == "int n through a gate",
          let gate = question.value(at: Arena.idt + (question.mode == .long ? 0x210 : 0x108))
        else { return false }
        if question.mode == .long {
          return ours.record?.vector == 13 && (question.value(at: Arena.idt + 0x218) ?? 0) != 0
        }
        if gate >> 40 & 8 == 0 { return true }
        return ours.record?.vector == 13 && (ours.record?.errorCode ?? 9) <= 1
      }),
    Deviation(
      title: "QEMU's SYSEXIT with a 32-bit operand does not truncate the new RIP and RSP", right: .ours,
      section: "2, SYSEXIT",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question.code == [0x0F, 0x35]
          && question[.rcx] | question[.rdx] > 0xFFFF_FFFF
      }),
    Deviation(
      title: "SYSEXIT with a RIP or RSP that is not canonical: QEMU goes to CPL 3 first", right: .ours,
      section: "2, SYSEXIT (#GP(0))",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question.code == [0x48, 0x0F, 0x35] && ours.record?.vector == 13
      }),
    Deviation(
      title:
        "A segment register loaded with an expand-down stack segment: QEMU does not check its limit when it pushes",
      right: .ours,
      section: "3, 5.3",
      explains: { question, ours, theirs in
        let selector = question[.rax]
        let descriptor = question.value(at: (selector & 4 != 0 ? Arena.ldt : Arena.gdt) + selector & 0xFFF8) ?? 0
        return question.title == "load a segment" && question.code.last == 0xD0 && question.mode == .protected
          && theirs.record?.vector == 3
          && (descriptor >> 40 & 0x1C == 0x14 || descriptor >> 54 & 1 == 0 || descriptor >> 55 & 1 == 0)
      }),
    Deviation(
      title: "MOV to CR1, CR5 and the like at CPL 3: here #UD comes before #GP", right: .both,
      section: "2, MOV-Move to/from Control Registers",
      explains: { question, ours, theirs in
        question.title == "mov to a control register" && question[.cs] & 3 == 3 && ours.record?.vector == 6
          && theirs.record?.vector == 13
      }),
    Deviation(
      title: "QEMU takes all 32 bits of the offset in a 16-bit call gate, and does not compare it with the limit",
      right: .ours,
      section: "3, 5.8.3; 2, CALL",
      explains: { question, ours, theirs in
        guard question.title == "far jump or call", question.mode == .protected,
          let gate = question.value(at: Arena.gdt + Arena.test2)
        else { return false }
        return gate >> 40 & 0x1F == 4
          || (gate >> 40 & 0x1F == 12 && ours.record?.vector == 13 && ours.record?.errorCode == 0)
      }),
    Deviation(
      title: "A far jump or call to an address that is not canonical: QEMU faults at the target", right: .ours,
      section: "2, JMP and CALL (#GP(0))",
      explains: { question, ours, theirs in
        question.title == "far jump or call" && question.mode == .long && question.code.first == 0x48
          && ours.record?.vector == 13
          && ours.record?.errorCode == 0
      }),
    Deviation(
      title: "QEMU returns to compatibility mode with a null SS", right: .ours,
      section: "2, IRET and RET (#GP(0) unless the new mode is 64-bit)",
      explains: { question, ours, theirs in
        question.mode == .long && (question.title == "iret" || question.title == "far return")
          && ours.record?.vector == 13
          && ours.record?.errorCode == 0 && theirs.record?.vector == 3
          && (question.value(at: Arena.gdt + Arena.test) ?? 0) >> 53 & 1 == 0
      }),
    Deviation(
      title: "QEMU compares the target of a far jump or call with the limit of a 64-bit code segment", right: .ours,
      section: "3, 5.3.1 (no limit checks in 64-bit mode)",
      explains: { question, ours, theirs in
        question.title == "far jump or call" && question.mode == .long && theirs.record?.vector == 13
          && theirs.record?.errorCode == Arena.test && (question.value(at: Arena.gdt + Arena.test) ?? 0) >> 53 & 3 == 1
      }),
    Deviation(
      title: "QEMU's SYSCALL clears the arithmetic flags and DF whatever IA32_FMASK says", right: .ours,
      section: "2, SYSCALL",
      erase: { question, ours, theirs in
        guard question.title == "fast system call", question.code == [0x0F, 0x05] else { return }
        if (ours[.rflags] ^ theirs[.rflags]) & ~0xCD5 == 0 { theirs[.rflags] = ours[.rflags] }
        for (offset, mine) in ours.changes where (mine ^ (theirs.changes[offset] ?? 0)) & ~0xCD5 == 0 {
          theirs.changes[offset] = mine
        }
      }),
    Deviation(
      title: "QEMU executes SYSCALL in compatibility mode, and raises #GP where SYSRET there is #UD", right: .ours,
      section: "2, SYSCALL and SYSRET (\"IF CS.L != 1 ... THEN #UD\"); as on Intel processors",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question[.cs] == Arena.userCode32 && ours.record?.vector == 6
          && [[0x0F, 0x05], [0x0F, 0x07], [0x48, 0x0F, 0x07]].contains(question.code)
      }),
    Deviation(
      title: "QEMU keeps reserved bits of CR0 as written; they stay clear", right: .ours, section: "3, 2.5",
      erase: { question, ours, theirs in
        guard question.title == "mov to a control register", (ours[.cr0] ^ theirs[.cr0]) & ~0x1FFA_FFC0 == 0 else {
          return
        }
        theirs[.cr0] = ours[.cr0]
      }),
    Deviation(
      title: "QEMU keeps bits 11, 12, 14 and 15 of DR7 as written; they are always zero", right: .ours,
      section: "3, figure 18-1",
      erase: { question, ours, theirs in
        guard question.title == "mov to a debug register", (ours[.dr7] ^ theirs[.dr7]) & ~0xD800 == 0 else { return }
        theirs[.dr7] = ours[.dr7]
        if (ours[.rcx] ^ theirs[.rcx]) & ~0xD800 == 0 { theirs[.rcx] = ours[.rcx] }
      }),
    Deviation(
      title: "MOV to DR4 or DR5 with CR4.DE at CPL 3: here #UD comes before #GP", right: .both,
      section: "2, MOV-Move to/from Debug Registers",
      explains: { question, ours, theirs in
        question.title == "mov to a debug register" && question[.cs] & 3 == 3 && ours.record?.vector == 6
          && theirs.record?.vector == 13
      }),
    Deviation(
      title: "QEMU's LTR takes a null selector", right: .ours, section: "2, LTR (#GP(0))",
      explains: { question, ours, theirs in
        question.code == [0x0F, 0x00, 0xD8] && question[.rax] & 0xFFFC == 0 && ours.record?.vector == 13
      }),
    Deviation(
      title:
        "An instruction that reads and writes across two pages: QEMU reads both before it looks at the right to write",
      right: .ours,
      section: "3, 4.7; silicon does as Apus",
      explains: { question, ours, theirs in
        question.title.hasPrefix("a page's rights") && ours.record?.vector == 14 && theirs.record?.vector == 14
          && question[.rbx] & 0xFFF >= 0xFFC && [[0x01, 0x03], [0x0F, 0xB1, 0x0B]].contains(question.code)
      }),
    Deviation(
      title: "SYSRET to an address that is not canonical: QEMU faults at the target, with CPL 3 already", right: .ours,
      section: "2, SYSRET (#GP(0))",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question.code == [0x48, 0x0F, 0x07] && question[.rcx] >> 47 != 0
          && ours.record?.vector == 13
      }),
    Deviation(
      title: "QEMU does not have DR7.GD", right: .ours, section: "3, 18.2.4",
      explains: { question, ours, theirs in
        question.title == "mov to a debug register" && ours.record?.vector == 1
          && (ours.record?[.dr6] ?? 0) & 0x2000 != 0
      }),
    Deviation(
      title: "QEMU keeps bit 12 of DR6 as written; it is always zero", right: .ours, section: "3, figure 18-1",
      erase: { question, ours, theirs in
        guard question.title == "mov to a debug register", (ours[.dr6] ^ theirs[.dr6]) == 0x1000 else { return }
        theirs[.dr6] ^= 0x1000
        if ours[.rcx] ^ theirs[.rcx] == 0x1000 { theirs[.rcx] ^= 0x1000 }
      }),
    Deviation(
      title: "QEMU takes CR0.NW without CR0.CD, reserved bits of CR3 and CR4, and PG without PE", right: .ours,
      section: "2, MOV-Move to/from Control Registers",
      explains: { question, ours, theirs in
        question.title == "mov to a control register" && ours.record?.vector == 13 && ours.record?.errorCode == 0
          && theirs.record?.vector != 13
      }),
    Deviation(
      title: "QEMU's WRMSR takes addresses that are not canonical, reserved bits, and numbers that nobody has",
      right: .ours,
      section: "2, WRMSR",
      explains: { question, ours, theirs in
        question.title == "wrmsr" && ours.record?.vector == 13 && theirs.record?.vector == 3
      }),
    Deviation(
      title: "QEMU reports the page fault of an instruction that reads and writes memory as a read's", right: .ours,
      section: "3, 4.7 (W/R); silicon does as Apus",
      erase: { question, ours, theirs in
        guard ours.vector == 14, let mine = ours.errorCode, let other = theirs.errorCode else { return }
        if (mine ^ other) & 2 != 0 && mine & 2 == 2 { theirs.errorCode = other | 2 }
        // The read has set an accessed bit before the write was refused.
        for (offset, value) in theirs.changes where offset >= 0x3000 && offset < 0x8000 && ours.changes[offset] == nil {
          let before = question.value(at: Arena.base + UInt64(offset)) ?? 0
          if value & ~before & ~(0x20 << 32 | 0x20) == 0 { theirs.changes[offset] = nil }
        }
      }),
    Deviation(
      title: "QEMU pushes an interrupt's frame with a supervisor's rights when the handler runs at CPL 3", right: .ours,
      section: "3, 4.6.1 (accesses while CPL = 3 are user-mode accesses)",
      explains: { question, ours, theirs in
        question.title == "int n through a gate" && ours.record?.vector == 14 && (ours.record?.errorCode ?? 0) & 6 == 6
          && (ours.record?[.cr2] ?? 0) < Arena.window
      }),
  ]
}

extension Outcome.Record {
  /// The error code that the last exception pushed, if it is one that does.
  var errorCode: UInt64? {
    get {
      guard [8, 10, 11, 12, 13, 14, 17].contains(vector), self[.rsp] >= Arena.base, self[.rsp] < Arena.base + 0xF000
      else { return nil }
      let offset = Int(self[.rsp] - Arena.base)
      return (changes[offset & ~7] ?? 0) >> UInt64((offset & 7) * 8) & 0xFFFF_FFFF
    }
    set {
      let offset = Int(self[.rsp] - Arena.base)
      let shift = UInt64((offset & 7) * 8)
      let value = (changes[offset & ~7] ?? 0) & ~(0xFFFF_FFFF << shift) | (newValue ?? 0) << shift
      changes[offset & ~7] = value == 0 ? nil : value
    }
  }
}

extension Case {
  /// What the case sets a quadword to.
  func value(at address: UInt64) -> UInt64? { changes.last { $0.address == address }?.value }

  /// Whether the frame of a return names a code segment with both L and D, or an address past its limit.
  var returnsBadly: Bool {
    let size: UInt64 = code.first == 0x48 ? 8 : code.first == 0x66 ? 2 : 4
    func word(_ index: UInt64) -> UInt64 {
      (0..<size).reduce(0) { sum, byte in
        let address = Arena.base + self[.rsp] & 0xFFFF + index * size + byte
        return sum | ((value(at: address & ~7) ?? 0) >> ((address & 7) * 8) & 0xFF) << (byte * 8)
      }
    }
    let selector = word(1)
    guard selector & 0xFFF8 == Arena.test, let descriptor = value(at: Arena.gdt + Arena.test) else {
      return word(0) > 0xFFFF_FFFF || selector & 0xFFF8 == Arena.code16
    }
    let flags = descriptor >> 52 & 15
    let limit = descriptor & 0xFFFF | descriptor >> 32 & 0xF_0000
    return (mode == .long && flags & 6 == 6) || word(0) > (flags & 8 != 0 ? limit << 12 | 0xFFF : limit)
  }
}
