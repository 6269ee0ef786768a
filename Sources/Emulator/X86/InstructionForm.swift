/// One row of the description of the instruction set: an opcode, what it means, and when it is valid.
///
/// The rows under `Table/` are the only description there is. The decoder's tree is built from them, and tests enumerate them.
/// Operands are written as in the opcode maps of Intel SDM volume 2, appendix A: a letter says where the operand is encoded,
/// the letters after it how large it is. ``OperandForm`` lists them.
public struct InstructionForm: Sendable {
  /// The row as it stands in the table, for messages.
  public let text: String
  public let mnemonic: Mnemonic
  public let map: OpcodeMap
  public let opcode: UInt8
  public let prefix: MandatoryPrefix
  public let operands: [OperandForm]
  public let feature: Feature
  public let attributes: Attributes
  /// Where in its opcode's code space this form is valid, by ``Dimension``: bit n stands for value n.
  let valid: [Dimension: UInt8]

  /// The values of one field that select this form: bit n stands for value n.
  public func validValues(of dimension: Dimension) -> UInt8 { valid[dimension] ?? dimension.allValues }

  /// Whether a ModRM byte follows the opcode.
  public var hasModRM: Bool {
    attributes.contains(.hasModRM)
  }
}

/// The opcode maps (Intel SDM volume 2, section A.2.4). VEX-encoded opcodes have maps of their own.
public enum OpcodeMap: Int, CaseIterable, Sendable {
  case oneByte, twoByte, threeByte38, threeByte3A, vexTwoByte, vexThreeByte38, vexThreeByte3A

  public var isVEX: Bool { rawValue >= OpcodeMap.vexTwoByte.rawValue }
}

/// The prefix that takes part in the opcode (Intel SDM volume 2, section 2.1.2).
public enum MandatoryPrefix: Int, CaseIterable, Sendable {
  case none, operandSize, rep, repne
  /// Selected whatever the prefixes are, unless another form asks for the one that is there.
  case any
}

/// A field of the encoding that may decide between forms of one opcode. In the order in which the decoder asks.
public enum Dimension: UInt8, CaseIterable, Sendable {
  /// The reg field of ModRM.
  case reg
  /// Whether ModRM names memory (0) or a register (1).
  case mod
  /// The r/m field of ModRM.
  case rm
  /// The mandatory prefix, in the order of ``MandatoryPrefix``.
  case prefix
  /// 16-, 32- or 64-bit code.
  case codeSize
  /// REX.B.
  case rexB
  /// REX.W or VEX.W.
  case width
  /// VEX.L.
  case vectorLength

  /// How many values there are.
  var count: Int {
    switch self {
    case .reg, .rm: 8
    case .mod, .rexB, .width, .vectorLength: 2
    case .prefix: 4
    case .codeSize: 3
    }
  }

  /// Where the decoder keeps the field in a word of all of them: reg and r/m as in ModRM, then the others.
  var shift: UInt32 {
    switch self {
    case .rm: 0
    case .reg: 3
    case .mod: 6
    case .prefix: 7
    case .codeSize: 9
    case .rexB: 11
    case .width: 12
    case .vectorLength: 13
    }
  }

  /// How a node of the tree names the field: its shift, and above it the mask of its values.
  var selector: UInt16 {
    let mask: UInt16 = count > 4 ? 7 : count > 2 ? 3 : 1
    return UInt16(shift) | mask << 8
  }

  var allValues: UInt8 { UInt8(truncatingIfNeeded: (1 << count) - 1) }
}

extension InstructionForm {
  /// What else there is to know about a form.
  public struct Attributes: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let hasModRM = Attributes(rawValue: 1 << 0)
    /// LOCK is allowed when the destination is memory.
    public static let lockable = Attributes(rawValue: 1 << 1)
    /// The operand size is 64 bits in 64-bit mode unless 66h makes it 16 (Intel SDM volume 2, section 2.2.1.7).
    public static let defaults64 = Attributes(rawValue: 1 << 2)
    /// The operand size is 64 bits in 64-bit mode, prefixes or not.
    public static let forces64 = Attributes(rawValue: 1 << 3)
    /// REX.W does not widen the operand past 32 bits: I/O has no 64-bit form.
    public static let atMost32 = Attributes(rawValue: 1 << 4)
    /// ModRM names a register whatever its mod field says: moves to and from control and debug registers.
    public static let ignoresMod = Attributes(rawValue: 1 << 5)
    /// The operand is a byte.
    public static let byteOperand = Attributes(rawValue: 1 << 6)
    /// VEX.vvvv names an operand; where it does not, it must be 1111b.
    public static let usesVvvv = Attributes(rawValue: 1 << 7)
    /// The index of the address is a vector register: gathers (Intel SDM volume 2, section 2.3.12).
    public static let vectorIndex = Attributes(rawValue: 1 << 8)
    /// The low four bits of the opcode are a condition.
    public static let conditional = Attributes(rawValue: 1 << 9)
    /// 66h, F3 or F2 selects this form and means nothing else.
    public static let consumesPrefix = Attributes(rawValue: 1 << 10)
    /// The first operand is a segment register that is written: CS is not allowed.
    public static let writesSegment = Attributes(rawValue: 1 << 11)
    /// 16-bit code and 66h do not make the operand smaller than 32 bits.
    public static let atLeast32 = Attributes(rawValue: 1 << 12)
  }
}

/// What a processor must have for a form to be an instruction (CPUID, Intel SDM volume 2, table 3-8).
public enum Feature: String, CaseIterable, Sendable {
  /// The integer and system instructions of the Pentium Pro, except those below.
  case base
  /// Instructions and operand sizes that exist only with long mode.
  case longMode
  case x87, cmov, fxsave, sysenter, syscall, tsc, msr, cx8, cx16, clflush, clflushopt, clwb, monitor
  case mmx, sse, sse2, sse3, ssse3, sse41, sse42, aes, pclmulqdq, sha
  case popcnt, lzcnt, movbe, bmi1, bmi2, adx, rdrand, rdseed, prefetchw, prefetchwt1
  case rdtscp, rdpid, rdpmc, fsgsbase, invpcid, smap, xsave, xsaveopt, xsavec, xsaves, cet
  case avx, avx2
}
