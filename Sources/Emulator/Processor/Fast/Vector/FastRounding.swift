import FloatingPoint

/// Square roots, ROUNDSS and its kin, and conversions to integers that round as MXCSR says: where that is to nearest, and the host's own
/// arithmetic gives every bit.

// MARK: Square roots, of the source alone

enum RootOfSingle: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let root = Binary32.squareRootQuickly(UInt32(truncatingIfNeeded: b.x), c.pointee.mxcsr) else { return nil }
    return withLow(a, root)
  }
}
enum RootOfDouble: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let root = Binary64.squareRootQuickly(b.x, c.pointee.mxcsr) else { return nil }
    return Vector(root, a.y)
  }
}
enum RootsOfSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let roots = Binary32.squareRootQuickly(b.lanes(Doublewords.self), c.pointee.mxcsr) else { return nil }
    return Vector(lanes: roots)
  }
}
enum RootsOfDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Binary64.squareRootQuickly(b, c.pointee.mxcsr)
  }
}

// MARK: To whole numbers, as floating-point

/// The number rounded as the immediate of ROUNDSD says; nil for what is not ordinary, has no fraction by its size, or whose
/// inexactness somebody could see.
@_transparent
private func rounded(_ value: Double, _ o: UnsafePointer<Operation>, _ mxcsr: MXCSR) -> Double? {
  let control = o.pointee.immediate
  let magnitude = value.magnitude
  guard _fastPath(magnitude < 0x1p51), _fastPath(magnitude >= .leastNormalMagnitude || magnitude == 0),
    _fastPath(control & 4 == 0 || mxcsr.roundsToNearest)
  else { return nil }
  let mode = control & 4 == 0 ? control & 3 : 0
  var whole: Double
  if mode == 0 {
    whole = (magnitude + 0x1p52) - 0x1p52
  } else {
    whole = Double(Int64(magnitude))
    // Down is away from zero below it, up is above it.
    let isAway = mode == (value.bitPattern &>> 63 == 0 ? 2 : 1)
    if isAway && whole != magnitude { whole += 1 }
  }
  guard _fastPath(control & 8 != 0 || mxcsr.ignoresPrecision || whole == magnitude) else { return nil }
  return Double(bitPattern: whole.bitPattern | value.bitPattern & 1 &<< 63)
}

/// The same of single precision: what is not denormal is ordinary in double precision.
@_transparent
private func rounded(_ bits: UInt32, _ o: UnsafePointer<Operation>, _ mxcsr: MXCSR) -> UInt32? {
  guard _fastPath(bits & 0x7F80_0000 != 0 || bits &<< 1 == 0),
    let whole = rounded(Double(Float(bitPattern: bits)), o, mxcsr)
  else { return nil }
  return Float(whole).bitPattern
}

/// ROUNDSS.
enum RoundSingle: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let whole = rounded(UInt32(truncatingIfNeeded: b.x), o, c.pointee.mxcsr) else { return nil }
    return withLow(a, whole)
  }
}
/// ROUNDSD.
enum RoundDouble: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let whole = rounded(Double(bitPattern: b.x), o, c.pointee.mxcsr) else { return nil }
    return Vector(whole.bitPattern, a.y)
  }
}
/// ROUNDPS.
enum RoundSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (lanes, mxcsr) = (b.lanes(Doublewords.self), c.pointee.mxcsr)
    guard let e0 = rounded(lanes[0], o, mxcsr), let e1 = rounded(lanes[1], o, mxcsr),
      let e2 = rounded(lanes[2], o, mxcsr), let e3 = rounded(lanes[3], o, mxcsr)
    else { return nil }
    return Vector(lanes: Doublewords(e0, e1, e2, e3))
  }
}
/// ROUNDPD.
enum RoundDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let low = rounded(Double(bitPattern: b.x), o, c.pointee.mxcsr),
      let high = rounded(Double(bitPattern: b.y), o, c.pointee.mxcsr)
    else { return nil }
    return Vector(low.bitPattern, high.bitPattern)
  }
}

// MARK: To integers, rounded to nearest

/// The nearest integer: in the low bits of a sum whose unit in the last place is one. Nil from 2^31 on, or where somebody could see
/// more than the result.
@_transparent
private func nearest(_ value: Double, _ mxcsr: MXCSR) -> Int32? {
  let shifted = value + 0x1.8p52
  guard _fastPath(value.magnitude < 0x1p31 - 1), _fastPath(mxcsr.roundsToNearest),
    _fastPath(mxcsr.ignoresPrecision || shifted - 0x1.8p52 == value),
    _fastPath(value.magnitude >= .leastNormalMagnitude || value == 0)
  else { return nil }
  return Int32(truncatingIfNeeded: shifted.bitPattern)
}
@_transparent
private func nearest(_ bits: UInt32, _ mxcsr: MXCSR) -> Int32? {
  guard _fastPath(bits & 0x7F80_0000 != 0 || bits &<< 1 == 0) else { return nil }
  return nearest(Double(Float(bitPattern: bits)), mxcsr)
}

/// CVTSD2SI to four bytes.
enum NearestInt32FromDouble: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    guard let integer = nearest(Double(bitPattern: b.x), c.pointee.mxcsr) else { return nil }
    return UInt64(UInt32(bitPattern: integer))
  }
}
/// CVTSD2SI to eight bytes.
enum NearestInt64FromDouble: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    guard let integer = nearest(Double(bitPattern: b.x), c.pointee.mxcsr) else { return nil }
    return UInt64(bitPattern: Int64(integer))
  }
}
/// CVTSS2SI to four bytes.
enum NearestInt32FromSingle: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    guard let integer = nearest(UInt32(truncatingIfNeeded: b.x), c.pointee.mxcsr) else { return nil }
    return UInt64(UInt32(bitPattern: integer))
  }
}
/// CVTPS2DQ.
enum NearestInt32sFromSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (lanes, mxcsr) = (b.lanes(Doublewords.self), c.pointee.mxcsr)
    guard let e0 = nearest(lanes[0], mxcsr), let e1 = nearest(lanes[1], mxcsr), let e2 = nearest(lanes[2], mxcsr),
      let e3 = nearest(lanes[3], mxcsr)
    else { return nil }
    return Vector(lanes: SignedDoublewords(e0, e1, e2, e3))
  }
}
/// CVTPD2DQ.
enum NearestInt32sFromDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let low = nearest(Double(bitPattern: b.x), c.pointee.mxcsr),
      let high = nearest(Double(bitPattern: b.y), c.pointee.mxcsr)
    else { return nil }
    return Vector(lanes: SignedDoublewords(low, high, 0, 0))
  }
}
/// CVTTPD2DQ.
enum Int32sFromDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let low = Int32FromDouble.apply(c, o, b), let high = Int32FromDouble.apply(c, o, Vector(b.y, 0)) else {
      return nil
    }
    return Vector(low | high &<< 32, 0)
  }
}
/// CVTPD2PS.
enum SinglesFromDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let low = SingleFromDouble.apply(c, o, .zero, b),
      let high = SingleFromDouble.apply(c, o, .zero, Vector(b.y, 0))
    else { return nil }
    return Vector(low.x | high.x &<< 32, 0)
  }
}
