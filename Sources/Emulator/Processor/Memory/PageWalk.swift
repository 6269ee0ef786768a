import Storage

/// What an access wants, as the page tables see it.
struct PageAccess {
  var isWrite = false
  var isFetch = false
  /// CPL 3; false for supervisor accesses and for what the processor does by itself (descriptor tables, TSS, exception frames).
  var isUser = false
  /// Supervisor accesses may not touch user pages (SMAP in force).
  var excludesUserPages = false
}

/// What a page walk found.
struct Translation {
  var physical: UInt64
  /// A write may be cached too: the page is writable for this access and its dirty bit is set.
  var allowsWrite: Bool
}

/// Bits of a paging-structure entry (SDM volume 3, section 4.5).
private enum Entry {
  static let present: UInt64 = 1 << 0
  static let writable: UInt64 = 1 << 1
  static let user: UInt64 = 1 << 2
  static let accessed: UInt64 = 1 << 5
  static let dirty: UInt64 = 1 << 6
  static let large: UInt64 = 1 << 7
  static let noExecute: UInt64 = 1 << 63
}

/// Bits of a page fault's error code (SDM volume 3, figure 4-12).
enum PageFaultCode {
  static let present: UInt32 = 1 << 0
  static let write: UInt32 = 1 << 1
  static let user: UInt32 = 1 << 2
  static let reserved: UInt32 = 1 << 3
  static let fetch: UInt32 = 1 << 4
}

extension Processor {
  /// MAXPHYADDR, as CPUID says.
  static let physicalAddressBits: UInt64 = 40
  static let physicalAddressMask: UInt64 = (1 << physicalAddressBits) - 1

  /// Translates a linear address, or says which page fault the access raises. Sets accessed and dirty bits unless `probing`.
  func walk(_ linear: UInt64, _ access: PageAccess, probing: Bool = false) throws(Fault) -> Translation {
    if system.cr0 & CR0.paging == 0 {
      return Translation(physical: linear & 0xFFFF_FFFF & addressLineMask, allowsWrite: true)
    }
    var walk = PageWalk(linear: linear, access: access, probing: probing)
    return try run(&walk)
  }
}

/// One walk through the paging structures in force (SDM volume 3, chapter 4). The processor walks, so that nobody counts
/// references to it on the way.
private struct PageWalk {
  let linear: UInt64
  let access: PageAccess
  let probing: Bool
  var writable = true
  var user = true
  var noExecute = false

  init(linear: UInt64, access: PageAccess, probing: Bool) {
    self.linear = linear
    self.access = access
    self.probing = probing
  }
}

extension Processor {
  private var noExecuteEnabled: Bool { system.efer & EFER.noExecute != 0 }

  private func run(_ walk: inout PageWalk) throws(Fault) -> Translation {
    if system.efer & EFER.longModeActive != 0 { return try walkFourLevels(&walk) }
    if system.cr4 & CR4.physicalAddressExtension != 0 { return try walkPAE(&walk) }
    return try walk32(&walk)
  }

  // MARK: The three formats

  private func walkFourLevels(_ walk: inout PageWalk) throws(Fault) -> Translation {
    var table = system.cr3 & Self.physicalAddressMask & ~0xFFF
    var shift: UInt64 = 39
    while true {
      let address = table + (walk.linear >> shift & 0x1FF) * 8
      var reserved = ~Self.physicalAddressMask & 0x000F_FFFF_FFFF_FFFF
      if !noExecuteEnabled { reserved |= Entry.noExecute }
      let entry = try load(walk, address, width: 8, shift: shift)
      if shift == 39 { reserved |= Entry.large }
      let isLeaf = shift == 12 || (shift < 39 && entry & Entry.large != 0)
      if isLeaf && shift > 12 { reserved |= ((1 << shift) - 1) & ~0x1FFF }
      try check(&walk, entry, reserved: reserved)
      if isLeaf {
        return try finish(
          walk, entry, at: address, width: 8, base: entry & Self.physicalAddressMask & ~((1 << shift) - 1), shift: shift
        )
      }
      markAccessed(walk, entry, at: address, width: 8)
      table = entry & Self.physicalAddressMask & ~0xFFF
      shift -= 9
    }
  }

  private func walkPAE(_ walk: inout PageWalk) throws(Fault) -> Translation {
    let directory = system.pageDirectoryPointers[Int(walk.linear >> 30 & 3)]
    if directory & Entry.present == 0 { throw fault(walk, present: false) }
    var table = directory & Self.physicalAddressMask & ~0xFFF
    var shift: UInt64 = 21
    while true {
      let address = table + (walk.linear >> shift & 0x1FF) * 8
      var reserved = ~Self.physicalAddressMask & 0x7FFF_FFFF_FFFF_FFFF
      if !noExecuteEnabled { reserved |= Entry.noExecute }
      let entry = try load(walk, address, width: 8, shift: shift)
      let isLeaf = shift == 12 || entry & Entry.large != 0
      if isLeaf && shift > 12 { reserved |= 0x1F_E000 }
      try check(&walk, entry, reserved: reserved)
      if isLeaf {
        return try finish(
          walk, entry, at: address, width: 8, base: entry & Self.physicalAddressMask & ~((1 << shift) - 1), shift: shift
        )
      }
      markAccessed(walk, entry, at: address, width: 8)
      table = entry & Self.physicalAddressMask & ~0xFFF
      shift -= 9
    }
  }

  private func walk32(_ walk: inout PageWalk) throws(Fault) -> Translation {
    let address = system.cr3 & 0xFFFF_F000 + (walk.linear >> 22 & 0x3FF) * 4
    let entry = try load(walk, address, width: 4, shift: 22)
    if entry & Entry.large != 0 && system.cr4 & CR4.pageSizeExtensions != 0 {
      // PSE-36: bits 13...20 are bits 32...39 of the frame; bit 21 is reserved.
      try check(&walk, entry, reserved: 1 << 21)
      return try finish(
        walk, entry, at: address, width: 4, base: entry & 0xFFC0_0000 | (entry >> 13 & 0xFF) << 32, shift: 22)
    }
    try check(&walk, entry, reserved: 0)
    markAccessed(walk, entry, at: address, width: 4)
    let page = entry & 0xFFFF_F000 + (walk.linear >> 12 & 0x3FF) * 4
    let leaf = try load(walk, page, width: 4, shift: 12)
    try check(&walk, leaf, reserved: 0)
    return try finish(walk, leaf, at: page, width: 4, base: leaf & 0xFFFF_F000, shift: 12)
  }

  // MARK: One entry

  /// Reads an entry and notes that its frame is a paging structure, so that a write to it empties the cache.
  private func load(_ walk: PageWalk, _ address: UInt64, width: Int, shift: UInt64) throws(Fault) -> UInt64 {
    let address = address & addressLineMask
    guard let frame = memory.frame(at: address) else {
      return bus.read(address: address, width: width)
    }
    if !walk.probing {
      mark(frame, .pagingStructure)
      let use = shift == 12 && width == 8 ? PagingUse.table(of: walk.linear) : PagingUse.several
      if frame.pointee.pagingUse != use { PagingUse.note(use, frame) }
    }
    let host = UnsafeRawPointer(frame.pointee.host + Int(address & 0xFFF))
    return width == 8
      ? UInt64(littleEndian: host.load(as: UInt64.self)) : UInt64(UInt32(littleEndian: host.load(as: UInt32.self)))
  }

  private func check(_ walk: inout PageWalk, _ entry: UInt64, reserved: UInt64) throws(Fault) {
    if entry & Entry.present == 0 { throw fault(walk, present: false) }
    if entry & reserved != 0 { throw fault(walk, present: true, reserved: true) }
    walk.writable = walk.writable && entry & Entry.writable != 0
    walk.user = walk.user && entry & Entry.user != 0
    walk.noExecute = walk.noExecute || (entry & Entry.noExecute != 0 && noExecuteEnabled)
  }

  /// Access rights (SDM volume 3, section 4.6.1), then the accessed and dirty bits of the last entry.
  private func finish(
    _ walk: PageWalk, _ entry: UInt64, at address: UInt64, width: Int, base: UInt64, shift: UInt64
  ) throws(Fault) -> Translation {
    if walk.access.isUser {
      if !walk.user { throw fault(walk, present: true) }
      if walk.access.isWrite && !walk.writable { throw fault(walk, present: true) }
    } else {
      if walk.access.isFetch {
        if walk.user && system.cr4 & CR4.smep != 0 { throw fault(walk, present: true) }
      } else if walk.user && walk.access.excludesUserPages {
        throw fault(walk, present: true)
      }
      if walk.access.isWrite && !walk.writable && system.cr0 & CR0.writeProtect != 0 {
        throw fault(walk, present: true)
      }
    }
    if walk.access.isFetch && walk.noExecute { throw fault(walk, present: true) }
    let wanted = Entry.accessed | (walk.access.isWrite ? Entry.dirty : 0)
    if entry & wanted != wanted && !walk.probing { store(walk, entry | wanted, at: address, width: width) }
    return Translation(
      physical: (base | walk.linear & ((1 << shift) - 1)) & addressLineMask,
      allowsWrite: walk.access.isWrite)
  }

  private func markAccessed(_ walk: PageWalk, _ entry: UInt64, at address: UInt64, width: Int) {
    if entry & Entry.accessed == 0 && !walk.probing { store(walk, entry | Entry.accessed, at: address, width: width) }
  }

  /// Writes back an entry with its accessed or dirty bit set. That changes no translation, so caches stay as they are.
  private func store(_ walk: PageWalk, _ entry: UInt64, at address: UInt64, width: Int) {
    let address = address & addressLineMask
    guard let frame = memory.frame(at: address), !frame.pointee.attributes.contains(.readOnly) else { return }
    memory.prepareWrite(
      frame, address: address, offset: Int(address & 0xFFF), count: width, ignoring: .pagingStructure)
    let host = frame.pointee.host + Int(address & 0xFFF)
    if width == 8 {
      host.storeBytes(of: entry.littleEndian, as: UInt64.self)
    } else {
      host.storeBytes(of: UInt32(truncatingIfNeeded: entry).littleEndian, as: UInt32.self)
    }
  }

  private func fault(_ walk: PageWalk, present: Bool, reserved: Bool = false) -> Fault {
    var code: UInt32 = present ? PageFaultCode.present : 0
    if walk.access.isWrite { code |= PageFaultCode.write }
    if walk.access.isUser { code |= PageFaultCode.user }
    if reserved { code |= PageFaultCode.reserved }
    if walk.access.isFetch && (system.cr4 & CR4.smep != 0 || (noExecuteEnabled && usesWideEntries)) {
      code |= PageFaultCode.fetch
    }
    return .pageFault(code, address: walk.linear)
  }

  private var usesWideEntries: Bool { system.cr4 & CR4.physicalAddressExtension != 0 }
}
