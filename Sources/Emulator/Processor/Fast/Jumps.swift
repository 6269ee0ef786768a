/// Conditional jumps. The ways on are in the operation: `displacement` when taken, `immediate` when not.
@_transparent
func jump(_ c: CPU, _ o: UnsafePointer<Operation>, _ taken: Bool) {
  // A branch, not a choice between two values: the host's predictor must see it.
  if _fastPath(taken) {
    let target = link(o.pointee.displacement)
    noteBranch(c, o)
    enter(c, target)
    return
  }
  enter(c, link(o.pointee.immediate))
}

enum Jump<When: Condition> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    jump(c, o, When.holds(c))
  }
}

/// A comparison and the jump that follows it, which is the next operation.
enum Fused<Operator: FusedComparison, W: Word, When: Condition> {
  @_transparent
  static func finish(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: W, _ b: W) {
    _ = Operator.apply(c, a, b)
    jump(c, o + 1, Operator.holds(When.self, a, b))
  }

  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    finish(c, o, c.load(o.pointee.a, as: W.self), c.load(o.pointee.b, as: W.self))
  }

  @_transparent
  static func registerImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    finish(c, o, c.load(o.pointee.a, as: W.self), W(truncatingIfNeeded: o.pointee.immediate))
  }

  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, FullAddress.address(c, o), W.self) {
      finish(c, o, c.load(o.pointee.a, as: W.self), host.loadUnaligned(as: W.self))
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func memoryImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, FullAddress.address(c, o), W.self) {
      finish(c, o, host.loadUnaligned(as: W.self), W(truncatingIfNeeded: o.pointee.immediate))
    } else {
      generalOperation(core, raw)
    }
  }
}

protocol FusedComparison: BinaryOperation {
  static func holds<W: Word, When: Condition>(_ condition: When.Type, _ a: W, _ b: W) -> Bool
}

extension Cmp: FusedComparison {
  @_transparent static func holds<W: Word, When: Condition>(_ condition: When.Type, _ a: W, _ b: W) -> Bool {
    When.holds(comparing: a, b)
  }
}

extension Test: FusedComparison {
  @_transparent static func holds<W: Word, When: Condition>(_ condition: When.Type, _ a: W, _ b: W) -> Bool {
    When.holds(logic: a & b)
  }
}

/// INC or DEC of a register and the jump that follows.
enum FusedUnary<Operator: UnaryOperation, W: Word, When: Condition> {
  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(o.pointee.a, Operator.apply(c, c.load(o.pointee.a, as: W.self)))
    jump(c, o + 1, When.holds(c))
  }
}

/// ADD, SUB or AND of an immediate and the jump that follows.
enum FusedResult<Operator: BinaryOperation, W: Word, When: Condition> {
  @_transparent
  static func registerImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    Binary<Operator, W>.combine(c, o, W(truncatingIfNeeded: o.pointee.immediate))
    jump(c, o + 1, When.holds(c))
  }
}
