/// Pages: made when touched, copied when written, given back.
extension AddressSpace {
  /// What to do about a page fault of the program's, or of the kernel on its behalf.
  public func handleFault(at address: UInt64, _ access: Access) -> FaultResult {
    guard let index = regionIndex(of: address), Self.allows(regions[index].rights, access) else { return .violation }
    faultCount &+= 1
    return makePage(index, address & ~(PageTables.pageSize - 1), access == .write)
  }

  /// Makes every page of the range present and, for `write`, the program's own, so that no fault will come.
  public func prepare(_ range: Range<UInt64>, _ access: Access) -> FaultResult {
    var page = range.lowerBound & ~(PageTables.pageSize - 1)
    while page < range.upperBound {
      guard let index = regionIndex(of: page), Self.allows(regions[index].rights, access) else { return .violation }
      let end = min(regions[index].end, range.upperBound)
      while page < end {
        let result = makePage(index, page, access == .write)
        guard case .resolved = result else { return result }
        page += PageTables.pageSize
      }
    }
    return .resolved
  }

  /// The frame behind an address, for those who look from outside.
  public func frame(at address: UInt64) -> UInt64? {
    guard let entry = entry(for: address), entry.pointee & PageTables.present != 0 else { return nil }
    return entry.pointee & PageTables.addressBits
  }

  private func makePage(_ index: Int, _ page: UInt64, _ isWrite: Bool) -> FaultResult {
    guard let entry = makeEntry(for: page) else { return .outOfMemory }
    let old = entry.pointee
    let isWritableRegion = regions[index].rights == .readWrite
    var bits = PageTables.present | PageTables.user
    if regions[index].rights != .execute { bits |= PageTables.noExecute }

    if old & PageTables.present != 0 {
      guard isWrite, old & PageTables.writable == 0 else { return .resolved }
      let frame = old & PageTables.addressBits
      if old & Self.borrowed == 0, allocator.users(frame) == 1 {
        // The last of those who shared it.
        entry.pointee = old | PageTables.writable
        return .resolved
      }
      guard let copy = copyFrame(frame) else { return .outOfMemory }
      if old & Self.borrowed == 0 { _ = allocator.release(frame) } else { ownedFrames += 1 }
      entry.pointee = copy | bits | PageTables.writable
      return .resolved
    }

    let number = Int((page - regions[index].start) / PageTables.pageSize) + regions[index].sourceOffset
    if let source = regions[index].source, number < source.count {
      let frame = source.frames[number]
      if regions[index].isShared {
        entry.pointee = frame | bits | Self.borrowed | (isWritableRegion ? PageTables.writable : 0)
      } else if isWrite {
        guard let copy = copyFrame(frame) else { return .outOfMemory }
        ownedFrames += 1
        entry.pointee = copy | bits | PageTables.writable
      } else {
        entry.pointee = frame | bits | Self.borrowed
      }
    } else {
      guard let frame = allocator.takeSpare() else { return .outOfMemory }
      UnsafeMutablePointer<UInt64>(bitPattern: Int(frame) + bias)!.update(repeating: 0, count: 512)
      ownedFrames += 1
      entry.pointee = frame | bits | (isWritableRegion ? PageTables.writable : 0)
    }
    if page < regions[index].touchedStart { regions[index].touchedStart = page }
    if page >= regions[index].touchedEnd { regions[index].touchedEnd = page + PageTables.pageSize }
    return .resolved
  }

  private func copyFrame(_ frame: UInt64) -> UInt64? {
    guard let copy = allocator.takeSpare() else { return nil }
    UnsafeMutablePointer<UInt64>(bitPattern: Int(copy) + bias)!
      .update(from: UnsafePointer<UInt64>(bitPattern: Int(frame) + bias)!, count: 512)
    return copy
  }

  /// Gives back what is present between two addresses of a region.
  func releasePages(_ index: Int, _ start: UInt64, _ end: UInt64) {
    var page = max(start, regions[index].touchedStart)
    let end = min(end, regions[index].touchedEnd)
    while page < end {
      let tableEnd = min(end, (page | (PageTables.largePageSize - 1)) + 1)
      guard var entry = entry(for: page) else {
        // No table, so nothing in two MiB.
        page = tableEnd
        continue
      }
      while page < tableEnd {
        let old = entry.pointee
        if old & PageTables.present != 0 {
          if old & Self.borrowed == 0 {
            _ = allocator.release(old & PageTables.addressBits)
            ownedFrames -= 1
          }
          entry.pointee = 0
        }
        entry += 1
        page += PageTables.pageSize
      }
    }
  }

  /// The same memory in another address space: what was written stays where it is until one of the two writes again, and
  /// memory that is shared stays shared. Nil where there are no frames for the page tables.
  public func copy(kernelEntry: UInt64) -> AddressSpace? {
    guard let copy = AddressSpace.make(kernelEntry: kernelEntry, bias: bias, allocator) else { return nil }
    return copy.showPages(of: self) ? copy : nil
  }

  /// False where there are no frames for the page tables.
  private func showPages(of other: AddressSpace) -> Bool {
    for index in other.regions.indices {
      let region = other.regions[index]
      var copy = region
      (copy.touchedStart, copy.touchedEnd) = (region.end, region.start)
      regions.append(copy)
      var page = region.touchedStart
      while page < region.touchedEnd {
        if let entry = other.entry(for: page), entry.pointee & PageTables.present != 0 {
          guard let new = makeEntry(for: page) else { return false }
          if !region.isShared { entry.pointee &= ~PageTables.writable }
          if entry.pointee & Self.borrowed == 0 {
            allocator.share(entry.pointee & PageTables.addressBits)
            ownedFrames += 1
          }
          new.pointee = entry.pointee
          if regions[index].touchedStart > page { regions[index].touchedStart = page }
          regions[index].touchedEnd = page + PageTables.pageSize
        }
        page += PageTables.pageSize
      }
    }
    return true
  }

  // MARK: Page tables

  private func table(_ address: UInt64) -> UnsafeMutablePointer<UInt64> {
    UnsafeMutablePointer<UInt64>(bitPattern: Int(address) + bias)!
  }

  /// The last level's entry for an address, where there is a table for it.
  func entry(for address: UInt64) -> UnsafeMutablePointer<UInt64>? {
    var table = table(root)
    var shift: UInt64 = 39
    while shift > 12 {
      let entry = table[Int(address >> shift & 511)]
      guard entry & PageTables.present != 0 else { return nil }
      table = self.table(entry & PageTables.addressBits)
      shift -= 9
    }
    return table + Int(address >> 12 & 511)
  }

  /// The same, with the tables made that are missing. Nil where there is no frame for one.
  private func makeEntry(for address: UInt64) -> UnsafeMutablePointer<UInt64>? {
    var table = table(root)
    var shift: UInt64 = 39
    while shift > 12 {
      let slot = table + Int(address >> shift & 511)
      if slot.pointee & PageTables.present == 0 {
        guard let frame = allocator.takeSpare() else { return nil }
        self.table(frame).initialize(repeating: 0, count: 512)
        tables.append(frame)
        slot.pointee = frame | PageTables.present | PageTables.writable | PageTables.user
      }
      table = self.table(slot.pointee & PageTables.addressBits)
      shift -= 9
    }
    return table + Int(address >> 12 & 511)
  }
}
