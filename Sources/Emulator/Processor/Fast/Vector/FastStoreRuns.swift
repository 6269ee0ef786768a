/// Two or four stores of sixteen bytes each to places in a row, which is how memory is filled and copied: one look at the translation
/// cache and one dispatch for all of them. Each operation after the first keeps its own handler, for when they do not all lie in one
/// cached page.
enum VectorStoreRun<How: Alignment, Address: AddressForm> {
  @_transparent
  static func two(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let address = Address.address(c, o)
    if _fastPath(address & How.mask == 0), let host = cached(c.pointee.writes, c, address, size: 32) {
      host.storeBytes(of: c.xmm(o.pointee.a).load(as: Vector.self), as: Vector.self)
      host.storeBytes(of: c.xmm(o[1].a).load(as: Vector.self), toByteOffset: 16, as: Vector.self)
      next(c, o, by: 2)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func four(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let address = Address.address(c, o)
    if _fastPath(address & How.mask == 0), let host = cached(c.pointee.writes, c, address, size: 64) {
      host.storeBytes(of: c.xmm(o.pointee.a).load(as: Vector.self), as: Vector.self)
      host.storeBytes(of: c.xmm(o[1].a).load(as: Vector.self), toByteOffset: 16, as: Vector.self)
      host.storeBytes(of: c.xmm(o[2].a).load(as: Vector.self), toByteOffset: 32, as: Vector.self)
      host.storeBytes(of: c.xmm(o[3].a).load(as: Vector.self), toByteOffset: 48, as: Vector.self)
      next(c, o, by: 4)
    } else {
      generalOperation(core, raw)
    }
  }
}

extension BlockBuilder {
  /// Lets stores in a row run as one.
  func joinStores(_ count: Int) {
    var ordinal = 0
    while ordinal + 1 < count {
      let length = runOfStores(from: ordinal, count)
      if length >= 2 {
        let handler = (operations + ordinal).pointee.handler
        let isAligned = vectorStoreHandlers_aligned.contains { address($0) == address(handler) }
        let handlers = isAligned ? vectorStoreHandlers_aligned : vectorStoreHandlers_any
        let form = handlers.firstIndex { address($0) == address(handler) }.unsafelyUnwrapped
        let runs = isAligned ? vectorStoreRunHandlers_aligned : vectorStoreRunHandlers_any
        (operations + ordinal).pointee.handler = runs[form * 2 + (length == 4 ? 1 : 0)]
      }
      ordinal += max(length, 1)
    }
  }

  /// How many operations from `first` on store to places in a row: 1, 2 or 4; 0 when it is no such store.
  private func runOfStores(from first: Int, _ count: Int) -> Int {
    let start = operations[first]
    // Addresses of 32 bits wrap.
    let stores = [AddressKind.base, .full].flatMap {
      [vectorStoreHandlers_aligned[$0.rawValue], vectorStoreHandlers_any[$0.rawValue]]
    }
    guard stores.contains(where: { address($0) == address(start.handler) }) else { return 0 }
    var length = 1
    while length < 4 && first + length < count {
      let other = operations[first + length]
      guard address(other.handler) == address(start.handler), other.b == start.b, other.index == start.index,
        other.scale == start.scale, other.displacement == start.displacement &+ UInt64(length * 16)
      else { break }
      length += 1
    }
    return length == 3 ? 2 : length
  }
}
