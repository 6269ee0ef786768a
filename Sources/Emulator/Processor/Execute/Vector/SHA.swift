import X86

/// SHA1RNDS4 and its kin (SDM volume 2; FIPS 180-4). The manual writes the highest doubleword first: lane 3 is A or W0.
extension Processor {
  func sha(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .sha1nexte:
      try combine(i) { a, b in
        var result = b.doublewords
        result[3] &+= SHA.rotate(a.doublewords[3], left: 30)
        return Vector(lanes: result)
      }
    case .sha1msg1:
      try combine(i) { a, b in
        let (x, y) = (a.doublewords, b.doublewords)
        return Vector(lanes: Doublewords(y[2], y[3], x[0], x[1]) ^ x)
      }
    case .sha1msg2: try combine(i) { SHA.message1($0.doublewords, $1.doublewords) }
    case .sha1rnds4:
      let function = i.pointee.control & 3
      try combine(i) { SHA.rounds1($0.doublewords, $1.doublewords, function: function) }
    case .sha256msg1:
      try combine(i) { a, b in
        let x = a.doublewords
        let next = Doublewords(x[1], x[2], x[3], b.doublewords[0])
        return Vector(lanes: x &+ each(Vector(lanes: next), as: Doublewords.self, SHA.sigma0).doublewords)
      }
    case .sha256msg2: try combine(i) { SHA.message256($0.doublewords, $1.doublewords) }
    default:
      let keys = xmm(0).doublewords
      try combine(i) { SHA.rounds256($0.doublewords, $1.doublewords, keys) }
    }
  }
}

private enum SHA {
  @inline(__always)
  static func rotate(_ value: UInt32, left count: UInt32) -> UInt32 { value &<< count | value &>> (32 &- count) }

  @inline(__always)
  private static func rotate(_ value: UInt32, right count: UInt32) -> UInt32 { rotate(value, left: 32 &- count) }

  @inline(__always)
  static func sigma0(_ w: UInt32) -> UInt32 { rotate(w, right: 7) ^ rotate(w, right: 18) ^ w >> 3 }

  @inline(__always)
  static func sigma1(_ w: UInt32) -> UInt32 { rotate(w, right: 17) ^ rotate(w, right: 19) ^ w >> 10 }

  /// SHA1MSG2: the last of the four words depends on the first.
  static func message1(_ a: Doublewords, _ b: Doublewords) -> Vector {
    let w16 = rotate(a[3] ^ b[2], left: 1)
    let w17 = rotate(a[2] ^ b[1], left: 1)
    let w18 = rotate(a[1] ^ b[0], left: 1)
    let w19 = rotate(a[0] ^ w16, left: 1)
    return Vector(lanes: Doublewords(w19, w18, w17, w16))
  }

  static func message256(_ a: Doublewords, _ b: Doublewords) -> Vector {
    let w16 = a[0] &+ sigma1(b[2])
    let w17 = a[1] &+ sigma1(b[3])
    let w18 = a[2] &+ sigma1(w16)
    let w19 = a[3] &+ sigma1(w17)
    return Vector(lanes: Doublewords(w16, w17, w18, w19))
  }

  static func rounds1(_ state: Doublewords, _ words: Doublewords, function: Int) -> Vector {
    var (a, b, c, d) = (state[3], state[2], state[1], state[0])
    var e: UInt32 = 0
    let constants: [UInt32] = [0x5A82_7999, 0x6ED9_EBA1, 0x8F1B_BCDC, 0xCA62_C1D6]
    for round in 0..<4 {
      let f: UInt32
      switch function {
      case 0: f = b & c ^ ~b & d
      case 2: f = b & c ^ b & d ^ c & d
      default: f = b ^ c ^ d
      }
      let next = f &+ rotate(a, left: 5) &+ words[3 - round] &+ e &+ constants[function]
      (a, b, c, d, e) = (next, a, rotate(b, left: 30), c, d)
    }
    return Vector(lanes: Doublewords(d, c, b, a))
  }

  static func rounds256(_ destination: Doublewords, _ source: Doublewords, _ keys: Doublewords) -> Vector {
    var (a, b, c, d) = (source[3], source[2], destination[3], destination[2])
    var (e, f, g, h) = (source[1], source[0], destination[1], destination[0])
    for round in 0..<2 {
      let choice = e & f ^ ~e & g
      let majority = a & b ^ a & c ^ b & c
      let mixedE = rotate(e, right: 6) ^ rotate(e, right: 11) ^ rotate(e, right: 25)
      let mixedA = rotate(a, right: 2) ^ rotate(a, right: 13) ^ rotate(a, right: 22)
      let sum = choice &+ mixedE &+ keys[round] &+ h
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ sum, c, b, a, sum &+ majority &+ mixedA)
    }
    return Vector(lanes: Doublewords(f, e, b, a))
  }
}
