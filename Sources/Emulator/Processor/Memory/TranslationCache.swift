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
/// there is a cache.
struct TranslationCache {
  let entryCount: Int
  private(set) var reads: [EntryTable] = []
  private(set) var writes: [EntryTable] = []
  private(set) var fetches: [EntryTable] = []

  /// - Parameter entryCount: entries in each table, a power of two.
  init(entryCount: Int) {
    precondition(entryCount > 0 && entryCount & (entryCount - 1) == 0 && entryCount <= 65536)
    self.entryCount = entryCount
    for _ in 0..<3 {
      reads.append(EntryTable(count: entryCount))
      writes.append(EntryTable(count: entryCount))
      fetches.append(EntryTable(count: entryCount))
    }
  }

  var mask: UInt64 { UInt64(entryCount - 1) << 4 }

  func deallocate() { for table in reads + writes + fetches { table.deallocate() } }

  mutating func flushAll() {
    for context in 0..<3 {
      reads[context].flush()
      writes[context].flush()
      fetches[context].flush()
    }
  }

  mutating func dropReads(_ host: UnsafeMutableRawPointer) {
    for context in 0..<3 { reads[context].drop(UInt64(UInt(bitPattern: host))) }
  }

  mutating func flushWrites() { for context in 0..<3 { writes[context].flush() } }
  mutating func flushFetches() { for context in 0..<3 { fetches[context].flush() } }

  mutating func insertRead(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    reads[context.rawValue].insert(linear, addend)
  }
  mutating func insertWrite(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    writes[context.rawValue].insert(linear, addend)
  }
  mutating func insertFetch(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    fetches[context.rawValue].insert(linear, addend)
  }
}

/// A direct-mapped table of translations that remembers which entries it filled, so that emptying it costs what it holds.
struct EntryTable {
  let entries: UnsafeMutablePointer<TranslationEntry>
  private let filled: UnsafeMutablePointer<UInt32>
  private var filledCount = 0
  private let count: Int

  init(count: Int) {
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
