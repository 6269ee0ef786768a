import Testing
import X86

@Suite("Names")
struct NameTests {
  @Test("General registers by size")
  func general() {
    #expect((0..<4).map { RegisterName.general(0, size: 1 << $0) } == ["al", "ax", "eax", "rax"])
    #expect((0..<4).map { RegisterName.general(7, size: 1 << $0) } == ["dil", "di", "edi", "rdi"])
    #expect((0..<4).map { RegisterName.general(8, size: 1 << $0) } == ["r8b", "r8w", "r8d", "r8"])
    #expect((0..<4).map { RegisterName.highByte($0) } == ["ah", "ch", "dh", "bh"])
    #expect((0..<6).map { RegisterName.segment($0) } == ["es", "cs", "ss", "ds", "fs", "gs"])
  }

  @Test("Flags by bit")
  func flags() {
    #expect(Flags(rawValue: 0x246).description == "IF ZF PF")
    #expect(Flags(rawValue: 0x3002).description == "IOPL=3")
    #expect(Flags.status.rawValue == 0x8D5)
  }

  /// Each condition against its definition in Intel SDM volume 1, appendix B, over all values of the five flags.
  @Test("Conditions hold when the manual says so")
  func conditions() {
    for bits in 0..<32 {
      let (c, p, z, s, o) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0, bits & 8 != 0, bits & 16 != 0)
      var flags: Flags = []
      if c { flags.insert(.carry) }
      if p { flags.insert(.parity) }
      if z { flags.insert(.zero) }
      if s { flags.insert(.sign) }
      if o { flags.insert(.overflow) }
      let expected = [
        o, !o, c, !c, z, !z, c || z, !c && !z, s, !s, p, !p, s != o, s == o, z || s != o, !z && s == o,
      ]
      #expect(Condition.allCases.map { $0.holds(flags) } == expected)
    }
    #expect(Condition.less.opposite == .notLess)
    #expect(Condition.allCases.map(\.suffix).joined(separator: " ") == "o no b nb z nz be nbe s ns p np l nl le nle")
  }
}
