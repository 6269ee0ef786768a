// COMISS, UCOMISS, CMPSS, MINSS, MAXSS and their kin (SDM vol. 2).

extension Binary32 {
  /// COMISS (`signaling`) or UCOMISS: how `a` relates to `b`.
  @inlinable @inline(__always)
  public static func compare(_ a: UInt32, _ b: UInt32, signaling: Bool, _ mxcsr: inout MXCSR) -> Relation {
    compareQuickly(a, b) ?? fullCompare(a, b, signaling, &mxcsr)
  }

  /// CMPSS: all ones or zero.
  @inlinable @inline(__always)
  public static func compare(
    _ a: UInt32, _ b: UInt32, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> UInt32 {
    compareQuickly(a, b, predicate) ?? fullCompare(a, b, predicate, &mxcsr)
  }

  /// MINSS.
  @inlinable @inline(__always)
  public static func minimum(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    if let relation = compareQuickly(a, b) { return relation == .less ? a : b }
    return fullExtremum(a, b, true, &mxcsr)
  }

  /// MAXSS.
  @inlinable @inline(__always)
  public static func maximum(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 {
    if let relation = compareQuickly(a, b) { return relation == .greater ? a : b }
    return fullExtremum(a, b, false, &mxcsr)
  }

  @usableFromInline @inline(never)
  static func fullCompare(_ a: UInt32, _ b: UInt32, _ signaling: Bool, _ mxcsr: inout MXCSR) -> Relation {
    relation(a, b, signaling: signaling, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func fullCompare(
    _ a: UInt32, _ b: UInt32, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> UInt32 {
    predicate.holds(relation(a, b, signaling: predicate.isSignaling, &mxcsr)) ? .max : 0
  }
  @usableFromInline @inline(never)
  static func fullExtremum(_ a: UInt32, _ b: UInt32, _ minimum: Bool, _ mxcsr: inout MXCSR) -> UInt32 {
    extremum(a, b, minimum: minimum, &mxcsr)
  }
}

extension Binary64 {
  /// COMISD (`signaling`) or UCOMISD: how `a` relates to `b`.
  @inlinable @inline(__always)
  public static func compare(_ a: UInt64, _ b: UInt64, signaling: Bool, _ mxcsr: inout MXCSR) -> Relation {
    compareQuickly(a, b) ?? fullCompare(a, b, signaling, &mxcsr)
  }

  /// CMPSD: all ones or zero.
  @inlinable @inline(__always)
  public static func compare(
    _ a: UInt64, _ b: UInt64, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> UInt64 {
    compareQuickly(a, b, predicate) ?? fullCompare(a, b, predicate, &mxcsr)
  }

  /// MINSD.
  @inlinable @inline(__always)
  public static func minimum(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    if let relation = compareQuickly(a, b) { return relation == .less ? a : b }
    return fullExtremum(a, b, true, &mxcsr)
  }

  /// MAXSD.
  @inlinable @inline(__always)
  public static func maximum(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 {
    if let relation = compareQuickly(a, b) { return relation == .greater ? a : b }
    return fullExtremum(a, b, false, &mxcsr)
  }

  @usableFromInline @inline(never)
  static func fullCompare(_ a: UInt64, _ b: UInt64, _ signaling: Bool, _ mxcsr: inout MXCSR) -> Relation {
    relation(a, b, signaling: signaling, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func fullCompare(
    _ a: UInt64, _ b: UInt64, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> UInt64 {
    predicate.holds(relation(a, b, signaling: predicate.isSignaling, &mxcsr)) ? .max : 0
  }
  @usableFromInline @inline(never)
  static func fullExtremum(_ a: UInt64, _ b: UInt64, _ minimum: Bool, _ mxcsr: inout MXCSR) -> UInt64 {
    extremum(a, b, minimum: minimum, &mxcsr)
  }
}
