/// The sixteen bytes of an XMM register; an MMX register is the low half.
typealias Vector = SIMD2<UInt64>

typealias Bytes = SIMD16<UInt8>
typealias Words = SIMD8<UInt16>
typealias Doublewords = SIMD4<UInt32>
typealias Quadwords = SIMD2<UInt64>
typealias SignedBytes = SIMD16<Int8>
typealias SignedWords = SIMD8<Int16>
typealias SignedDoublewords = SIMD4<Int32>
typealias SignedQuadwords = SIMD2<Int64>

extension SIMD2<UInt64> {
  /// The vector with these lanes. The host is little-endian, as every host of Swift is.
  @inline(__always)
  init<Lanes: SIMD>(lanes: Lanes) { self = unsafeBitCast(lanes, to: Vector.self) }

  /// The same bits in lanes of another type.
  @inline(__always)
  func lanes<Lanes: SIMD>(_ type: Lanes.Type) -> Lanes { unsafeBitCast(self, to: Lanes.self) }

  var bytes: Bytes {
    @inline(__always) get { lanes(Bytes.self) }
    @inline(__always) set { self = Vector(lanes: newValue) }
  }
  var words: Words {
    @inline(__always) get { lanes(Words.self) }
    @inline(__always) set { self = Vector(lanes: newValue) }
  }
  var doublewords: Doublewords {
    @inline(__always) get { lanes(Doublewords.self) }
    @inline(__always) set { self = Vector(lanes: newValue) }
  }
}

/// Lanes of both operands at once.
@inline(__always)
func whole<Lanes: SIMD>(_ a: Vector, _ b: Vector, as type: Lanes.Type, _ body: (Lanes, Lanes) -> Lanes) -> Vector {
  Vector(lanes: body(a.lanes(type), b.lanes(type)))
}

/// Lane by lane.
@inline(__always)
func each<Lanes: SIMD>(
  _ a: Vector, _ b: Vector, as type: Lanes.Type, _ body: (Lanes.Scalar, Lanes.Scalar) -> Lanes.Scalar
) -> Vector {
  let first = a.lanes(type)
  let second = b.lanes(type)
  var result = first
  for index in result.indices { result[index] = body(first[index], second[index]) }
  return Vector(lanes: result)
}

/// Lane by lane of one operand.
@inline(__always)
func each<Lanes: SIMD>(_ a: Vector, as type: Lanes.Type, _ body: (Lanes.Scalar) -> Lanes.Scalar) -> Vector {
  var result = a.lanes(type)
  for index in result.indices { result[index] = body(result[index]) }
  return Vector(lanes: result)
}

/// A result lane for each index.
@inline(__always)
func build<Lanes: SIMD>(_ type: Lanes.Type, _ body: (Int) -> Lanes.Scalar) -> Vector {
  var result = Lanes()
  for index in result.indices { result[index] = body(index) }
  return Vector(lanes: result)
}

/// All ones where the condition holds, as the packed comparisons do.
@inline(__always)
func compare<Lanes: SIMD>(
  _ a: Vector, _ b: Vector, as type: Lanes.Type, _ body: (Lanes.Scalar, Lanes.Scalar) -> Bool
) -> Vector where Lanes.Scalar: FixedWidthInteger {
  each(a, b, as: type) { body($0, $1) ? ~0 : 0 }
}

// MARK: Saturation

@inline(__always)
func saturatingAdd<Value: FixedWidthInteger>(_ a: Value, _ b: Value) -> Value {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? (b < 0 ? .min : .max) : sum
}

@inline(__always)
func saturatingSubtract<Value: FixedWidthInteger>(_ a: Value, _ b: Value) -> Value {
  let (difference, overflow) = a.subtractingReportingOverflow(b)
  if !overflow { return difference }
  return b < 0 ? .max : .min
}
