/// One cached translation of a linear page.
///
/// For reads and writes, `addend` plus a linear address is the host address of the byte. For fetches, `addend` is the address of
/// the frame's ``CodePage``.
struct TranslationEntry {
  /// The linear page's address; ``invalid`` when the entry holds nothing. An access hits when the page of its *last* byte
  /// equals the tag of the entry that its *first* byte selects, so what crosses a page misses.
  var tag: UInt64
  var addend: UInt64

  /// No page has this address.
  static let invalid: UInt64 = 1
  static let empty = TranslationEntry(tag: invalid, addend: 0)
}

/// Who is accessing, as far as permissions differ: one set of cached translations each, so that a change of privilege costs
/// nothing.
enum AccessContext: Int {
  case supervisor
  /// Supervisor with SMAP in force: user pages are out of reach.
  case supervisorWithoutUserPages
  case user
}

/// All cached translations. Kept exact: whatever could make an entry wrong drops it at once, so that no program can tell that
/// there is a cache. Global pages, PCIDs and invalidations therefore have nothing to do here.
///
/// There is a set of tables for each of a few address spaces, so that MOV CR3 back to one of them finds its translations again.
struct TranslationCache {
  static let spaceCount = 4
  /// An address space that no value of CR3 names: no paging.
  static let unpaged: UInt64 = .max
  private static let contextCount = 3

  let entryCount: Int
  private var reads: [EntryTable] = []
  private var writes: [EntryTable] = []
  private var fetches: [EntryTable] = []
  /// What each set of tables translates for.
  private var spaces = [UInt64](repeating: TranslationCache.unpaged, count: TranslationCache.spaceCount)
  private var current = 0
  private var victim = 0

  /// - Parameter entryCount: entries in each table, a power of two. Of one entry, two are made and one is ever used: what
  ///   crosses a page misses only when neighbouring pages have entries of their own.
  init(entryCount: Int) {
    precondition(entryCount > 0 && entryCount & (entryCount - 1) == 0 && entryCount <= 65536)
    self.entryCount = max(entryCount, 2)
    for _ in 0..<Self.spaceCount * Self.contextCount {
      reads.append(EntryTable(count: entryCount))
      writes.append(EntryTable(count: entryCount))
      fetches.append(EntryTable(count: entryCount))
    }
  }

  var mask: UInt64 { UInt64(entryCount - 1) << 4 }

  func deallocate() { for table in reads + writes + fetches { table.deallocate() } }

  // MARK: The address space in force

  /// Puts the tables of `space` in force: those it had, or else empty ones.
  mutating func select(_ space: UInt64) {
    if let known = spaces.firstIndex(of: space) {
      current = known
      return
    }
    victim = (victim + 1) % Self.spaceCount
    current = victim
    spaces[current] = space
    flushCurrent()
  }

  mutating func flushCurrent() {
    for index in current * Self.contextCount..<(current + 1) * Self.contextCount {
      reads[index].flush()
      writes[index].flush()
      fetches[index].flush()
    }
  }

  private func index(_ context: AccessContext) -> Int { current * Self.contextCount + context.rawValue }

  func readEntries(_ context: AccessContext) -> UnsafeMutablePointer<TranslationEntry> { reads[index(context)].entries }
  func writeEntries(_ context: AccessContext) -> UnsafeMutablePointer<TranslationEntry> {
    writes[index(context)].entries
  }
  func fetchEntries(_ context: AccessContext) -> UnsafeMutablePointer<TranslationEntry> {
    fetches[index(context)].entries
  }

  mutating func insertRead(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    reads[index(context)].insert(linear, addend)
  }
  mutating func insertWrite(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    writes[index(context)].insert(linear, addend)
  }
  mutating func insertFetch(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    fetches[index(context)].insert(linear, addend)
  }

  // MARK: In every address space

  mutating func flushAll() {
    for index in reads.indices {
      reads[index].flush()
      fetches[index].flush()
    }
    flushWrites()
  }

  /// Drops the read translations of pages whose bytes are at a host address.
  mutating func dropReads(_ host: UnsafeMutableRawPointer) {
    for index in reads.indices { reads[index].drop(UInt64(UInt(bitPattern: host))) }
  }

  mutating func flushWrites() { for index in writes.indices { writes[index].flush() } }
  mutating func flushFetches() { for index in fetches.indices { fetches[index].flush() } }
}

/// A direct-mapped table of translations that remembers which entries it filled, so that emptying it costs what it holds.
struct EntryTable {
  let entries: UnsafeMutablePointer<TranslationEntry>
  private let filled: UnsafeMutablePointer<UInt32>
  private var filledCount = 0
  private let count: Int
  private let holdsOne: Bool

  init(count: Int) {
    holdsOne = count == 1
    let count = max(count, 2)
    self.count = count
    entries = .allocate(capacity: count)
    entries.initialize(repeating: .empty, count: count)
    filled = .allocate(capacity: count)
  }

  func deallocate() {
    entries.deallocate()
    filled.deallocate()
  }

  mutating func insert(_ linear: UInt64, _ addend: UInt64) {
    if holdsOne { flush() }
    let index = Int(truncatingIfNeeded: linear >> 12) & (count - 1)
    if entries[index].tag == TranslationEntry.invalid {
      filled[filledCount] = UInt32(truncatingIfNeeded: index)
      filledCount += 1
    }
    entries[index] = TranslationEntry(tag: linear & ~0xFFF, addend: addend)
  }

  /// Drops the translations of pages whose bytes are at a host address.
  mutating func drop(_ host: UInt64) {
    var position = 0
    while position < filledCount {
      let index = Int(filled[position])
      if entries[index].tag &+ entries[index].addend == host {
        entries[index] = .empty
        filledCount -= 1
        filled[position] = filled[filledCount]
      } else {
        position += 1
      }
    }
  }

  mutating func flush() {
    for position in 0..<filledCount { entries[Int(filled[position])] = .empty }
    filledCount = 0
  }
}
