import FloatingPoint

/// SSE arithmetic by the host's own, where that gives every bit, flags included: see FloatingPoint/Quick.swift. What is not so
/// simple (a denormal, a NaN, an unmasked or first inexact result, another rounding mode) goes to the general tier.

/// What an operation does with one element of each format, and with all of a register.
protocol FloatOperation {
  static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32?
  static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64?
  static func singles(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>?
  static func doubles(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>?
}

extension FloatOperation {
  // Element by element, for those that have no short way of their own for vectors.
  @_transparent static func singles(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    guard let e0 = single(a[0], b[0], mxcsr), let e1 = single(a[1], b[1], mxcsr),
      let e2 = single(a[2], b[2], mxcsr), let e3 = single(a[3], b[3], mxcsr)
    else { return nil }
    return SIMD4(e0, e1, e2, e3)
  }
  @_transparent static func doubles(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    guard let e0 = double(a[0], b[0], mxcsr), let e1 = double(a[1], b[1], mxcsr) else { return nil }
    return SIMD2(e0, e1)
  }
}

enum SingleElement<Operator: FloatOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard
      let result = Operator.single(UInt32(truncatingIfNeeded: a.x), UInt32(truncatingIfNeeded: b.x), c.pointee.mxcsr)
    else { return nil }
    return withLow(a, result)
  }
}
enum DoubleElement<Operator: FloatOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let result = Operator.double(a.x, b.x, c.pointee.mxcsr) else { return nil }
    return Vector(result, a.y)
  }
}
enum AllSingles<Operator: FloatOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let result = Operator.singles(a.lanes(Doublewords.self), b.lanes(Doublewords.self), c.pointee.mxcsr) else {
      return nil
    }
    return Vector(lanes: result)
  }
}
enum AllDoubles<Operator: FloatOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Operator.doubles(a, b, c.pointee.mxcsr)
  }
}

// MARK: Operations. Not the square root, which Swift makes a call of the C library.

enum FloatAdd: FloatOperation {
  @_transparent static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    Binary32.addQuickly(a, b, mxcsr)
  }
  @_transparent static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    Binary64.addQuickly(a, b, mxcsr)
  }
  @_transparent static func singles(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    Binary32.addQuickly(a, b, mxcsr)
  }
  @_transparent static func doubles(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    Binary64.addQuickly(a, b, mxcsr)
  }
}
enum FloatSubtract: FloatOperation {
  @_transparent static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    Binary32.subtractQuickly(a, b, mxcsr)
  }
  @_transparent static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    Binary64.subtractQuickly(a, b, mxcsr)
  }
  @_transparent static func singles(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    Binary32.subtractQuickly(a, b, mxcsr)
  }
  @_transparent static func doubles(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    Binary64.subtractQuickly(a, b, mxcsr)
  }
}
enum FloatMultiply: FloatOperation {
  @_transparent static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    Binary32.multiplyQuickly(a, b, mxcsr)
  }
  @_transparent static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    Binary64.multiplyQuickly(a, b, mxcsr)
  }
  @_transparent static func singles(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    Binary32.multiplyQuickly(a, b, mxcsr)
  }
  @_transparent static func doubles(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    Binary64.multiplyQuickly(a, b, mxcsr)
  }
}
enum FloatDivide: FloatOperation {
  @_transparent static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    Binary32.divideQuickly(a, b, mxcsr)
  }
  @_transparent static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    Binary64.divideQuickly(a, b, mxcsr)
  }
  @_transparent static func singles(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    Binary32.divideQuickly(a, b, mxcsr)
  }
  @_transparent static func doubles(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    Binary64.divideQuickly(a, b, mxcsr)
  }
}
/// The second operand, unless the first is less: of equal zeros too.
enum FloatMinimum: FloatOperation {
  @_transparent static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    guard let relation = Binary32.compareQuickly(a, b) else { return nil }
    return relation == .less ? a : b
  }
  @_transparent static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    guard let relation = Binary64.compareQuickly(a, b) else { return nil }
    return relation == .less ? a : b
  }
}
/// The second operand, unless the first is greater: of equal zeros too.
enum FloatMaximum: FloatOperation {
  @_transparent static func single(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    guard let relation = Binary32.compareQuickly(a, b) else { return nil }
    return relation == .greater ? a : b
  }
  @_transparent static func double(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    guard let relation = Binary64.compareQuickly(a, b) else { return nil }
    return relation == .greater ? a : b
  }
}

// MARK: Conversions

/// CVTSI2SD from four bytes: always exact.
enum DoubleFromInt32: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(Double(Int32(truncatingIfNeeded: b.x)).bitPattern, a.y)
  }
}
/// CVTSI2SD from eight bytes.
enum DoubleFromInt64: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let integer = Int64(bitPattern: b.x)
    // Up to 53 bits are exact.
    let isExact = integer.magnitude < 1 &<< 53
    guard _fastPath(isExact || (c.pointee.mxcsr.roundsToNearest && c.pointee.mxcsr.ignoresPrecision)) else {
      return nil
    }
    return Vector(Double(integer).bitPattern, a.y)
  }
}
/// CVTSI2SS from four bytes.
enum SingleFromInt32: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let integer = Int32(truncatingIfNeeded: b.x)
    let isExact = integer.magnitude < 1 &<< 24
    guard _fastPath(isExact || (c.pointee.mxcsr.roundsToNearest && c.pointee.mxcsr.ignoresPrecision)) else {
      return nil
    }
    return withLow(a, Float(integer).bitPattern)
  }
}
/// CVTDQ2PD.
enum DoublesFromInt32s: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(
      Double(Int32(truncatingIfNeeded: b.x)).bitPattern, Double(Int32(truncatingIfNeeded: b.x &>> 32)).bitPattern)
  }
}
/// CVTDQ2PS.
enum SinglesFromInt32s: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard _fastPath(c.pointee.mxcsr.roundsToNearest && c.pointee.mxcsr.ignoresPrecision) else { return nil }
    return Vector(lanes: SIMD4<Float>(b.lanes(SIMD4<Int32>.self)))
  }
}
/// CVTSS2SD: zeros and normal numbers are exact.
enum DoubleFromSingle: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let bits = UInt32(truncatingIfNeeded: b.x)
    let exponent = bits & 0x7F80_0000
    guard _fastPath(exponent != 0x7F80_0000), _fastPath(exponent != 0 || bits &<< 1 == 0) else { return nil }
    return Vector(Double(Float(bitPattern: bits)).bitPattern, a.y)
  }
}
/// CVTPS2PD.
enum DoublesFromSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let low = DoubleFromSingle.apply(c, o, a, b),
      let high = DoubleFromSingle.apply(c, o, a, Vector(b.x &>> 32, 0))
    else { return nil }
    return Vector(low.x, high.x)
  }
}
/// CVTSD2SS, where the result is a normal number or zero came to zero.
enum SingleFromDouble: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let value = Double(bitPattern: b.x)
    let single = Float(value)
    let isOrdinary = single.magnitude > .leastNormalMagnitude && single.magnitude < .infinity
    guard _fastPath(isOrdinary || b.x &<< 1 == 0), _fastPath(c.pointee.mxcsr.roundsToNearest),
      _fastPath(c.pointee.mxcsr.ignoresPrecision || Double(single) == value)
    else { return nil }
    return withLow(a, single.bitPattern)
  }
}

/// CVTTSD2SI to four bytes, where the value fits.
enum Int32FromDouble: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    let value = Double(bitPattern: b.x)
    guard _fastPath(value.magnitude < 0x1p31) else { return nil }
    let integer = Int64(value)
    guard _fastPath(c.pointee.mxcsr.ignoresPrecision || Double(integer) == value), isNotDenormal(b.x) else {
      return nil
    }
    return UInt64(UInt32(truncatingIfNeeded: integer))
  }
}
/// CVTTSD2SI to eight bytes.
enum Int64FromDouble: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    let value = Double(bitPattern: b.x)
    guard _fastPath(value.magnitude < 0x1p62) else { return nil }
    let integer = Int64(value)
    guard _fastPath(c.pointee.mxcsr.ignoresPrecision || Double(integer) == value), isNotDenormal(b.x) else {
      return nil
    }
    return UInt64(bitPattern: integer)
  }
}
/// CVTTSS2SI to four bytes.
enum Int32FromSingle: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    let bits = UInt32(truncatingIfNeeded: b.x)
    let value = Double(Float(bitPattern: bits))
    guard _fastPath(value.magnitude < 0x1p31) else { return nil }
    let integer = Int64(value)
    let isDenormal = bits & 0x7F80_0000 == 0
    guard _fastPath(Double(integer) == value || (c.pointee.mxcsr.ignoresPrecision && !isDenormal)) else { return nil }
    return UInt64(UInt32(truncatingIfNeeded: integer))
  }
}

@_transparent
private func isNotDenormal(_ bits: UInt64) -> Bool { bits & 0x7FF0_0000_0000_0000 != 0 || bits &<< 1 == 0 }
