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
    var walk = PageWalk(processor: self, linear: linear, access: access, probing: probing)
    return try walk.run()
  }
}

/// One walk through the paging structures in force (SDM volume 3, chapter 4).
private struct PageWalk {
  let processor: Processor
  let linear: UInt64
  let access: PageAccess
  let probing: Bool
  private var writable = true
  private var user = true
  private var noExecute = false

  init(processor: Processor, linear: UInt64, access: PageAccess, probing: Bool) {
    self.processor = processor
    self.linear = linear
    self.access = access
    self.probing = probing
  }

  private var cr4: UInt64 { processor.system.cr4 }
  private var noExecuteEnabled: Bool { processor.system.efer & EFER.noExecute != 0 }

  mutating func run() throws(Fault) -> Translation {
    if processor.system.efer & EFER.longModeActive != 0 { return try walkFourLevels() }
    if cr4 & CR4.physicalAddressExtension != 0 { return try walkPAE() }
    return try walk32()
  }

  // MARK: The three formats

  private mutating func walkFourLevels() throws(Fault) -> Translation {
    var table = processor.system.cr3 & Processor.physicalAddressMask & ~0xFFF
    var shift: UInt64 = 39
    while true {
      let address = table + (linear >> shift & 0x1FF) * 8
      var reserved = ~Processor.physicalAddressMask & 0x000F_FFFF_FFFF_FFFF
      if !noExecuteEnabled { reserved |= Entry.noExecute }
      let entry = try load(address, width: 8)
      if shift == 39 { reserved |= Entry.large }
      let isLeaf = shift == 12 || (shift < 39 && entry & Entry.large != 0)
      if isLeaf && shift > 12 { reserved |= ((1 << shift) - 1) & ~0x1FFF }
      try check(entry, reserved: reserved)
      if isLeaf {
        return try finish(
          entry, at: address, width: 8, base: entry & Processor.physicalAddressMask & ~((1 << shift) - 1), shift: shift)
      }
      markAccessed(entry, at: address, width: 8)
      table = entry & Processor.physicalAddressMask & ~0xFFF
      shift -= 9
    }
  }

  private mutating func walkPAE() throws(Fault) -> Translation {
    let directory = processor.system.pageDirectoryPointers[Int(linear >> 30 & 3)]
    if directory & Entry.present == 0 { throw fault(present: false) }
    var table = directory & Processor.physicalAddressMask & ~0xFFF
    var shift: UInt64 = 21
    while true {
      let address = table + (linear >> shift & 0x1FF) * 8
      var reserved = ~Processor.physicalAddressMask & 0x7FFF_FFFF_FFFF_FFFF
      if !noExecuteEnabled { reserved |= Entry.noExecute }
      let entry = try load(address, width: 8)
      let isLeaf = shift == 12 || entry & Entry.large != 0
      if isLeaf && shift > 12 { reserved |= 0x1F_E000 }
      try check(entry, reserved: reserved)
      if isLeaf {
        return try finish(
          entry, at: address, width: 8, base: entry & Processor.physicalAddressMask & ~((1 << shift) - 1), shift: shift)
      }
      markAccessed(entry, at: address, width: 8)
      table = entry & Processor.physicalAddressMask & ~0xFFF
      shift -= 9
    }
  }

  private mutating func walk32() throws(Fault) -> Translation {
    let address = processor.system.cr3 & 0xFFFF_F000 + (linear >> 22 & 0x3FF) * 4
    let entry = try load(address, width: 4)
    if entry & Entry.large != 0 && cr4 & CR4.pageSizeExtensions != 0 {
      // PSE-36: bits 13...20 are bits 32...39 of the frame; bit 21 is reserved.
      try check(entry, reserved: 1 << 21)
      return try finish(
        entry, at: address, width: 4, base: entry & 0xFFC0_0000 | (entry >> 13 & 0xFF) << 32, shift: 22)
    }
    try check(entry, reserved: 0)
    markAccessed(entry, at: address, width: 4)
    let page = entry & 0xFFFF_F000 + (linear >> 12 & 0x3FF) * 4
    let leaf = try load(page, width: 4)
    try check(leaf, reserved: 0)
    return try finish(leaf, at: page, width: 4, base: leaf & 0xFFFF_F000, shift: 12)
  }

  // MARK: One entry

  /// Reads an entry and notes that its frame is a paging structure, so that a write to it empties the cache.
  private func load(_ address: UInt64, width: Int) throws(Fault) -> UInt64 {
    let address = address & processor.addressLineMask
    guard let frame = processor.memory.frame(at: address) else {
      return processor.bus.read(address: address, width: width)
    }
    if !probing { processor.mark(frame, .pagingStructure) }
    let host = UnsafeRawPointer(frame.pointee.host + Int(address & 0xFFF))
    return width == 8
      ? UInt64(littleEndian: host.load(as: UInt64.self)) : UInt64(UInt32(littleEndian: host.load(as: UInt32.self)))
  }

  private mutating func check(_ entry: UInt64, reserved: UInt64) throws(Fault) {
    if entry & Entry.present == 0 { throw fault(present: false) }
    if entry & reserved != 0 { throw fault(present: true, reserved: true) }
    writable = writable && entry & Entry.writable != 0
    user = user && entry & Entry.user != 0
    noExecute = noExecute || (entry & Entry.noExecute != 0 && noExecuteEnabled)
  }

  /// Access rights (SDM volume 3, section 4.6.1), then the accessed and dirty bits of the last entry.
  private func finish(
    _ entry: UInt64, at address: UInt64, width: Int, base: UInt64, shift: UInt64
  ) throws(Fault) -> Translation {
    if access.isUser {
      if !user { throw fault(present: true) }
      if access.isWrite && !writable { throw fault(present: true) }
    } else {
      if access.isFetch {
        if user && cr4 & CR4.smep != 0 { throw fault(present: true) }
      } else if user && access.excludesUserPages {
        throw fault(present: true)
      }
      if access.isWrite && !writable && processor.system.cr0 & CR0.writeProtect != 0 { throw fault(present: true) }
    }
    if access.isFetch && noExecute { throw fault(present: true) }
    let wanted = Entry.accessed | (access.isWrite ? Entry.dirty : 0)
    if entry & wanted != wanted && !probing { store(entry | wanted, at: address, width: width) }
    return Translation(
      physical: (base | linear & ((1 << shift) - 1)) & processor.addressLineMask,
      allowsWrite: access.isWrite)
  }

  private func markAccessed(_ entry: UInt64, at address: UInt64, width: Int) {
    if entry & Entry.accessed == 0 && !probing { store(entry | Entry.accessed, at: address, width: width) }
  }

  /// Writes back an entry with its accessed or dirty bit set. That changes no translation, so caches stay as they are.
  private func store(_ entry: UInt64, at address: UInt64, width: Int) {
    let address = address & processor.addressLineMask
    guard let frame = processor.memory.frame(at: address), !frame.pointee.attributes.contains(.readOnly) else { return }
    processor.memory.prepareWrite(
      frame, address: address, offset: Int(address & 0xFFF), count: width, ignoring: .pagingStructure)
    let host = frame.pointee.host + Int(address & 0xFFF)
    if width == 8 {
      host.storeBytes(of: entry.littleEndian, as: UInt64.self)
    } else {
      host.storeBytes(of: UInt32(truncatingIfNeeded: entry).littleEndian, as: UInt32.self)
    }
  }

  private func fault(present: Bool, reserved: Bool = false) -> Fault {
    var code: UInt32 = present ? PageFaultCode.present : 0
    if access.isWrite { code |= PageFaultCode.write }
    if access.isUser { code |= PageFaultCode.user }
    if reserved { code |= PageFaultCode.reserved }
    if access.isFetch && (cr4 & CR4.smep != 0 || (noExecuteEnabled && usesWideEntries)) {
      code |= PageFaultCode.fetch
    }
    return .pageFault(code, address: linear)
  }

  private var usesWideEntries: Bool { cr4 & CR4.physicalAddressExtension != 0 }
}
