/// Far jumps, calls and returns, call gates, IRET (SDM volume 3, section 5.8; volume 2, IRET).
enum TransferCases {
  static func level(_ place: Case.Place) -> UInt64 {
    switch place {
    case .user64, .user32, .compatibility: 3
    default: 0
    }
  }

  /// Where a transfer may lead: breakpoints in the window, which every privilege can reach. Also of what is left of an address with
  /// operands of sixteen bits: no case may run the tables at the arena's start, which QEMU writes to less than it should.
  private static func target(_ dice: inout Dice, base: UInt64) -> UInt64 {
    if dice.once(in: 12) { return dice.pick([0x8000_0000_D000, 0xFFFF_8000_0000_D000, 0xFFFF_FFFF, 0x5_D000]) }
    return Arena.linear(page: Arena.otherCodePage) - base + UInt64(dice.below(16))
  }

  private static func prepare(_ dice: inout Dice, _ question: inout Case, level: UInt64) -> UInt64 {
    let base = dice.pick([0, 0, Arena.window])
    let inner = dice.once(in: 2) ? level : dice.next() & 3
    question.set(Arena.gdt + Arena.test, dice.codeDescriptor(level: inner, base: base, question.mode))
    // A call gate, sixteen bytes in long mode.
    let isLong = question.mode == .long
    let type = dice.pick([12, 12, 12, 4, 14]) as UInt64
    let gateTarget = target(&dice, base: isLong ? 0 : base)
    let gateLevel = dice.once(in: 4) ? dice.next() & 3 : 3
    var gate = Arena.gate(
      selector: dice.selector([Arena.test, isLong ? Arena.code64 : Arena.code32], level: inner), offset: gateTarget,
      type: type, level: gateLevel, count: isLong ? 0 : UInt64(dice.below(6)))
    if dice.once(in: 8) { gate &= ~(1 << 47) }
    question.set(Arena.gdt + Arena.test2, gate)
    if isLong { question.set(Arena.gdt + Arena.test2 + 8, gateTarget >> 32 | (dice.once(in: 8) ? 0x1F00 << 32 : 0)) }
    return base
  }

  /// JMP and CALL through a far pointer in memory.
  static func far(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("far jump or call", place)
    let level = level(place)
    let base = prepare(&dice, &question, level: level)
    let selector = dice.selector([Arena.test, Arena.test2], level: level)
    let offset = target(&dice, base: base)
    let isUser = level == 3
    question[.rbx] = isUser ? Arena.linear(page: Arena.dataPage) : Arena.address(page: Arena.dataPage)
    let memory = Arena.address(page: Arena.dataPage)
    let operation: UInt8 = dice.pick([0x2B, 0x1B])
    switch dice.below(place == .kernel64 || place == .user64 ? 3 : 2) {
    case 0:
      question.set(memory, offset & 0xFFFF_FFFF | selector << 32)
      question.setCode([0xFF, operation])
    case 1:
      question.set(memory, offset & 0xFFFF | selector << 16)
      question.setCode([0x66, 0xFF, operation])
    default:
      question.set(memory, offset)
      question.set(memory + 8, selector)
      question.setCode([0x48, 0xFF, operation])
    }
    return question
  }

  /// IRET and RETF of every size, with random frames.
  static func returns(_ dice: inout Dice, _ place: Case.Place) -> Case {
    let isInterrupt = dice.once(in: 2)
    var question = Case(isInterrupt ? "iret" : "far return", place)
    let level = level(place)
    let base = dice.pick([0, 0, Arena.window])
    let outer = dice.once(in: 2) ? level : max(level, dice.next() & 3)
    question.set(Arena.gdt + Arena.test, dice.codeDescriptor(level: outer, base: base, question.mode))
    question.set(Arena.gdt + Arena.test2, dice.stackDescriptor(level: outer))
    let is64 = place == .kernel64 || place == .user64
    let size = dice.pick(is64 ? [8, 8, 4, 2] : [4, 4, 2]) as UInt64
    let stack = question[.rsp] & 0xFFFF
    let flags = 2 | dice.some(of: 0x25_0ED5) & (dice.once(in: 3) ? .max : ~0x100)
    let released: UInt64 = !isInterrupt && dice.once(in: 3) ? 8 : 0
    var frame = [target(&dice, base: base), dice.selector([Arena.test, Arena.userCode64, Arena.code64], level: outer)]
    if isInterrupt {
      frame.append(flags | (question.mode == .long ? dice.some(of: 0x4000) & dice.next() & dice.next() : 0))
    }
    frame += [UInt64](repeating: 0, count: Int(released / size))
    frame += [
      dice.pick([Arena.linear(page: Arena.userStackPage) + 0x800, Arena.kernelStack - 0x200, 0x8000_0000_0000]),
      dice.selector([Arena.test2, Arena.userData, Arena.data, 0], level: outer),
    ]
    var bytes: [UInt8] = []
    for value in frame { for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (index * 8))) } }
    question.write(bytes, at: Arena.base + stack)
    let prefix: [UInt8] = size == 8 ? [0x48] : size == 2 ? [0x66] : []
    question.setCode(prefix + (isInterrupt ? [0xCF] : released > 0 ? [0xCA, UInt8(released), 0] : [0xCB]))
    if isInterrupt && dice.once(in: 3) { question[.rflags] |= dice.some(of: 0x3000) }
    return question
  }

  static func make(_ dice: inout Dice, _ mode: Case.Mode) -> Case? {
    switch mode {
    case .long:
      let place: Case.Place = dice.pick([.kernel64, .user64, .compatibility])
      return dice.once(in: 2) ? far(&dice, place) : returns(&dice, place)
    case .protected:
      let place: Case.Place = dice.pick([.kernel32, .user32])
      return dice.once(in: 2) ? far(&dice, place) : returns(&dice, place)
    case .real: return nil
    }
  }
}

extension Case {
  /// Bytes of the arena whose other neighbours are zero.
  mutating func write(_ bytes: [UInt8], at address: UInt64) {
    var padded = [UInt8](repeating: 0, count: Int(address & 7)) + bytes
    while padded.count % 8 != 0 { padded.append(0) }
    for index in stride(from: 0, to: padded.count, by: 8) {
      let value = (0..<8).reduce(0 as UInt64) { $0 | UInt64(padded[index + $1]) << UInt64($1 * 8) }
      set(address & ~7 + UInt64(index), value)
    }
  }
}
