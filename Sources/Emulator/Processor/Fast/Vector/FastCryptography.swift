/// AESENC and AESDEC by tables, and PCLMULQDQ by products with holes.

/// What a byte makes of its column in a round: substituted, and times the column of MixColumns or its inverse, for row 0; other rows have
/// the same rotated. Then the substituted bytes alone, for last rounds.
enum RoundTables {
  /// 256 columns of encryption, 256 of decryption, 256 substitutions, 256 inverse ones. Made once, for all processors.
  nonisolated(unsafe) static let shared: UnsafePointer<UInt32> = {
    let tables = UnsafeMutablePointer<UInt32>.allocate(capacity: 4 * 256)
    for byte in 0..<256 {
      let forward = AES.box[byte]
      let backward = AES.inverseBox[byte]
      tables[byte] = column(forward, [2, 1, 1, 3])
      tables[256 + byte] = column(backward, [14, 9, 13, 11])
      tables[512 + byte] = UInt32(forward)
      tables[768 + byte] = UInt32(backward)
    }
    return UnsafePointer(tables)
  }()

  /// Row r of the column is the byte times factor r.
  private static func column(_ byte: UInt8, _ factors: [UInt8]) -> UInt32 {
    factors.enumerated().reduce(0) { $0 | UInt32(AES.multiply(byte, $1.element)) << UInt32($1.offset * 8) }
  }
}

/// Which way a round goes.
protocol RoundDirection {
  /// Where row `row` of column `column` comes from (ShiftRows or its inverse).
  static func source(row: Int, column: Int) -> Int
  /// Where its tables start: columns, and substitutions.
  static var columns: Int { get }
  static var substitutions: Int { get }
}
enum Encryption: RoundDirection {
  @_transparent static func source(row: Int, column: Int) -> Int { (column &+ row) & 3 }
  @_transparent static var columns: Int { 0 }
  @_transparent static var substitutions: Int { 512 }
}
enum Decryption: RoundDirection {
  @_transparent static func source(row: Int, column: Int) -> Int { (column &- row) & 3 }
  @_transparent static var columns: Int { 256 }
  @_transparent static var substitutions: Int { 768 }
}

/// The byte of the state that goes to a row and column.
@_transparent
private func byte<Direction: RoundDirection>(_ a: Vector, _ direction: Direction.Type, _ row: Int, _ column: Int) -> Int
{
  let from = Direction.source(row: row, column: column)
  let half = from < 2 ? a.x : a.y
  return Int(truncatingIfNeeded: half &>> UInt64(truncatingIfNeeded: (from & 1) &* 32 &+ row &* 8) & 0xFF)
}

/// What a round makes of the four bytes that go to a column.
protocol ColumnOfRound {
  static func column(_ tables: UnsafePointer<UInt32>, _ a: Vector, _ number: Int) -> UInt32
}

/// A round, and the key.
enum Round<Columns: ColumnOfRound>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let tables = c.pointee.roundTables
    let (c0, c1) = (Columns.column(tables, a, 0), Columns.column(tables, a, 1))
    let (c2, c3) = (Columns.column(tables, a, 2), Columns.column(tables, a, 3))
    return b ^ Vector(UInt64(c0) | UInt64(c1) &<< 32, UInt64(c2) | UInt64(c3) &<< 32)
  }
}

/// AESENC, AESDEC.
enum MixedColumn<Direction: RoundDirection>: ColumnOfRound {
  @_transparent
  static func column(_ tables: UnsafePointer<UInt32>, _ a: Vector, _ number: Int) -> UInt32 {
    let row0 = tables[Direction.columns &+ byte(a, Direction.self, 0, number)]
    let row1 = tables[Direction.columns &+ byte(a, Direction.self, 1, number)]
    let row2 = tables[Direction.columns &+ byte(a, Direction.self, 2, number)]
    let row3 = tables[Direction.columns &+ byte(a, Direction.self, 3, number)]
    return row0 ^ (row1 &<< 8 | row1 &>> 24) ^ (row2 &<< 16 | row2 &>> 16) ^ (row3 &<< 24 | row3 &>> 8)
  }
}

/// AESENCLAST, AESDECLAST.
enum SubstitutedColumn<Direction: RoundDirection>: ColumnOfRound {
  @_transparent
  static func column(_ tables: UnsafePointer<UInt32>, _ a: Vector, _ number: Int) -> UInt32 {
    let row0 = tables[Direction.substitutions &+ byte(a, Direction.self, 0, number)]
    let row1 = tables[Direction.substitutions &+ byte(a, Direction.self, 1, number)]
    let row2 = tables[Direction.substitutions &+ byte(a, Direction.self, 2, number)]
    let row3 = tables[Direction.substitutions &+ byte(a, Direction.self, 3, number)]
    return row0 | row1 &<< 8 | row2 &<< 16 | row3 &<< 24
  }
}

/// PCLMULQDQ. Integer multiplication adds where polynomials exclusive-or; with three zeros between the bits of each factor the carries
/// of a sum of up to fifteen stay in those, and sixteen products make the low half. The high half is the low one of the factors with
/// their bits reversed.
enum MultiplyPolynomials: VectorOperation {
  @_transparent
  private static func low(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let m0: UInt64 = 0x1111_1111_1111_1111
    let (m1, m2, m3) = (m0 &<< 1, m0 &<< 2, m0 &<< 3)
    let (a0, a1, a2, a3) = (a & m0, a & m1, a & m2, a & m3)
    let (b0, b1, b2, b3) = (b & m0, b & m1, b & m2, b & m3)
    let z0 = (a0 &* b0) ^ (a1 &* b3) ^ (a2 &* b2) ^ (a3 &* b1)
    let z1 = (a0 &* b1) ^ (a1 &* b0) ^ (a2 &* b3) ^ (a3 &* b2)
    let z2 = (a0 &* b2) ^ (a1 &* b1) ^ (a2 &* b0) ^ (a3 &* b3)
    let z3 = (a0 &* b3) ^ (a1 &* b2) ^ (a2 &* b1) ^ (a3 &* b0)
    return (z0 & m0) | (z1 & m1) | (z2 & m2) | (z3 & m3)
  }

  @_transparent
  private static func reversed(_ value: UInt64) -> UInt64 {
    var v = value.byteSwapped
    v = (v &>> 4) & 0x0F0F_0F0F_0F0F_0F0F | (v & 0x0F0F_0F0F_0F0F_0F0F) &<< 4
    v = (v &>> 2) & 0x3333_3333_3333_3333 | (v & 0x3333_3333_3333_3333) &<< 2
    return (v &>> 1) & 0x5555_5555_5555_5555 | (v & 0x5555_5555_5555_5555) &<< 1
  }

  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let x = o.pointee.immediate & 1 == 0 ? a.x : a.y
    let y = o.pointee.immediate & 16 == 0 ? b.x : b.y
    return Vector(low(x, y), reversed(low(reversed(x), reversed(y))) &>> 1)
  }
}
