/// The control and status register of the SSE instructions (SDM vol. 1, 10.2.3), and what the current instruction raised.
///
/// An instruction runs its operations, one for each element, with the same `MXCSR`; what they raise is collected in
/// ``raised``. Then it calls ``retire()``, which merges the flags and says whether to write the result or deliver #XM.
/// The register's bits alone, at rest, are ``rawValue``.
public struct MXCSR: Sendable, Hashable {
  /// The architectural register.
  public var rawValue: UInt32
  /// What the operations since the last ``retire()`` raised.
  public var raised: FloatExceptions

  /// All exceptions masked, round to nearest: the value after reset.
  public static let initial: UInt32 = 0x1F80
  /// The bits that LDMXCSR may set without #GP: MXCSR_MASK as FXSAVE writes it.
  public static let writable: UInt32 = 0xFFFF

  static let denormalsAreZeros: UInt32 = 1 << 6
  static let flushToZero: UInt32 = 1 << 15

  @inlinable @inline(__always)
  public init(_ rawValue: UInt32 = MXCSR.initial) {
    self.rawValue = rawValue
    raised = []
  }

  /// RC, bits 13 and 14.
  @inlinable @inline(__always)
  public var rounding: RoundingMode {
    get { RoundingMode(field: rawValue &>> 13) }
    set { rawValue = rawValue & ~0x6000 | UInt32(newValue.rawValue) &<< 13 }
  }
  /// The exceptions whose mask bit (7 to 12) is set.
  @inlinable @inline(__always)
  public var masked: FloatExceptions { FloatExceptions(rawValue: rawValue &>> 7 & 0x3F) }
  /// The sticky flags, bits 0 to 5.
  @inlinable @inline(__always)
  public var flags: FloatExceptions { FloatExceptions(rawValue: rawValue & 0x3F) }

  /// DAZ: denormal operands count as zeros of their sign, and raise nothing.
  @inline(__always)
  var denormalsAreZeros: Bool { rawValue & Self.denormalsAreZeros != 0 }
  /// FTZ: a tiny result becomes zero, if underflow is masked.
  @inline(__always)
  var flushesToZero: Bool { rawValue & Self.flushToZero != 0 }

  /// Ends an instruction: merges what it raised into the sticky flags.
  ///
  /// If an exception found before the computation (#I, #D, #Z) is unmasked in any element, none of the elements is
  /// computed and the later exceptions (#O, #U, #P) leave no trace (SDM vol. 1, 4.9.2 and E.4).
  /// - Returns: whether one of the exceptions raised is unmasked: deliver #XM and write no destination.
  @inlinable @inline(__always)
  public mutating func retire() -> Bool {
    if raised.rawValue == 0 { return false }
    return retireRaised()
  }

  /// Ends a stage of an instruction that has several: merges what it raised, unless one of the exceptions is unmasked.
  /// - Returns: whether to go on with the next stage.
  mutating func settle() -> Bool {
    if !raised.subtracting(masked).isEmpty { return false }
    rawValue |= raised.rawValue
    raised = []
    return true
  }

  @usableFromInline @inline(never)
  mutating func retireRaised() -> Bool {
    let unmasked = raised.subtracting(masked)
    let reported = unmasked.isDisjoint(with: .preComputation) ? raised : raised.intersection(.preComputation)
    rawValue |= reported.rawValue
    raised = []
    return !unmasked.isEmpty
  }

  @inline(__always)
  mutating func raise(_ exceptions: FloatExceptions) { raised.rawValue |= exceptions.rawValue }
}
