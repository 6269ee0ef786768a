import X86

/// AESENC and its kin, PCLMULQDQ (SDM volume 2; FIPS 197). Byte n of the register is row n mod 4, column n / 4 of the state.
extension Processor {
  func aes(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .aesenc: try combine(i) { state, key in Vector(lanes: AES.mix(AES.substitute(state.bytes))) ^ key }
    case .aesenclast: try combine(i) { state, key in Vector(lanes: AES.substitute(state.bytes)) ^ key }
    case .aesdec: try combine(i) { state, key in Vector(lanes: AES.unmix(AES.unsubstitute(state.bytes))) ^ key }
    case .aesdeclast: try combine(i) { state, key in Vector(lanes: AES.unsubstitute(state.bytes)) ^ key }
    case .aesimc: try transform(i) { Vector(lanes: AES.unmix($0.bytes)) }
    default:
      let constant = UInt32(i.pointee.control)
      try transform(i) { source in
        let low = AES.substitute(word: source.doublewords[1])
        let high = AES.substitute(word: source.doublewords[3])
        return Vector(
          lanes: Doublewords(low, AES.rotate(low) ^ constant, high, AES.rotate(high) ^ constant))
      }
    }
  }

  /// PCLMULQDQ: a product of polynomials over GF(2), of a quadword of each operand.
  func multiplyWithoutCarry(_ i: InstructionPointer) throws(Fault) {
    let control = i.pointee.control
    try combine(i) { first, second in
      let a = first[control & 1]
      let b = second[control >> 4 & 1]
      var (low, high): (UInt64, UInt64) = (0, 0)
      // Without branches: which bits are set is nobody's to predict.
      for bit: UInt64 in 0..<64 {
        let mask = 0 &- (b &>> bit & 1)
        low ^= (a &<< bit) & mask
        high ^= ((a &>> 1) &>> (63 &- bit)) & mask
      }
      return Vector(low, high)
    }
  }
}

/// The steps of a round of AES.
enum AES {
  /// The multiplicative inverse in GF(2^8), then an affine map (FIPS 197, section 5.1.1).
  static let box: [UInt8] = {
    // Powers of 3, which go through all that is not zero: the inverse of 3^n is 3^(255 - n).
    var powers = [UInt8](repeating: 1, count: 256)
    for exponent in 1..<256 { powers[exponent] = powers[exponent - 1] ^ double(powers[exponent - 1]) }
    var box = [UInt8](repeating: 0x63, count: 256)
    for exponent in 0..<255 {
      let inverse = powers[255 - exponent]
      var image: UInt8 = 0x63
      for count: UInt8 in 0..<5 { image ^= inverse << count | inverse >> (8 - count) }
      box[Int(powers[exponent])] = image
    }
    return box
  }()

  static let inverseBox: [UInt8] = {
    var inverse = [UInt8](repeating: 0, count: 256)
    for (value, image) in box.enumerated() { inverse[Int(image)] = UInt8(value) }
    return inverse
  }()

  /// A product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1.
  static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
    var product: UInt8 = 0
    var power = a
    for bit in 0..<8 {
      if b >> UInt8(bit) & 1 != 0 { product ^= power }
      power = double(power)
    }
    return product
  }

  @inline(__always)
  private static func double(_ a: UInt8) -> UInt8 { a << 1 ^ (a >= 0x80 ? 0x1B : 0) }

  /// ShiftRows and SubBytes: row r is rotated left by r columns.
  static func substitute(_ state: Bytes) -> Bytes {
    var result = Bytes()
    for index in 0..<16 { result[index] = box[Int(state[(index + index % 4 * 4) & 15])] }
    return result
  }

  static func unsubstitute(_ state: Bytes) -> Bytes {
    var result = Bytes()
    for index in 0..<16 { result[index] = inverseBox[Int(state[(index - index % 4 * 4) & 15])] }
    return result
  }

  static func substitute(word: UInt32) -> UInt32 {
    var result: UInt32 = 0
    for shift: UInt32 in [0, 8, 16, 24] { result |= UInt32(box[Int(word >> shift & 0xFF)]) << shift }
    return result
  }

  static func rotate(_ word: UInt32) -> UInt32 { word >> 8 | word << 24 }

  /// Four bytes of four columns, each doubled.
  @inline(__always)
  private static func doubled(_ a: Doublewords) -> Doublewords {
    ((a & 0x7F7F_7F7F) &<< 1) ^ (((a &>> 7) & 0x0101_0101) &* 0x1B)
  }

  /// Each column with its rows moved up.
  @inline(__always)
  private static func rotated(_ a: Doublewords, by rows: UInt32) -> Doublewords {
    (a &>> (rows * 8)) | (a &<< (32 - rows * 8))
  }

  /// MixColumns: each column times 3x³ + x² + x + 2.
  static func mix(_ state: Bytes) -> Bytes {
    let a = unsafeBitCast(state, to: Doublewords.self)
    let b = rotated(a, by: 1)
    return unsafeBitCast(doubled(a ^ b) ^ b ^ rotated(a, by: 2) ^ rotated(a, by: 3), to: Bytes.self)
  }

  /// InvMixColumns: each column times 11x³ + 13x² + 9x + 14, which is 4x² + 5 and then what MixColumns multiplies by.
  static func unmix(_ state: Bytes) -> Bytes {
    let a = unsafeBitCast(state, to: Doublewords.self)
    return mix(unsafeBitCast(a ^ doubled(doubled(a ^ rotated(a, by: 2))), to: Bytes.self))
  }
}
