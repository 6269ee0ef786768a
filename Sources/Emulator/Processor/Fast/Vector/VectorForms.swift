import FloatingPoint

/// What an SSE instruction computes from its destination and its source.
///
/// Written anew for speed, beside the general tier's, with which tests compare every one.
protocol VectorOperation {
  /// The new destination; nil where it is not that simple, and the general tier must do it.
  static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector?
}

extension UnsafeMutablePointer where Pointee == Core {
  /// The XMM register that a field of an operation names: sixteen times its number.
  @_transparent
  func xmm(_ offset: UInt8) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(self) + (Core.xmmOffset &+ Int(offset))
  }
}

/// Destination and one source: an XMM register, or memory of sixteen bytes.
enum VectorBinary<Operator: VectorOperation> {
  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let destination = c.xmm(o.pointee.a)
    let b = c.xmm(o.pointee.b).load(as: Vector.self)
    if let result = Operator.apply(c, o, destination.load(as: Vector.self), b) {
      destination.storeBytes(of: result, as: Vector.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  /// Memory must be aligned: the general tier raises #GP.
  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let address = FullAddress.address(c, o)
    if _fastPath(address & 15 == 0), let host = cached(c.pointee.reads, c, address, size: 16) {
      let destination = c.xmm(o.pointee.a)
      let b = host.loadUnaligned(as: Vector.self)
      if let result = Operator.apply(c, o, destination.load(as: Vector.self), b) {
        destination.storeBytes(of: result, as: Vector.self)
        next(c, o)
        return
      }
    }
    generalOperation(core, raw)
  }
}

/// The same with memory of four or eight bytes, which need not be aligned.
enum VectorScalar<Operator: VectorOperation, W: Word> {
  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, FullAddress.address(c, o), W.self) {
      let destination = c.xmm(o.pointee.a)
      let b = Vector(UInt64(truncatingIfNeeded: host.loadUnaligned(as: W.self)), 0)
      if let result = Operator.apply(c, o, destination.load(as: Vector.self), b) {
        destination.storeBytes(of: result, as: Vector.self)
        next(c, o)
        return
      }
    }
    generalOperation(core, raw)
  }
}

/// Destination an XMM register, source a general register: MOVD, MOVQ, PINSRW, CVTSI2SD and their kin.
enum VectorFromGeneral<Operator: VectorOperation, W: Word> {
  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let destination = c.xmm(o.pointee.a)
    let b = Vector(UInt64(truncatingIfNeeded: c.load(o.pointee.b, as: W.self)), 0)
    if let result = Operator.apply(c, o, destination.load(as: Vector.self), b) {
      destination.storeBytes(of: result, as: Vector.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// What a general register gets from an XMM register; nil where the general tier must do it.
protocol VectorReduction {
  static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64?
}

/// Destination a general register, source an XMM register or memory: MOVD, PMOVMSKB, CVTTSD2SI and their kin.
enum VectorToGeneral<Operator: VectorReduction, W: Word> {
  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let result = Operator.apply(c, o, c.xmm(o.pointee.b).load(as: Vector.self)) {
      c.store(o.pointee.a, W(truncatingIfNeeded: result))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

enum MemoryToGeneral<Operator: VectorReduction, Source: Word, W: Word> {
  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, FullAddress.address(c, o), Source.self),
      let result = Operator.apply(c, o, Vector(UInt64(truncatingIfNeeded: host.loadUnaligned(as: Source.self)), 0))
    {
      c.store(o.pointee.a, W(truncatingIfNeeded: result))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// COMISS and its kin: the flags from two registers, or a register and memory.
protocol VectorComparison {
  static func relate(_ a: Vector, _ b: Vector) -> Relation?
}

enum CompareSingle: VectorComparison {
  @_transparent static func relate(_ a: Vector, _ b: Vector) -> Relation? {
    Binary32.compareQuickly(UInt32(truncatingIfNeeded: a.x), UInt32(truncatingIfNeeded: b.x))
  }
}

enum CompareDouble: VectorComparison {
  @_transparent static func relate(_ a: Vector, _ b: Vector) -> Relation? { Binary64.compareQuickly(a.x, b.x) }
}

enum VectorCompare<Operator: VectorComparison, W: Word> {
  @_transparent
  static func finish(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ b: Vector) {
    let c = cpu(core)
    let o = operation(raw)
    if let relation = Operator.relate(c.xmm(o.pointee.a).load(as: Vector.self), b) {
      c.pointee.flags = c.pointee.flags & ~RFLAGS.arithmetic | UInt64(relation.eflags)
      c.pointee.flagKind = .explicit
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    finish(core, raw, cpu(core).xmm(operation(raw).pointee.b).load(as: Vector.self))
  }

  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    if let host = cachedRead(c, FullAddress.address(c, operation(raw)), W.self) {
      finish(core, raw, Vector(UInt64(truncatingIfNeeded: host.loadUnaligned(as: W.self)), 0))
    } else {
      generalOperation(core, raw)
    }
  }
}
