/// SplitMix64 (Steele, Lea, Flood 2014): a counter, scrambled. The same seed gives the same numbers on every host.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension SeededGenerator {
  /// 0 ..< `bound`, near enough evenly.
  package mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  package mutating func element<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
  package mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

  /// An integer: small, near a power of two, a repeated byte, an address in the first megabytes, or anything.
  package mutating func integer() -> UInt64 {
    switch below(8) {
    case 0: UInt64(below(4)) &- UInt64(below(2)) &* 4
    case 1: (1 << UInt64(below(64))) &+ UInt64(below(3)) &- 1
    case 2: UInt64(byte()) &* 0x0101_0101_0101_0101
    case 3, 4: UInt64(below(4 << 20))
    case 5: next() & 0xFFFF
    case 6: UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: next())))
    default: next()
    }
  }
}
