/// Interrupt and trap gates, stack switches, nested exceptions (SDM volume 3, chapter 6).
enum InterruptCases {
  /// INT 0x21 through a random gate to a random code segment.
  static func gates(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("int n through a gate", place)
    let isLong = question.mode == .long
    let inner = dice.once(in: 2) ? 0 : dice.next() & 3
    question.set(Arena.gdt + Arena.test, dice.codeDescriptor(level: inner, question.mode))
    let offset: UInt64 =
      inner == 0 ? (isLong ? 0x10_2210 : 0x10_3210) : Arena.linear(page: Arena.otherCodePage)
    let type = dice.pick([14, 15, 14, 15, 6, 7, 12, dice.next() & 31]) as UInt64
    var gate = Arena.gate(
      selector: dice.selector([Arena.test, isLong ? Arena.code64 : Arena.code32]), offset: offset,
      type: !isLong && type == 5 ? 14 : type, level: dice.once(in: 4) ? dice.next() & 3 : 3,
      count: isLong ? dice.next() & 7 : 0)
    if dice.once(in: 10) { gate &= ~(1 << 47) }
    let size: UInt64 = isLong ? 16 : 8
    question.set(Arena.idt + 0x21 * size, gate)
    if isLong { question.set(Arena.idt + 0x21 * size + 8, dice.once(in: 12) ? 0x8000 : 0) }
    if dice.once(in: 6) {
      question.set(Arena.tss + 0x24, dice.pick([0x8000_0000_0000, 0x7000_0000, Arena.interruptStack - 4]))
    }
    if dice.once(in: 10) { question[.idtLimit] = question[.idtLimit] & ~0xFFFF | UInt64(dice.below(0x240)) | 0x1FF }
    question[.rflags] |= dice.some(of: 0x5_3100) & dice.next()
    question.setCode([0xCD, 0x21])
    return question
  }

  /// An exception whose gate cannot be used: the second exception, a double fault, or a shutdown.
  static func nested(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("an exception whose gate is bad", place)
    let isLong = question.mode == .long
    question.set(Arena.gdt + Arena.test, Arena.descriptor(flags: 0xC013))
    question.set(Arena.gdt + Arena.test2, Arena.descriptor(flags: 0xC0F3))
    question[.rbx] = 0x7000_0000
    question[.rax] = 0
    // div eax; ud2; mov ds, (not present); mov ds, (outside); mov eax, [unmapped]; mov ss, (bad); int3; into/int 0x81
    let list: [(vector: UInt64, code: [UInt8])] = [
      (0, [0xF7, 0xF0]), (6, [0x0F, 0x0B]), (11, [0xB8, 0x80, 0, 0, 0, 0x8E, 0xD8]),
      (13, [0xB8, 0xF8, 0x0F, 0, 0, 0x8E, 0xD8]), (14, [0x8B, 0x03]), (13, [0xB8, 0x90, 0, 0, 0, 0x8E, 0xD0]),
      (3, [0xCC]),
      (0x81, [0xCD, 0x81]),
    ]
    let (vector, code) = dice.pick(list)
    question.setCode(code)
    spoil(&dice, &question, vector, isLong)
    if dice.once(in: 3) { spoil(&dice, &question, dice.pick([8, 10, 11, 13, 14]), isLong) }
    return question
  }

  /// Breaks a vector's gate in one of several ways.
  private static func spoil(_ dice: inout Dice, _ question: inout Case, _ vector: UInt64, _ isLong: Bool) {
    let size: UInt64 = isLong ? 16 : 8
    let good = Arena.gate(
      selector: isLong ? Arena.code64 : Arena.code32, offset: (isLong ? 0x10_2000 : 0x10_3000) + vector * 16, type: 14,
      count: isLong ? 1 : 0)
    let gate: UInt64
    switch dice.below(5) {
    case 0: gate = good & ~(1 << 47)
    case 1: gate = good & ~(0x1F << 40) | 0x02 << 40
    case 2: gate = good & ~(0xFFFF << 16)
    case 3: gate = good & ~(0xFFFF << 16) | Arena.data << 16
    default:
      // A stack that is not mapped; in protected mode, a selector past the table.
      gate = isLong ? good | 7 << 32 : good & ~(0xFFFF << 16) | 0x800 << 16
      if isLong { question.set(Arena.tss + 0x54, 0x7100_0000) }
    }
    question.set(Arena.idt + vector * size, gate)
  }

  static func make(_ dice: inout Dice, _ mode: Case.Mode) -> Case? {
    switch mode {
    case .long:
      let place: Case.Place = dice.pick([.kernel64, .user64, .compatibility])
      return dice.once(in: 2) ? gates(&dice, place) : nested(&dice, place)
    case .protected:
      let place: Case.Place = dice.pick([.kernel32, .user32])
      return dice.once(in: 2) ? gates(&dice, place) : nested(&dice, place)
    case .real: return nil
    }
  }
}
