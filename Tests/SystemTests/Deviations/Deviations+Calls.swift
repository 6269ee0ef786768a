extension Deviations {
  private static let syscall: [UInt8] = [0x0F, 0x05]
  private static let sysret: [UInt8] = [0x0F, 0x07]
  private static let sysretq: [UInt8] = [0x48, 0x0F, 0x07]
  private static let sysexit: [UInt8] = [0x0F, 0x35]
  private static let sysexitq: [UInt8] = [0x48, 0x0F, 0x35]

  static let calls: [Deviation] = [
    Deviation(
      title: "QEMU's SYSEXIT with a 32-bit operand does not truncate the new RIP and RSP", right: .ours,
      section: "2, SYSEXIT",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question.code == sysexit && question[.cs] == Arena.code64
          && question[.sysenterCS] & ~3 != 0 && question[.rcx] | question[.rdx] > 0xFFFF_FFFF
      }),
    Deviation(
      title: "SYSEXIT with a RIP or RSP that is not canonical: QEMU goes to CPL 3 first", right: .ours,
      section: "2, SYSEXIT (#GP(0))",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question.code == sysexitq && question[.cs] == Arena.code64
          && !(Case.isCanonical(question[.rcx]) && Case.isCanonical(question[.rdx])) && ours.record?.vector == 13
          && ours.record?.errorCode == 0 && (theirs.record?.savedTarget(question)?.cs ?? 0) & 3 == 3
      }),
    Deviation(
      title: "QEMU's SYSCALL clears the arithmetic flags and DF whatever IA32_FMASK says", right: .ours,
      section: "2, SYSCALL",
      erase: { question, ours, theirs in
        guard question.title == "fast system call", question.code == syscall else { return }
        if (ours[.rflags] ^ theirs[.rflags]) & ~0xCD5 == 0 { theirs[.rflags] = ours[.rflags] }
        // The frame of the exception at the target.
        for (offset, mine) in ours.changes
        where (0xA000..<0xD000).contains(offset) && (mine ^ (theirs.changes[offset] ?? 0)) & ~0xCD5 == 0 {
          theirs.changes[offset] = mine
        }
      }),
    Deviation(
      title: "QEMU executes SYSCALL in compatibility mode, and raises #GP where SYSRET there is #UD", right: .ours,
      section: "2, SYSCALL and SYSRET (\"IF CS.L != 1 ... THEN #UD\"); as on Intel processors",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question[.cs] == Arena.userCode32 && ours.record?.vector == 6
          && [syscall, sysret, sysretq].contains(question.code)
      }),
    Deviation(
      title: "SYSRET to an address that is not canonical: QEMU faults at the target, with CPL 3 already", right: .ours,
      section: "2, SYSRET (#GP(0))",
      explains: { question, ours, theirs in
        question.title == "fast system call" && question.code == sysretq && question[.cs] == Arena.code64
          && !Case.isCanonical(question[.rcx]) && ours.record?.vector == 13 && ours.record?.errorCode == 0
          && (theirs.record?.savedTarget(question)?.cs ?? 0) & 3 == 3
      }),
  ]
}
