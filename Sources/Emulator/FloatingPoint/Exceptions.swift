/// The six floating-point exceptions, at their places in MXCSR and in the x87 status word (SDM vol. 1, 4.9.1).
public struct FloatExceptions: OptionSet, Sendable, Hashable {
  public var rawValue: UInt32
  @inlinable @inline(__always)
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// #IA: a signalling NaN, or an operation without a meaningful result.
  public static let invalid = FloatExceptions(rawValue: 1 << 0)
  /// #D: an operand is denormal.
  public static let denormal = FloatExceptions(rawValue: 1 << 1)
  /// #Z: an exact infinity out of finite operands.
  public static let divideByZero = FloatExceptions(rawValue: 1 << 2)
  /// #O: the rounded result is too great for the format.
  public static let overflow = FloatExceptions(rawValue: 1 << 3)
  /// #U: the rounded result is tiny.
  public static let underflow = FloatExceptions(rawValue: 1 << 4)
  /// #P: the result is not exact.
  public static let precision = FloatExceptions(rawValue: 1 << 5)

  /// Those found by looking at the operands; an unmasked one keeps the operation from taking place.
  public static let preComputation: FloatExceptions = [.invalid, .denormal, .divideByZero]
  public static let all = FloatExceptions(rawValue: 0x3F)
}
