import Storage

/// Guest memory as instructions reach it: through the translation cache, else by a page walk, else on the bus.
///
/// Addresses are linear and canonical; ``Processor/linearAddress(_:_:size:isWrite:)`` has checked the segment's side. Everything
/// here runs in the general tier; fast operations do the first compare themselves and come here when it fails.
extension Processor {
  /// Whose rights an access uses.
  enum Privilege {
    /// Those of the running program.
    case current
    /// The processor's own: descriptor tables, task state, exception frames (SDM volume 3, section 4.6: implicit accesses).
    case system
  }

  // MARK: Integers

  @inline(__always)
  func read<Value: FixedWidthInteger & UnsignedInteger>(
    _ linear: UInt64, as type: Value.Type, _ privilege: Privilege = .current
  ) throws(Fault) -> Value {
    let table = privilege == .current ? core.pointee.reads : core.pointee.systemReads
    let entry = entry(table, linear)
    if entry.pointee.tag == (linear &+ UInt64(Value.bitWidth / 8 - 1)) | 0xFFF {
      return Value(
        littleEndian: hostPointer(linear &+ entry.pointee.addend).loadUnaligned(as: Value.self))
    }
    return try readSlowly(linear, as: type, privilege)
  }

  @inline(__always)
  func write<Value: FixedWidthInteger & UnsignedInteger>(
    _ linear: UInt64, _ value: Value, _ privilege: Privilege = .current
  ) throws(Fault) {
    let table = privilege == .current ? core.pointee.writes : core.pointee.systemWrites
    let entry = entry(table, linear)
    if entry.pointee.tag == (linear &+ UInt64(Value.bitWidth / 8 - 1)) | 0xFFF {
      hostPointer(linear &+ entry.pointee.addend).storeBytes(of: value.littleEndian, as: Value.self)
      return
    }
    try writeSlowly(linear, value, privilege)
  }

  @inline(never)
  private func readSlowly<Value: FixedWidthInteger & UnsignedInteger>(
    _ linear: UInt64, as type: Value.Type, _ privilege: Privilege
  ) throws(Fault) -> Value {
    let size = UInt64(Value.bitWidth / 8)
    if linear & 0xFFF + size <= 4096 {
      let physical = try translate(linear, isWrite: false, privilege).physical
      noteAccess(linear, size: size, isWrite: false)
      tellOfAccess(linear, physical, Int(size), isWrite: false)
      return Value(
        truncatingIfNeeded: readPhysical(physical, linear: linear, width: Int(size), cache: accessContext(privilege)))
    }
    // Both pages are translated before anything is read, the lower first.
    let firstCount = 4096 - linear & 0xFFF
    let first = try translate(linear, isWrite: false, privilege).physical
    let second = try translate(following(linear, privilege), isWrite: false, privilege).physical
    noteAccess(linear, size: size, isWrite: false)
    tellOfAccess(linear, first, Int(firstCount), isWrite: false)
    tellOfAccess(following(linear, privilege), second, Int(size - firstCount), isWrite: false)
    var value = Value.zero
    for index in 0..<size {
      let physical = index < firstCount ? first + index : second + (index - firstCount)
      value |=
        Value(truncatingIfNeeded: readPhysical(physical, linear: linear, width: 1, cache: nil)) << Value(index * 8)
    }
    return value
  }

  @inline(never)
  private func writeSlowly<Value: FixedWidthInteger & UnsignedInteger>(
    _ linear: UInt64, _ value: Value, _ privilege: Privilege
  ) throws(Fault) {
    let size = UInt64(Value.bitWidth / 8)
    if linear & 0xFFF + size <= 4096 {
      let physical = try translate(linear, isWrite: true, privilege).physical
      noteAccess(linear, size: size, isWrite: true)
      tellOfAccess(linear, physical, Int(size), isWrite: true)
      writePhysical(
        physical, linear: linear, width: Int(size), UInt64(truncatingIfNeeded: value), cache: accessContext(privilege))
      return
    }
    let firstCount = 4096 - linear & 0xFFF
    let first = try translate(linear, isWrite: true, privilege).physical
    let second = try translate(following(linear, privilege), isWrite: true, privilege).physical
    noteAccess(linear, size: size, isWrite: true)
    tellOfAccess(linear, first, Int(firstCount), isWrite: true)
    tellOfAccess(following(linear, privilege), second, Int(size - firstCount), isWrite: true)
    for index in 0..<size {
      let physical = index < firstCount ? first + index : second + (index - firstCount)
      writePhysical(
        physical, linear: linear, width: 1, UInt64(truncatingIfNeeded: value >> Value(index * 8)) & 0xFF, cache: nil)
    }
  }

  /// Raises what a write of `size` bytes would raise, and writes nothing: for instructions that read before they write, and for
  /// those whose result must not be half stored.
  func probeWrite(_ linear: UInt64, size: UInt64, _ privilege: Privilege = .current) throws(Fault) {
    let entry = entry(privilege == .current ? core.pointee.writes : core.pointee.systemWrites, linear)
    if entry.pointee.tag == (linear &+ (size &- 1)) | 0xFFF { return }
    _ = try translate(linear, isWrite: true, privilege)
    if linear & 0xFFF + size > 4096 {
      _ = try translate(following(linear, privilege), isWrite: true, privilege)
    }
  }

  /// Where `size` bytes at `linear` are on the host, if a write there with the rights of `level` is cached.
  @inline(__always)
  func cachedForWrite(_ linear: UInt64, size: UInt64, level: UInt8) -> UnsafeMutableRawPointer? {
    let table =
      level == system.privilegeLevel ? core.pointee.writes : translations.writeEntries(accessContext(level: level))
    let entry = entry(table, linear)
    return entry.pointee.tag == (linear &+ (size &- 1)) | 0xFFF ? hostPointer(linear &+ entry.pointee.addend) : nil
  }

  /// The same for reads with the present rights.
  @inline(__always)
  func cachedForRead(_ linear: UInt64, size: UInt64) -> UnsafeMutableRawPointer? {
    let entry = entry(core.pointee.reads, linear)
    return entry.pointee.tag == (linear &+ (size &- 1)) | 0xFFF ? hostPointer(linear &+ entry.pointee.addend) : nil
  }

  // MARK: Sixteen bytes

  func readVector(_ linear: UInt64) throws(Fault) -> SIMD2<UInt64> {
    if linear & 0xFFF <= 4080 {
      let low = try read(linear, as: UInt64.self)
      return SIMD2(low, try read(linear &+ 8, as: UInt64.self))
    }
    _ = try translate(following(linear, .current), isWrite: false, .current, afterProbing: linear)
    let low = try read(linear, as: UInt64.self)
    return SIMD2(low, try read(truncate(linear &+ 8), as: UInt64.self))
  }

  func writeVector(_ linear: UInt64, _ value: SIMD2<UInt64>) throws(Fault) {
    try probeWrite(linear, size: 16)
    try write(linear, value.x)
    try write(truncate(linear &+ 8), value.y)
  }

  // MARK: Physical

  /// Reads at a physical address, from storage or else from the bus; fills the cached translations of `cache` when it may.
  func readPhysical(_ physical: UInt64, linear: UInt64, width: Int, cache: AccessContext?) -> UInt64 {
    guard let frame = memory.frame(at: physical) else {
      return bus.read(address: physical, width: width) & Self.mask(width)
    }
    if let context = cache, !frame.pointee.attributes.contains(.watched),
      !isWatched(linear), !breakpointRegisters.watchesData(inPageOf: linear)
    {
      translations.insertRead(context, linear: linear, addend: addend(frame, linear))
      if frame.pointee.attributes.contains(.shared) { frame.pointee.attributes.insert(.cached) }
    }
    let host = UnsafeRawPointer(frame.pointee.host + Int(physical & 0xFFF))
    switch width {
    case 1: return UInt64(host.load(as: UInt8.self))
    case 2: return UInt64(UInt16(littleEndian: host.loadUnaligned(as: UInt16.self)))
    case 4: return UInt64(UInt32(littleEndian: host.loadUnaligned(as: UInt32.self)))
    default: return UInt64(littleEndian: host.loadUnaligned(as: UInt64.self))
    }
  }

  func writePhysical(_ physical: UInt64, linear: UInt64, width: Int, _ value: UInt64, cache: AccessContext?) {
    guard let frame = memory.frame(at: physical) else {
      return bus.write(address: physical, width: width, value: value & Self.mask(width))
    }
    var cache = cache
    if !frame.pointee.attributes.isEmpty {
      if frame.pointee.attributes.contains(.readOnly) { return }
      // The walk that led here may have come by this very frame: what is written may be the entry that it used.
      if frame.pointee.attributes.contains(.pagingStructure) { cache = nil }
      memory.prepareWrite(frame, address: physical, offset: Int(physical & 0xFFF), count: width)
    }
    if let context = cache, frame.pointee.attributes.isEmpty, !isWatched(linear),
      !breakpointRegisters.watchesData(inPageOf: linear)
    {
      translations.insertWrite(context, linear: linear, addend: addend(frame, linear))
    }
    let host = frame.pointee.host + Int(physical & 0xFFF)
    switch width {
    case 1: host.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
    case 2: host.storeBytes(of: UInt16(truncatingIfNeeded: value).littleEndian, as: UInt16.self)
    case 4: host.storeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian, as: UInt32.self)
    default: host.storeBytes(of: value.littleEndian, as: UInt64.self)
    }
  }

  // MARK: Parts

  /// The processor's own accesses, to tables and stacks, are told as well.
  @inline(__always)
  private func tellOfAccess(_ linear: UInt64, _ physical: UInt64, _ width: Int, isWrite: Bool) {
    if _slowPath(observation.contains(.memory)) {
      observer?.didAccess(linear: linear, physical: physical, width: width, isWrite: isWrite)
    }
  }

  private func accessContext(_ privilege: Privilege) -> AccessContext {
    privilege == .current ? context : systemContext
  }

  /// A walk with the rights of `privilege`.
  func translate(
    _ linear: UInt64, isWrite: Bool, _ privilege: Privilege, afterProbing earlier: UInt64? = nil
  ) throws(Fault) -> Translation {
    var access = PageAccess(isWrite: isWrite)
    if privilege == .current {
      access.isUser = context == .user
      access.excludesUserPages = context == .supervisorWithoutUserPages
    } else {
      access.excludesUserPages = systemContext == .supervisorWithoutUserPages
    }
    statistics.translationMisses &+= 1
    if let earlier { _ = try walk(earlier, access) }
    return try walk(linear, access)
  }

  /// The page after the one of `linear`. In long mode, system structures may lie anywhere, also while 32-bit code runs.
  private func following(_ linear: UInt64, _ privilege: Privilege) -> UInt64 {
    let next = (linear | 0xFFF) &+ 1
    return privilege == .system && isLongModeActive ? next : truncate(next)
  }

  /// Linear addresses have 32 bits outside 64-bit mode.
  func truncate(_ linear: UInt64) -> UInt64 { codeSize == .bits64 ? linear : linear & 0xFFFF_FFFF }

  @inline(__always)
  private func entry(
    _ table: UnsafeMutablePointer<TranslationEntry>, _ linear: UInt64
  ) -> UnsafeMutablePointer<TranslationEntry> {
    let offset = Int(truncatingIfNeeded: (linear &>> 8) & core.pointee.translationMask)
    return (UnsafeMutableRawPointer(table) + offset).assumingMemoryBound(to: TranslationEntry.self)
  }

  private func addend(_ frame: UnsafeMutablePointer<Frame>, _ linear: UInt64) -> UInt64 {
    UInt64(UInt(bitPattern: frame.pointee.host)) &- linear & ~0xFFF
  }

  @inline(__always)
  private func hostPointer(_ address: UInt64) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }

  /// All ones in so many bytes.
  @inline(__always)
  static func mask(_ width: Int) -> UInt64 { width >= 8 ? .max : (1 &<< UInt64(truncatingIfNeeded: width &* 8)) &- 1 }
}
