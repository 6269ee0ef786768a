/// Damage to a file.
extension SeededGenerator {
  private static let interesting: [UInt64] = [
    0, 1, 3, 7, 0x7F, 0x80, 0xFF, 0xFFF, 0x1000, 0xFFFF, 0x10000, 0xA0000, 0x10_0000, 0x7FF_FFFF, 0x7FFF_FFFF,
    0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 62, .max >> 1, 1 << 63, .max - 0x1000, .max,
  ]

  /// Flips a bit, changes a byte, cuts the end off, or writes a number at which arithmetic goes wrong.
  ///
  /// - Parameter header: how many of the first bytes get half of all damage, since that is where the lies are.
  package mutating func mutate(_ bytes: inout [UInt8], header: Int) {
    guard !bytes.isEmpty else { return }
    let at = below(chance(50) ? min(bytes.count, max(header, 1)) : bytes.count)
    switch below(5) {
    case 0: bytes[at] ^= 1 << UInt8(below(8))
    case 1: bytes[at] = byte()
    case 2: bytes.removeLast(bytes.count - at)
    default:
      let value = element(Self.interesting)
      for index in 0..<element([1, 2, 4, 8]) where at + index < bytes.count {
        bytes[at + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8))
      }
    }
  }
}
