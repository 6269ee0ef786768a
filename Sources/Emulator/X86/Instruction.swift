/// One decoded instruction: what the bytes say, and nothing about any processor's state.
///
/// A plain, trivially copyable struct. The decoder fills it; the processor's translator, the disassembler and the tests read
/// it. Operands stand in Intel order, destination first (Intel SDM volume 2, section 2.1).
public struct Instruction: Equatable, Sendable {
  /// What it does. Conditional families (`.jcc`, `.setcc`, `.cmovcc`) keep their condition in ``condition``.
  public var mnemonic: Mnemonic = .invalid
  /// Length in bytes, 1...15, prefixes included.
  public var length: UInt8 = 0
  /// The condition code (low four bits of the opcode) of `.jcc`, `.setcc` and `.cmovcc`: 0 is O, 4 is Z, 15 is NLE.
  public var condition: UInt8 = 0
  /// Effective operand size in bytes: 2, 4 or 8 (1 for the byte forms of the integer instructions).
  public var operandSize: UInt8 = 0
  /// Effective address size in bytes: 2, 4 or 8.
  public var addressSize: UInt8 = 0
  /// The prefixes that were present.
  public var prefixes: Prefixes = []
  public var operandCount: UInt8 = 0
  public var operand0 = Operand()
  public var operand1 = Operand()
  public var operand2 = Operand()
  public var operand3 = Operand()
  /// The one memory operand, when an operand's kind is `.memory` (also for `lea`, `nop`, `invlpg`, string and stack-less forms
  /// such as `xlat`).
  public var memory = MemoryReference()
  /// The immediate, sign-extended to 64 bits where the instruction sign-extends it, otherwise zero-extended. A relative branch's
  /// displacement, sign-extended. The offset of a far pointer.
  public var immediate: UInt64 = 0
  /// The second immediate: the nesting level of `enter`, the selector of a far pointer.
  public var immediate2: UInt16 = 0
  /// VEX.L (0 for 128 bits, 1 for 256) of a VEX-encoded instruction.
  public var vectorLength: UInt8 = 0
  /// The ModRM byte, if there is one: the x87 keeps it with the opcode.
  public var modRM: UInt8 = 0
  /// The opcode map and byte, for messages and coverage: 0xBB, 0x0FBB, 0x0F38BB, 0x0F3ABB.
  public var opcode: UInt32 = 0

  public init() {}

  public struct Prefixes: OptionSet, Equatable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let lock = Prefixes(rawValue: 1 << 0)
    /// F3 as REP/REPE (not when it is a mandatory prefix that selects the instruction).
    public static let rep = Prefixes(rawValue: 1 << 1)
    /// F2 as REPNE (not when it is a mandatory prefix).
    public static let repne = Prefixes(rawValue: 1 << 2)
    public static let operandSize = Prefixes(rawValue: 1 << 3)
    public static let addressSize = Prefixes(rawValue: 1 << 4)
    public static let segment = Prefixes(rawValue: 1 << 5)
    public static let rex = Prefixes(rawValue: 1 << 6)
    public static let rexW = Prefixes(rawValue: 1 << 7)
    public static let vex = Prefixes(rawValue: 1 << 8)
  }
}

/// One operand. For `.memory` the address is ``Instruction/memory``; for `.immediate`, ``Instruction/immediate``.
public struct Operand: Equatable, Sendable {
  public enum Kind: UInt8, Sendable {
    case none, register, memory, immediate, relative, farPointer
  }
  public enum RegisterClass: UInt8, Sendable {
    /// A general register: the low `size` bytes of register `number`.
    case general
    /// AH, CH, DH, BH: bits 15...8 of register `number` (0...3).
    case highByte
    case segment, control, debug
    case x87, mmx, xmm, ymm
  }
  public var kind: Kind = .none
  public var registerClass: RegisterClass = .general
  /// The register's number: 0...15 (segment registers: 0...5 for ES, CS, SS, DS, FS, GS).
  public var number: UInt8 = 0
  /// Size in bytes of what is read or written: 1, 2, 4, 6, 8, 10, 16, 32; 0 where the instruction defines it otherwise
  /// (`lea`, `fxsave`, `invlpg`, ...).
  public var size: UInt8 = 0
  public init() {}
}

/// `segment:[base + index << scale + displacement]`.
public struct MemoryReference: Equatable, Sendable {
  public static let noRegister: UInt8 = 0xFF
  /// Base number that means the address of the next instruction (RIP-relative).
  public static let instructionPointer: UInt8 = 16
  /// The segment in force, overrides and defaults applied: 0...5 for ES, CS, SS, DS, FS, GS.
  public var segment: UInt8 = 3
  public var base: UInt8 = noRegister
  public var index: UInt8 = noRegister
  /// Shift count of the index: 0...3.
  public var scale: UInt8 = 0
  /// Sign-extended to 64 bits (a 64-bit moffs as it stands).
  public var displacement: Int64 = 0
  public init() {}
}

/// How code bytes are read: the processor's mode as far as decoding cares (CS.L and CS.D).
public enum CodeSize: UInt8, Sendable { case bits16, bits32, bits64 }
