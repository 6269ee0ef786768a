/// Loading segment registers, looking at descriptors, and the limits and rights of segments (SDM volume 3, sections 5.2 to 5.7).
enum SegmentCases {
  private static let places: [Case.Place] = [.kernel64, .user64, .compatibility, .kernel32, .user32]

  /// LAR, LSL, VERR, VERW, then MOV to a segment register, of a random descriptor in the GDT or the LDT.
  static func loads(_ dice: inout Dice, _ place: Case.Place) -> Case {
    var question = Case("load a segment", place)
    let descriptor = dice.descriptor(
      base: dice.pick([0, Arena.base, dice.next() & 0xFFFF_FFFF]), system: dice.once(in: 3))
    question.set(Arena.gdt + Arena.test, descriptor)
    question.set(Arena.ldt + 8, dice.descriptor(system: dice.once(in: 4)))
    question[.rax] = dice.selector([Arena.test, Arena.test, 0x0C])
    let load: UInt8 = dice.pick([0xC0, 0xD0, 0xD8, 0xE0, 0xE8, 0xD0])
    question.setCode([
      0x0F, 0x02, 0xF0, 0x0F, 0x94, 0xC3,  // lar esi, eax; setz bl
      0x0F, 0x03, 0xF8, 0x0F, 0x94, 0xC7,  // lsl edi, eax; setz bh
      0x0F, 0x00, 0xE0, 0x0F, 0x94, 0xC1,  // verr ax; setz cl
      0x0F, 0x00, 0xE8, 0x0F, 0x94, 0xC5,  // verw ax; setz ch
      0x8E, load,
    ])
    return question
  }

  static func make(_ dice: inout Dice, _ mode: Case.Mode) -> Case? {
    switch mode {
    case .long: return loads(&dice, dice.pick([.kernel64, .user64, .compatibility]))
    case .protected: return loads(&dice, dice.pick([.kernel32, .user32]))
    case .real: return nil
    }
  }
}
