import FloatingPoint

/// The x87 registers and the MMX registers that share them (SDM volume 1, sections 8.1 and 9.2.2).
public struct X87State: Codable, Equatable, Sendable {
  /// Significands of the physical registers R0...R7; also MM0...MM7.
  public var significands = SIMD8<UInt64>.zero
  /// Signs (bit 15) and biased exponents of R0...R7.
  public var signExponents = SIMD8<UInt16>.zero
  public var control: UInt16 = 0x37F
  /// Flags, TOP and condition codes. ES and B are kept up to date.
  public var status: UInt16 = 0
  /// Bit n set: register Rn holds something. What FXSAVE calls the abridged tag word; the full one follows from the contents.
  public var valid: UInt8 = 0
  /// The low eleven bits of the last non-control instruction's opcode.
  public var opcode: UInt16 = 0
  public var instructionPointer: UInt64 = 0
  public var instructionSelector: UInt16 = 0
  public var dataPointer: UInt64 = 0
  public var dataSelector: UInt16 = 0

  /// The state after reset; as QEMU's, which is what FNINIT leaves.
  public init() {}

  /// TOP, bits 11 to 13 of the status word.
  public var top: Int {
    get { Int(status >> 11 & 7) }
    set { status = status & ~0x3800 | UInt16(truncatingIfNeeded: newValue & 7) << 11 }
  }

  /// ES: an unmasked exception waits for the next waiting instruction.
  var isPending: Bool { status & 0x80 != 0 }

  /// Brings ES and B up to date after a change of the control word or the flags.
  mutating func summarize() {
    let isPending = status & ~control & 0x3F != 0
    status = isPending ? status | 0x8080 : status & ~0x8080
  }

  /// Whether nothing differs from the initial configuration (SDM volume 1, section 13.6): what XSAVE need not save.
  var isInitial: Bool {
    control == 0x37F && status == 0 && valid == 0 && opcode == 0 && instructionPointer == 0 && dataPointer == 0
      && instructionSelector == 0 && dataSelector == 0 && significands == .zero && signExponents == .zero
  }

  // MARK: MMX

  /// What every MMX instruction but EMMS does to the x87 side: TOP 0, all registers in use (SDM volume 1, section 9.5.1).
  mutating func enterMMX() {
    top = 0
    valid = 0xFF
  }

  /// MM0...MM7. One is read and written where it lies: to index a whole vector is to copy it.
  subscript(mmx number: UInt8) -> UInt64 {
    @inline(__always) mutating get {
      withUnsafeBytes(of: &significands) {
        $0.baseAddress.unsafelyUnwrapped.load(fromByteOffset: Int(number & 7) &* 8, as: UInt64.self)
      }
    }
    @inline(__always) set {
      withUnsafeMutableBytes(of: &significands) {
        $0.baseAddress.unsafelyUnwrapped.storeBytes(of: newValue, toByteOffset: Int(number & 7) &* 8, as: UInt64.self)
      }
      withUnsafeMutableBytes(of: &signExponents) {
        $0.baseAddress.unsafelyUnwrapped.storeBytes(of: 0xFFFF, toByteOffset: Int(number & 7) &* 2, as: UInt16.self)
      }
    }
  }
}
