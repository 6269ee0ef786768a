// The arithmetic of one element: the short way, and where that does not do, the full one.

extension Binary32 {
  /// ADDSS.
  @inlinable @inline(__always)
  public static func add(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    addQuickly(a, b, mxcsr) ?? fullSum(a, b, false, &mxcsr)
  }
  /// SUBSS.
  @inlinable @inline(__always)
  public static func subtract(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    subtractQuickly(a, b, mxcsr) ?? fullSum(a, b, true, &mxcsr)
  }
  /// MULSS.
  @inlinable @inline(__always)
  public static func multiply(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    multiplyQuickly(a, b, mxcsr) ?? fullProduct(a, b, &mxcsr)
  }
  /// DIVSS.
  @inlinable @inline(__always)
  public static func divide(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    divideQuickly(a, b, mxcsr) ?? fullQuotient(a, b, &mxcsr)
  }
  /// SQRTSS.
  @inlinable @inline(__always)
  public static func squareRoot(_ a: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    squareRootQuickly(a, mxcsr) ?? fullRoot(a, &mxcsr)
  }
}

extension Binary64 {
  /// ADDSD.
  @inlinable @inline(__always)
  public static func add(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    addQuickly(a, b, mxcsr) ?? fullSum(a, b, false, &mxcsr)
  }
  /// SUBSD.
  @inlinable @inline(__always)
  public static func subtract(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    subtractQuickly(a, b, mxcsr) ?? fullSum(a, b, true, &mxcsr)
  }
  /// MULSD.
  @inlinable @inline(__always)
  public static func multiply(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    multiplyQuickly(a, b, mxcsr) ?? fullProduct(a, b, &mxcsr)
  }
  /// DIVSD.
  @inlinable @inline(__always)
  public static func divide(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    divideQuickly(a, b, mxcsr) ?? fullQuotient(a, b, &mxcsr)
  }
  /// SQRTSD.
  @inlinable @inline(__always)
  public static func squareRoot(_ a: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    squareRootQuickly(a, mxcsr) ?? fullRoot(a, &mxcsr)
  }
}
