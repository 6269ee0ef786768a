/// How one operand of an ``InstructionForm`` is encoded and how large it is.
///
/// The notation is that of Intel SDM volume 2, section A.2: a capital letter for the place, small letters for the size, and a
/// slash between the two where a register and memory differ (`Rv/Mw`).
public struct OperandForm: Equatable, Sendable {
  /// Where the operand comes from.
  public var place: Place
  /// Its size when it is a register (or not in ModRM at all).
  public var size: Size
  /// Its size when it is memory.
  public var memorySize: Size
  /// The number of a register that the opcode implies.
  public var number: UInt8 = 0

  /// Where an operand comes from. Raw values index nothing; they keep the compiled form small.
  public enum Place: UInt8, Sendable {
    /// E: ModRM r/m, general register or memory. R: register only. M: memory only.
    case modRMGeneral
    /// Q: ModRM r/m, MMX register or memory. N: register only.
    case modRMMMX
    /// W: ModRM r/m, XMM/YMM register or memory. U: register only.
    case modRMVector
    /// G, P, V, S, C, D: the reg field of ModRM as a general, MMX, vector, segment, control or debug register.
    case regGeneral, regMMX, regVector, regSegment, regControl, regDebug
    /// B, H: VEX.vvvv as a general or a vector register.
    case vvvvGeneral, vvvvVector
    /// L: bits 7...4 of an immediate byte as a vector register.
    case immediateVector
    /// Z: the low three bits of the opcode as a general register.
    case opcodeGeneral
    /// I: an immediate. sI: an immediate that is sign-extended.
    case immediate, signedImmediate
    /// 1: the constant one, which takes no bytes.
    case one
    /// J: a displacement from the next instruction.
    case relative
    /// A: selector and offset in the instruction.
    case farPointer
    /// O: an offset in the instruction, as long as the address size.
    case offset
    /// X, Y: the string at DS:rSI (or another segment) and at ES:rDI.
    case stringSource, stringDestination
    /// BX: XLAT's table, DS:rBX; AL is to be added. DI: the bytes at DS:rDI that MASKMOVQ stores.
    case translationTable, maskedDestination
    /// AL, CL, DX, rAX, ES, ..., XMM0, ST0: a register that the opcode implies.
    case implicitGeneral, implicitSegment, implicitVector, implicitX87
    /// STi: the r/m field as a register of the x87 stack.
    case rmX87
  }

  /// Sizes in bytes; the letters are the manual's.
  public enum Size: UInt8, CaseIterable, Sendable {
    /// Defined by the instruction, or no size at all.
    case unspecified
    case b, w, d, q, t, dq, qq
    /// By operand size: 2, 4, 8. z stops at 4; y starts at 4.
    case v, z, y
    /// A far pointer in memory: a selector and v. A descriptor-table register: 6 or 10. Two bounds: 2 × v.
    case p, s, a
    /// By vector length: 16 or 32, and the half, the quarter and the eighth of it.
    case x, half, quarter, eighth

    /// Bytes for an operand size of 2, 4 or 8 bytes (`operandSizeIndex` 0, 1, 2) and a vector length.
    public func bytes(operandSizeIndex: Int, vectorLength: Int) -> UInt8 {
      switch self {
      case .unspecified: 0
      case .b: 1
      case .w: 2
      case .d: 4
      case .q: 8
      case .t: 10
      case .dq: 16
      case .qq: 32
      case .v: 2 << UInt8(operandSizeIndex)
      case .z: operandSizeIndex == 0 ? 2 : 4
      case .y: operandSizeIndex == 2 ? 8 : 4
      case .p: 2 + (2 << UInt8(operandSizeIndex))
      case .s: operandSizeIndex == 2 ? 10 : 6
      case .a: 4 << UInt8(operandSizeIndex)
      case .x: 16 << UInt8(vectorLength)
      case .half: 8 << UInt8(vectorLength)
      case .quarter: 4 << UInt8(vectorLength)
      case .eighth: 2 << UInt8(vectorLength)
      }
    }
  }
}
