/// Control, debug and model-specific registers, the fast system calls, ports (SDM volume 3, sections 2.5, 5.8.7 and 18.2; volume 4).
enum RegisterCases {
  /// MOV to CR0, CR2, CR3, CR4 or CR8, of bits that both machines have, and of some that nobody has.
  static func control(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("mov to a control register", place)
    let is64 = place == .kernel64 || place == .user64
    switch dice.below(is64 ? 6 : 4) {
    case 0:
      // MP, EM, TS, NE, WP, AM, NW, CD; reserved ones; rarely the upper half.
      var value = question[.cr0] ^ dice.some(of: 0x6005_002E)
      if dice.once(in: 4) { value ^= dice.some(of: 0x1FFA_FFC0) }
      if dice.once(in: 8) && is64 { value ^= dice.pick([1 << 32, 1 << 63]) }
      question[.rax] = value
      question.setCode([0x0F, 0x22, 0xC0])
    case 1:
      // TSD, DE, PGE, PCE, OSFXSR, OSXMMEXCPT, FSGSBASE, OSXSAVE, SMEP, SMAP; rarely PSE, or what is reserved.
      var value = question[.cr4] ^ dice.some(of: 0x35_078C) & dice.next()
      if dice.once(in: 8) {
        value ^= dice.pick([0x10, 1 << 15, 1 << 19, is64 ? 1 << 32 : 1 << 26])
      }
      question[.rax] = value
      question.setCode([0x0F, 0x22, 0xE0])
    case 2:
      question[.rax] =
        question[.cr3] | dice.some(of: 0x18) | (is64 && dice.once(in: 3) ? dice.pick([1 << 40, 1 << 52, 1 << 63]) : 0)
      question.setCode([0x0F, 0x22, 0xD8])
    case 3:
      question[.rax] = dice.next()
      question.setCode([0x0F, 0x22, dice.pick([0xD0, 0xC8, 0xE8, 0xF8])])
    case 4:
      question[.rax] = dice.once(in: 2) ? dice.next() & 15 : dice.next()
      question.setCode([0x44, 0x0F, 0x22, 0xC0, 0x44, 0x0F, 0x20, 0xC3])
    default:
      // lmsw ax; smsw ecx
      question[.rax] = dice.next()
      question.setCode([0x0F, 0x01, 0xF0, 0x0F, 0x01, 0xE1])
    }
    return question
  }

  /// MOV to and from debug registers, with DR7.GD and CR4.DE.
  static func debug(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("mov to a debug register", place)
    let number = UInt8(dice.below(8))
    // mov drN, rax; mov rcx, drN
    question.setCode([0x0F, 0x23, 0xC0 | number << 3, 0x0F, 0x21, 0xC1 | number << 3])
    question[.rax] =
      dice.next() & dice.pick([0xFFFF, 0xE00F, 0xFFFF_FFFF, .max]) & ~(number & 1 == 1 && number >= 5 ? 0xFF : 0)
    if dice.once(in: 3) { question[.cr4] |= 8 }
    // Not for a user, whose #GP would find the monitor looking at the debug registers.
    if dice.once(in: 4) && question.level == 0 { question[.dr7] |= 0x2000 }
    return question
  }

  /// WRMSR and RDMSR of registers that both machines have.
  static func modelSpecific(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("wrmsr", place)
    question[.rcx] = dice.pick([
      0xC000_0081, 0xC000_0082, 0xC000_0083, 0xC000_0084, 0xC000_0100, 0xC000_0101, 0xC000_0102, 0xC000_0103, 0x174,
      0x175, 0x176,
      0x277, 0x200, 0x201, 0x250, 0x26F, 0x2FF, 0xC000_0080, 0x1234,
    ])
    let value: UInt64
    switch question[.rcx] {
    case 0xC000_0080: value = question[.efer] ^ dice.pick([0, 1, 0x800, 0x400, 0x801])
    case 0x277, 0x250, 0x26F:
      value = (0..<8).reduce(0) { $0 | (dice.pick([0, 1, 4, 5, 6]) as UInt64) << UInt64($1 * 8) }
    case 0x200: value = dice.next() & 0xFF_FFFF_F000 | dice.pick([0, 1, 4, 5, 6])
    case 0x201: value = dice.next() & 0xFF_FFFF_F800
    case 0x2FF: value = dice.some(of: 0xC00) | dice.pick([0, 1, 4, 5, 6])
    case 0xC000_0103: value = dice.next() & 0xFFFF_FFFF
    case 0xC000_0081: value = dice.next()
    case 0xC000_0084: value = dice.next() & 0xFFFF_FFFF
    case 0x174: value = dice.next() & 0xFFFF
    default: value = dice.once(in: 2) ? dice.next() & 0x7FFF_FFFF_FFFF : dice.next()
    }
    question[.rax] = value & 0xFFFF_FFFF
    question[.rdx] = value >> 32
    // wrmsr; xor eax, eax; rdmsr
    question.setCode([0x0F, 0x30, 0x31, 0xC0, 0x0F, 0x32])
    return question
  }

  /// SYSCALL, SYSRET, SYSENTER, SYSEXIT, SWAPGS, and the base instructions.
  static func calls(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("fast system call", place)
    let target = Arena.linear(page: Arena.otherCodePage)
    question[.star] = dice.pick([0x0028_0008, 0x0033_000B, 0x002B_0010]) << 32
    question[.lstar] = target
    question[.fmask] = dice.some(of: 0x4_7700) | 0x100
    question[.sysenterCS] = dice.pick([0x08, 0x0B, 0x00, 0x10])
    question[.sysenterESP] = Arena.kernelStack - 0x100
    question[.sysenterEIP] = target
    question[.rcx] = dice.once(in: 6) ? 0x8000_0000_0000 : target
    question[.rdx] = dice.once(in: 6) ? 0x8000_0000_0000 : target
    question[.r11] = 2 | dice.some(of: 0x24_0ED5)
    if dice.once(in: 6) { question[.efer] &= ~1 }
    question[.kernelGSBase] = dice.next() & 0x7FFF_FFFF_FFFF
    question[.gsBase] = dice.next() & 0x7FFF_FFFF_FFFF
    question[.rflags] |= dice.some(of: 0x4_0ED5)
    question.setCode(
      dice.pick(
        [
          [0x0F, 0x05], [0x0F, 0x07], [0x48, 0x0F, 0x07], [0x0F, 0x34], [0x0F, 0x35], [0x48, 0x0F, 0x35],
          [0x0F, 0x01, 0xF8],
        ] as [[UInt8]]))
    return question
  }

  /// OUT with IOPL and the permission bitmap; CLI, STI, HLT, POPF and other privileged instructions.
  static func privileged(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("privilege", place)
    question[.rflags] |= dice.some(of: 0x3000) & dice.next() | dice.some(of: 0x200)
    question.set(Arena.tss + 0x68 + 0x10, dice.pick([0, .max, 0xFF_0000, 0x01]))
    if dice.once(in: 4) { question.set(Arena.tss + 0x60, dice.pick([0x88, 0x79, 0x78, 0xFFFF, 0]) << 48) }
    question[.rdx] = dice.pick([0x80, 0x81, 0x84, 0x87, 0xED])
    question[.rsp] -= 16
    question.write([UInt8](repeating: 0, count: 8), at: Arena.base + question[.rsp] & 0xFFFF)
    question.set(
      Arena.base | question[.rsp] & 0xFFF8, 2 | dice.some(of: 0x24_3ED5))
    question.setCode(
      dice.pick(
        [
          [0xE6, 0x80], [0xEE], [0xEF], [0x66, 0xEF], [0xFA], [0xFB, 0x90], [0x9D], [0x66, 0x9D], [0x0F, 0x06],
          [0x0F, 0x08], [0x0F, 0x01, 0x3B],
          [0x0F, 0x01, 0x13], [0x0F, 0x00, 0xD8], [0x0F, 0x00, 0xD0], [0x0F, 0x01, 0xCB], [0x0F, 0x01, 0xCA],
          [0x0F, 0x31, 0x31, 0xC0, 0x31, 0xD2],
          [0x0F, 0x09], [0x0F, 0x00, 0xC8], [0x0F, 0x00, 0xC0], [0x0F, 0x20, 0xC0], [0x9C, 0x58],
        ] as [[UInt8]]))
    question[.rbx] =
      TransferCases.level(place) == 3 ? Arena.linear(page: Arena.dataPage) : Arena.address(page: Arena.dataPage)
    question.set(Arena.address(page: Arena.dataPage), Arena.gdtLimit | Arena.gdt << 16)
    question.set(Arena.address(page: Arena.dataPage) + 8, 0)
    question[.rax] = dice.pick([Arena.task, Arena.table, Arena.table, 0, Arena.data, 0x54])
    return question
  }

  static func make(_ dice: inout Dice, _ mode: Case.Mode) -> Case? {
    if mode == .real { return nil }
    let kernel: Case.Place = mode == .long ? .kernel64 : .kernel32
    let anywhere: Case.Place =
      mode == .long ? dice.pick([.kernel64, .user64, .compatibility]) : dice.pick([.kernel32, .user32])
    switch dice.below(5) {
    case 0: return control(&dice, dice.once(in: 5) ? anywhere : kernel)
    case 1: return debug(&dice, dice.once(in: 5) ? anywhere : kernel)
    case 2: return modelSpecific(&dice, dice.once(in: 5) ? anywhere : kernel)
    case 3: return calls(&dice, anywhere)
    default: return privileged(&dice, anywhere)
    }
  }
}
