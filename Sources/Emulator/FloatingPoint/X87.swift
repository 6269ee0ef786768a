/// The control and status words of the x87 unit (SDM vol. 1, 8.1.3 and 8.1.5), and what the current instruction raised.
///
/// An instruction's arithmetic is one call of a method. Then ``retire()`` merges the flags and says whether the result is
/// to be written. The register stack, TOP, and its faults are the caller's.
///
/// Results and flags are those of silicon, which the tests compare them with, bit for bit (the transcendental functions
/// to one unit in the last place). The silicon was an AMD Zen 5. It departs from the manual in three places, where this
/// follows the manual:
/// - FCOM, FUCOM, FICOM and FTST with an unmasked #IA leave the condition codes alone (Zen 5 sets them to unordered);
/// - FCOMI and FUCOMI with an unmasked #IA leave EFLAGS alone (likewise);
/// - FCOMI and FUCOMI clear C1 (Zen 5 leaves it).
///
/// Where the manual says nothing, this follows the silicon: an unmasked #D does not keep FLD from pushing, nor FCOM and
/// FCOMI from setting their flags, but it keeps those that pop from popping; FPREM takes N = D mod 32 + 32 off an exponent
/// difference D of 64 or more; FYL2X, FYL2XP1 and F2XM1 raise #P even if the result is exact; outside of their domains
/// F2XM1 and FYL2XP1 give the operand back.
public struct X87: Sendable, Hashable {
  /// The control word: exception masks, PC, RC.
  public var control: UInt16
  /// The status word: flags, ES, condition codes, TOP, B. Methods here change the flags and condition codes alone.
  public var status: UInt16
  /// What the operations since the last ``retire()`` raised.
  public var raised: FloatExceptions

  /// The control word after FNINIT: all exceptions masked, 64 bits, round to nearest.
  public static let initialControl: UInt16 = 0x037F
  public static let c0: UInt16 = 1 << 8
  public static let c1: UInt16 = 1 << 9
  public static let c2: UInt16 = 1 << 10
  public static let c3: UInt16 = 1 << 14
  /// SF: an invalid operation was a stack fault.
  public static let stackFault: UInt16 = 1 << 6
  /// ES, and B, which mirrors it: an unmasked exception is pending.
  public static let summary: UInt16 = 1 << 7 | 1 << 15

  @inlinable @inline(__always)
  public init(control: UInt16 = X87.initialControl, status: UInt16 = 0) {
    self.control = control
    self.status = status
    raised = []
  }

  /// RC, bits 10 and 11.
  @inlinable @inline(__always)
  public var rounding: RoundingMode { RoundingMode(field: UInt32(control &>> 10)) }
  /// The bits of significand that PC, bits 8 and 9, asks for.
  @inlinable @inline(__always)
  public var precision: Int {
    switch control &>> 8 & 3 {
    case 0: 24
    case 2: 53
    default: 64
    }
  }
  @inlinable @inline(__always)
  public var masked: FloatExceptions { FloatExceptions(rawValue: UInt32(control & 0x3F)) }

  /// Ends an instruction: merges what it raised into the flags, and brings ES and B up to date.
  ///
  /// An unmasked exception is delivered (#MF, or IRQ 13) by the next waiting x87 instruction that finds ES set.
  /// - Returns: whether to write the result, push and pop. An unmasked #I, #D or #Z leaves the destination and the stack
  ///   as they were (but a #D does not stop a load), as does an unmasked #O or #U on the way to memory; otherwise #O and #U
  ///   deliver a result with a changed exponent.
  @inlinable @inline(__always)
  public mutating func retire() -> Bool {
    if raised.rawValue == 0 { return true }
    return retireRaised()
  }

  /// Brings ES and B up to date after a change of the control word or the flags (FLDCW, FNCLEX, FLDENV).
  public mutating func summarize() {
    let isPending = status & ~control & 0x3F != 0
    status = isPending ? status | Self.summary : status & ~Self.summary
  }

  @usableFromInline @inline(never)
  mutating func retireRaised() -> Bool {
    let unmasked = raised.intersection(.all).subtracting(masked)
    var delivers = raised.rawValue & Self.withheld == 0
    var reported = raised.intersection(.all)
    if !unmasked.isDisjoint(with: .preComputation) {
      reported.formIntersection(.preComputation)
      delivers = unmasked == .denormal && raised.rawValue & Self.proceeds != 0
      if !delivers { status &= ~Self.c1 }
    }
    status |= UInt16(truncatingIfNeeded: reported.rawValue)
    raised = []
    summarize()
    return delivers
  }

  /// A bit of `raised` that is no exception: an unmasked #O or #U keeps the result from memory.
  static let withheld: UInt32 = 1 << 8
  /// Another: an unmasked #D does not stop this instruction.
  static let proceeds: UInt32 = 1 << 9

  @inline(__always)
  mutating func raise(_ exceptions: FloatExceptions) { raised.rawValue |= exceptions.rawValue }
  @inline(__always)
  func isMasked(_ exception: FloatExceptions) -> Bool { UInt32(control) & exception.rawValue != 0 }

  /// Starts an operation: C1 tells of it alone.
  @inline(__always)
  mutating func begin() { status &= ~Self.c1 }

  /// Notes what rounding did: #P, and C1 if the magnitude grew.
  @inline(__always)
  mutating func note(_ rounded: RoundedSignificand) {
    if rounded.isInexact { raise(.precision) }
    status |= rounded.roundedUp ? Self.c1 : 0
  }
}
