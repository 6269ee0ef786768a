extension Deviations {
  /// MOV to CRn is 0F 22, to DRn 0F 23; the register is in ModRM.
  private static func moves(_ question: Case, _ opcode: UInt8, to numbers: Set<UInt8>) -> Bool {
    question.code.count > 2 && question.code[0] == 0x0F && question.code[1] == opcode
      && numbers.contains(question.code[2] >> 3 & 7)
  }

  /// Whether a value that goes to a control register must raise #GP, and QEMU lets it pass (SDM volume 2, MOV to control registers).
  private static func isRefused(_ question: Case) -> Bool {
    let value = question[.rax]
    let is64 = question[.cs] == Arena.code64
    // CR8, with REX.R.
    if question.code.first == 0x44 { return is64 && value >> 4 != 0 }
    if moves(question, 0x22, to: [0]) {
      let isCacheWrong = value >> 29 & 3 == 1
      let isPagingWrong = value >> 31 & 1 == 1 && value & 1 == 0
      return isCacheWrong || isPagingWrong || (is64 && value >> 32 != 0)
    }
    if moves(question, 0x22, to: [3]) { return is64 && value >> 40 != 0 }
    // Bits that no processor has: 15, 19 and what is above 25.
    if moves(question, 0x22, to: [4]) { return value & ~0x3F7_7FFF != 0 || value & (1 << 15 | 1 << 19) != 0 }
    return false
  }

  /// Whether WRMSR of a number and a value must raise #GP, and QEMU lets it pass.
  private static func isRefusedRegister(_ question: Case) -> Bool {
    let value = question[.rdx] << 32 | question[.rax] & 0xFFFF_FFFF
    switch question[.rcx] {
    case 0xC000_0082, 0xC000_0083, 0xC000_0100, 0xC000_0101, 0xC000_0102, 0x175, 0x176: return !Case.isCanonical(value)
    case 0xC000_0080: return value & ~0xD01 != 0 || (value ^ question[.efer]) & 0x100 != 0
    case 0x1234: return true
    default: return false
    }
  }

  static let registers: [Deviation] = [
    Deviation(
      title: "MOV to CR1, CR5 and the like at CPL 3: here #UD comes before #GP", right: .both,
      section: "2, MOV-Move to/from Control Registers",
      explains: { question, ours, theirs in
        moves(question, 0x22, to: [1, 5, 6, 7]) && question.level == 3 && ours.record?.vector == 6
          && theirs.record?.vector == 13 && theirs.record?.errorCode == 0
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
      title: "QEMU takes CR0.NW without CR0.CD, reserved bits of CR3, CR4 and CR8, and PG without PE", right: .ours,
      section: "2, MOV-Move to/from Control Registers",
      explains: { question, ours, theirs in
        isRefused(question) && question.level == 0 && ours.record?.vector == 13 && ours.record?.errorCode == 0
          && theirs.record?.vector != 13
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
      title: "QEMU keeps bit 12 of DR6 as written; it is always zero", right: .ours, section: "3, figure 18-1",
      erase: { question, ours, theirs in
        guard question.title == "mov to a debug register", (ours[.dr6] ^ theirs[.dr6]) == 0x1000 else { return }
        theirs[.dr6] ^= 0x1000
        if ours[.rcx] ^ theirs[.rcx] == 0x1000 { theirs[.rcx] ^= 0x1000 }
      }),
    Deviation(
      title: "MOV to DR4 or DR5 with CR4.DE at CPL 3: here #UD comes before #GP", right: .both,
      section: "2, MOV-Move to/from Debug Registers",
      explains: { question, ours, theirs in
        moves(question, 0x23, to: [4, 5]) && question[.cr4] & 8 != 0 && question.level == 3 && ours.record?.vector == 6
          && theirs.record?.vector == 13 && theirs.record?.errorCode == 0
      }),
    Deviation(
      title: "QEMU does not have DR7.GD", right: .ours, section: "3, 18.2.4",
      explains: { question, ours, theirs in
        // Set before, or by the first of the two instructions: DR5 is DR7 without CR4.DE.
        let sets = moves(question, 0x23, to: [5, 7]) && question[.rax] & 0x2000 != 0
        return question.title == "mov to a debug register" && (sets || question[.dr7] & 0x2000 != 0)
          && question.level == 0 && ours.record?.vector == 1 && (ours.record?[.dr6] ?? 0) & 0x2000 != 0
          && [3, 6, 13].contains(theirs.record?.vector)
      }),
    Deviation(
      title: "QEMU's WRMSR takes addresses that are not canonical, reserved bits, and numbers that nobody has",
      right: .ours, section: "2, WRMSR",
      explains: { question, ours, theirs in
        question.title == "wrmsr" && question.level == 0 && isRefusedRegister(question) && ours.record?.vector == 13
          && ours.record?.errorCode == 0 && theirs.record?.vector == 3
      }),
    Deviation(
      title: "QEMU's LTR takes a null selector", right: .ours, section: "2, LTR (#GP(0))",
      explains: { question, ours, theirs in
        question.code == [0x0F, 0x00, 0xD8] && question[.rax] & 0xFFFC == 0 && question.level == 0
          && ours.record?.vector == 13 && ours.record?.errorCode == 0
          // In long mode no exception can be taken without a task state.
          && (question.mode == .long ? theirs == .lost || theirs.record?.vector == 3 : theirs.record?.vector == 3)
      }),
  ]
}
