/// A condition of Jcc, SETcc and CMOVcc, from the flags as they are kept and straight from a comparison's operands.
protocol Condition {
  static func holds(_ c: CPU) -> Bool
  /// After `CMP a, b`.
  static func holds<W: Word>(comparing a: W, _ b: W) -> Bool
  /// After an instruction that clears CF and OF and gave `result`.
  static func holds<W: Word>(logic result: W) -> Bool
}

@_transparent
func isLess<W: Word>(_ a: W, _ b: W) -> Bool {
  Int64(bitPattern: signExtended(a)) < Int64(bitPattern: signExtended(b))
}

@_transparent
func isNegative<W: Word>(_ value: W) -> Bool { Int64(bitPattern: signExtended(value)) < 0 }

@_transparent
func hasEvenParity<W: Word>(_ value: W) -> Bool { UInt8(truncatingIfNeeded: value).nonzeroBitCount & 1 == 0 }

@_transparent
func overflows<W: Word>(comparing a: W, _ b: W) -> Bool { isNegative((a ^ b) & (a ^ (a &- b))) }

/// O
enum Condition0: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.overflow }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { overflows(comparing: a, b) }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { false }
}
/// B
enum Condition2: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.carry }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { a < b }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { false }
}
/// Z
enum Condition4: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.zero }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { a == b }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { result == 0 }
}
/// BE
enum Condition6: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.carry || c.zero }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { a <= b }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { result == 0 }
}
/// S
enum Condition8: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.sign }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { isNegative(a &- b) }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { isNegative(result) }
}
/// P
enum Condition10: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.parity }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { hasEvenParity(a &- b) }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { hasEvenParity(result) }
}
/// L
enum Condition12: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.sign != c.overflow }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { isLess(a, b) }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { isNegative(result) }
}
/// LE
enum Condition14: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { c.zero || c.sign != c.overflow }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { !isLess(b, a) }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { result == 0 || isNegative(result) }
}

/// An odd condition is the even one below it, negated.
enum Negated<Other: Condition>: Condition {
  @_transparent static func holds(_ c: CPU) -> Bool { !Other.holds(c) }
  @_transparent static func holds<W: Word>(comparing a: W, _ b: W) -> Bool { !Other.holds(comparing: a, b) }
  @_transparent static func holds<W: Word>(logic result: W) -> Bool { !Other.holds(logic: result) }
}
typealias Condition1 = Negated<Condition0>
typealias Condition3 = Negated<Condition2>
typealias Condition5 = Negated<Condition4>
typealias Condition7 = Negated<Condition6>
typealias Condition9 = Negated<Condition8>
typealias Condition11 = Negated<Condition10>
typealias Condition13 = Negated<Condition12>
typealias Condition15 = Negated<Condition14>

enum SetOnCondition<When: Condition> {
  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(o.pointee.a, When.holds(c) ? 1 as UInt8 : 0)
    next(c, o)
  }
}

enum ConditionalMove<When: Condition, W: Word> {
  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let old = c.load(o.pointee.a, as: W.self)
    let new = c.load(o.pointee.b, as: W.self)
    c.store(o.pointee.a, When.holds(c) ? new : old)
    next(c, o)
  }
}
