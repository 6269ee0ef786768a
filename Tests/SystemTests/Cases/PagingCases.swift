/// Page tables with random bits at every level, and every kind of access (SDM volume 3, chapter 4).
enum PagingCases {
  /// Present, writable, user, accessed, dirty; the rest now and then.
  private static func entry(_ dice: inout Dice, _ address: UInt64, wide: Bool) -> UInt64 {
    var value = address | dice.some(of: 0x67)
    if !dice.once(in: 6) { value |= 1 }
    if !dice.once(in: 3) { value |= 6 }
    if dice.once(in: 4) { value |= dice.some(of: 0xF18) }
    if wide && dice.once(in: 4) { value |= 1 << 63 }
    if wide && dice.once(in: 10) { value |= 1 << (40 + UInt64(dice.below(12))) }
    return value
  }

  private static func access(_ dice: inout Dice, _ question: inout Case, linear: UInt64) {
    question[.rbx] = linear + UInt64(dice.pick([0, 8, 0xFFC, 0xFFE, 0x10]))
    // mov eax, [rbx]; mov [rbx], eax; add [rbx], eax; jmp rbx; cmpxchg [rbx], ecx; mov al, [rbx]; bt [rbx], ecx
    question.setCode(
      dice.pick(
        [
          [0x8B, 0x03], [0x89, 0x03], [0x01, 0x03], [0xFF, 0xE3], [0x0F, 0xB1, 0x0B], [0x8A, 0x03], [0x0F, 0xA3, 0x0B],
          [0x50, 0x8F, 0x03],
          [0x8B, 0x03, 0x89, 0x03, 0x8B, 0x03],
        ] as [[UInt8]]))
    question[.rcx] = UInt64(dice.below(32))
    if dice.once(in: 3) { question[.cr0] &= ~(1 << 16) }
    if dice.once(in: 3) { question[.cr4] |= 1 << 20 }
    if dice.once(in: 3) { question[.cr4] |= 1 << 21 }
    if dice.once(in: 2) { question[.rflags] |= 1 << 18 }
    if dice.once(in: 4) { question[.efer] &= ~0x800 }
  }

  /// Four levels, or PAE's three.
  static func wide(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("a page's rights", place)
    let isLong = question.mode == .long
    let directory = Arena.base + 0x6000
    var linear = Arena.linear(page: Arena.dataPage)
    switch dice.below(isLong ? 5 : 4) {
    case 0, 1:
      question.set(Arena.pageTable + Arena.dataPage * 8, entry(&dice, Arena.address(page: Arena.dataPage), wide: true))
      question.set(
        Arena.pageTable + (Arena.dataPage + 1) * 8, entry(&dice, Arena.address(page: Arena.dataPage), wide: true))
    case 2:
      // Another page table, so that the code's own stays as it is.
      question.set(directory + 8, entry(&dice, Arena.pageTable, wide: true) & ~0x80)
      linear += 0x20_0000
    case 3:
      question.set(
        directory + 8, entry(&dice, 0, wide: true) | 0x80 | (dice.once(in: 5) ? 1 << (12 + UInt64(dice.below(9))) : 0))
      linear = Arena.window + 0x20_0000 + Arena.address(page: Arena.dataPage)
    default:
      let isHuge = dice.once(in: 2)
      var value = entry(&dice, isHuge ? 0 : directory, wide: true) & ~0x80
      if isHuge { value |= 0x80 | (dice.once(in: 5) ? 1 << (12 + UInt64(dice.below(18))) : 0) }
      question.set(Arena.base + 0x4010, value)
      linear = 0x8000_0000 + (isHuge ? Arena.address(page: Arena.dataPage) : Arena.dataPage << 12)
    }
    access(&dice, &question, linear: linear)
    return question
  }

  /// Two levels of four-byte entries, with and without 4 MiB pages.
  static func narrow(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("a page's rights, 32-bit paging", place)
    question[.cr4] = 1 << 4
    // 4 MiB pages for the first 16 MiB, which the monitor needs: so PSE stays on.
    question.set(Arena.topTable, 0x0040_00E3 << 32 | 0xE3)
    question.set(Arena.topTable + 8, 0x00C0_00E3 << 32 | 0x0080_00E3)
    var large = entry(&dice, 0, wide: false) | 0x80
    // Bit 21 is reserved. The bits that PSE-36 uses lead to where there is no memory: only for accesses that fault.
    if dice.once(in: 4) { large |= 1 << 21 }
    let small = entry(&dice, Arena.pageTable, wide: false) & ~0x80
    let isLarge = dice.once(in: 3)
    question.set(Arena.topTable + 0x400, (isLarge ? large : small) << 32 | Arena.pageTable | 0x27)
    for page in 0..<8 as Range<UInt64> {
      var (low, high) = (Arena.address(page: page * 2) | 0x67, Arena.address(page: page * 2 + 1) | 0x67)
      if page == Arena.dataPage / 2 { high = entry(&dice, Arena.address(page: Arena.dataPage), wide: false) }
      if page == Arena.dataPage / 2 + 1 && dice.once(in: 4) { low = entry(&dice, low & ~0xFFF, wide: false) | 7 }
      question.set(Arena.pageTable + page * 8, high << 32 | low)
    }
    let linear = dice.pick([
      Arena.linear(page: Arena.dataPage),
      Arena.window + 0x40_0000 + (isLarge ? Arena.address(page: Arena.dataPage) : Arena.dataPage << 12),
    ])
    access(&dice, &question, linear: linear)
    return question
  }

  static func make(_ dice: inout Dice, _ mode: Case.Mode) -> Case? {
    switch mode {
    case .long: return wide(&dice, dice.pick([.kernel64, .user64, .compatibility]))
    case .protected:
      let place: Case.Place = dice.pick([.kernel32, .user32])
      return dice.once(in: 2) ? wide(&dice, place) : narrow(&dice, place)
    case .real: return nil
    }
  }
}
