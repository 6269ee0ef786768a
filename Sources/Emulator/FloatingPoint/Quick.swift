// The short way. IEEE 754 leaves no choice in a correctly rounded result, so where the modes are the usual ones and
// operands and result are ordinary numbers, the host's own arithmetic gives the right bits on any host. What it cannot
// give is the flags; ordinary numbers raise only #P, and if its flag is set already (it is sticky, and nearly always is)
// there is nothing to find out. Otherwise the result is taken if it is exact, which integers tell.
//
// Each function returns `nil` when it is not that simple; the instruction then takes the full way.

extension MXCSR {
  /// Round to nearest.
  @inlinable @inline(__always)
  public var roundsToNearest: Bool { rawValue & 0x6000 == 0 }
  /// #P is masked and its flag is set: an inexact result changes nothing.
  @inlinable @inline(__always)
  public var ignoresPrecision: Bool { rawValue & 0x1020 == 0x1020 }
}
