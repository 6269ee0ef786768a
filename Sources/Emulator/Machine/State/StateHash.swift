/// A 64-bit hash that is the same on every host and in every build. Not for secrets.
///
/// Words are mixed by exclusive or, rotation and multiplication, four lanes side by side; the constants are those of xxHash64.
public struct StateHash: Hashable, Sendable, CustomStringConvertible {
  public private(set) var value: UInt64

  static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  static let prime3: UInt64 = 0x1656_67B1_9E37_79F9

  init(seed: UInt64 = 0) { value = seed &+ Self.prime3 }

  /// The hash that is written so; nil for anything but sixteen hexadecimal digits.
  init?(text: some StringProtocol) {
    guard text.utf8.count == 16, text.utf8.first != UInt8(ascii: "+"), let value = UInt64(text, radix: 16) else {
      return nil
    }
    self.value = value
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func combine(_ word: UInt64) {
    value = Self.rotate(value ^ (word &* Self.prime2)) &* Self.prime1 &+ Self.prime3
  }

  mutating func combine(_ bytes: [UInt8]) {
    combine(UInt64(bytes.count))
    bytes.withUnsafeBytes { combine($0) }
  }

  mutating func combine(_ text: String) { combine(Array(text.utf8)) }

  /// Any number of bytes, without their count.
  mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    var lanes = (value, value ^ Self.prime1, value &+ Self.prime2, value &- Self.prime3)
    var at = 0
    while at &+ 32 <= bytes.count {
      lanes.0 = Self.mix(lanes.0, bytes, at)
      lanes.1 = Self.mix(lanes.1, bytes, at &+ 8)
      lanes.2 = Self.mix(lanes.2, bytes, at &+ 16)
      lanes.3 = Self.mix(lanes.3, bytes, at &+ 24)
      at &+= 32
    }
    combine(lanes.0)
    combine(lanes.1)
    combine(lanes.2)
    combine(lanes.3)
    while at < bytes.count {
      combine(UInt64(bytes[at]))
      at &+= 1
    }
  }

  @inline(__always)
  private static func mix(_ lane: UInt64, _ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    return rotate(lane &+ (word &* prime2)) &* prime1
  }

  @inline(__always)
  private static func rotate(_ word: UInt64) -> UInt64 { word &<< 31 | word &>> 33 }
}

/// Hashes of a machine's parts: two runs that part differ in one of them first.
struct StateHashes: Equatable, Sendable {
  var processor: StateHash
  var chips: StateHash
  var memory: StateHash

  var whole: StateHash {
    var hash = StateHash()
    for part in [processor, chips, memory] { hash.combine(part.value) }
    return hash
  }
}
