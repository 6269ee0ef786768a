/// SplitMix64 with the choices that cases are made of. The seed is printed, so that any case can be made again.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }
  mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
  /// Some of the bits in `mask`, each with even odds.
  mutating func some(of mask: UInt64) -> UInt64 { next() & mask }

  // MARK: System structures

  /// A code or data descriptor, or (`system`) one of any type; mostly present.
  mutating func descriptor(base: UInt64 = 0, system: Bool = false) -> UInt64 {
    var flags = some(of: 0xF0FF)
    if !once(in: 8) { flags |= 0x80 }
    if !system { flags |= 0x10 }
    return Arena.descriptor(
      base: base, limit: pick([0xFFFFF, 0xFFFFF, 0xFFFF, 0x17FFF, next() & 0xFFFFF]), flags: flags)
  }

  /// A code descriptor that often works: for a transfer at privilege `level`.
  mutating func codeDescriptor(level: UInt64, base: UInt64 = 0, _ mode: Case.Mode) -> UInt64 {
    let sizes: [UInt64] = mode == .long ? [0x2000, 0xC000, 0x8000, 0xA000, 0xE000] : [0xC000, 0x4000, 0x8000]
    var flags: UInt64 = 0x9A | some(of: 0x0005) | pick(sizes)
    flags |= (once(in: 4) ? next() & 3 : level) << 5
    if once(in: 8) { flags ^= 1 << UInt64(below(8)) }
    return Arena.descriptor(base: base, limit: pick([0xFFFFF, 0xFFFFF, 0xDFFF, 0x400FF]), flags: flags)
  }

  /// A data descriptor that often works as a stack of privilege `level`.
  mutating func stackDescriptor(level: UInt64) -> UInt64 {
    var flags: UInt64 = 0x92 | some(of: 1) | pick([0xC000, 0x8000]) | (once(in: 4) ? next() & 3 : level) << 5
    if once(in: 6) { flags ^= 1 << UInt64(below(8)) }
    return Arena.descriptor(limit: pick([0xFFFFF, 0xFFFFF, 0x4FFFF]), flags: flags)
  }

  /// A selector: one of those that are always there, one of a case's own, null, or one past the table.
  mutating func selector(_ own: [UInt64], level: UInt64? = nil) -> UInt64 {
    let list = [Arena.code64, Arena.data, Arena.code32, 0x28, 0x30, 0x38, Arena.task, 0, 0x200, 0x14]
    let chosen = once(in: 3) ? pick(list) : pick(own)
    return chosen & ~3 | (level.map { once(in: 4) ? next() & 3 : $0 } ?? next() & 3)
  }
}
