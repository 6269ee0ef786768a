/// One cached translation of a linear page.
///
/// For reads and writes, `addend` plus a linear address is the host address of the byte. For fetches, `addend` is the address of
/// the frame's ``CodePage``.
struct TranslationEntry {
  /// The last address of the linear page; zero, which is no page's, when the entry holds nothing. An access hits when the page of
  /// its *last* byte is that of the entry that its *first* byte selects, so what crosses a page misses.
  var tag: UInt64
  var addend: UInt64

  static let empty = TranslationEntry(tag: 0, addend: 0)
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
  private static let kindCount = 3

  let entryCount: Int
  /// For each address space and each context in it: the tables of reads, of writes and of fetches.
  private let tables: UnsafeMutablePointer<EntryTable>
  private static let tableCount = spaceCount * contextCount * kindCount
  /// What each set of tables translates for.
  private var spaces = [UInt64](repeating: TranslationCache.unpaged, count: TranslationCache.spaceCount)
  private var current = 0
  private var victim = 0

  /// - Parameter entryCount: entries in each table, a power of two. Of one entry, two are made and one is ever used: what
  ///   crosses a page misses only when neighbouring pages have entries of their own.
  init(entryCount: Int) {
    precondition(entryCount > 0 && entryCount & (entryCount - 1) == 0 && entryCount <= 65536)
    self.entryCount = max(entryCount, 2)
    tables = .allocate(capacity: Self.tableCount)
    for index in 0..<Self.tableCount { (tables + index).initialize(to: EntryTable(count: entryCount)) }
  }

  var mask: UInt64 { UInt64(entryCount - 1) << 4 }

  func deallocate() {
    for index in 0..<Self.tableCount { tables[index].deallocate() }
    tables.deallocate()
  }

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
    let count = Self.contextCount * Self.kindCount
    for index in current * count..<(current + 1) * count { tables[index].flush() }
  }

  /// The three tables of a context in the present address space: reads, writes, fetches.
  @inline(__always)
  private func tables(_ context: AccessContext) -> UnsafeMutablePointer<EntryTable> {
    tables + (current &* Self.contextCount &+ context.rawValue) &* Self.kindCount
  }

  func readEntries(_ context: AccessContext) -> UnsafeMutablePointer<TranslationEntry> { tables(context)[0].entries }
  func writeEntries(_ context: AccessContext) -> UnsafeMutablePointer<TranslationEntry> { tables(context)[1].entries }
  func fetchEntries(_ context: AccessContext) -> UnsafeMutablePointer<TranslationEntry> { tables(context)[2].entries }

  func insertRead(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    tables(context)[0].insert(linear, addend)
  }
  func insertWrite(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    tables(context)[1].insert(linear, addend)
  }
  func insertFetch(_ context: AccessContext, linear: UInt64, addend: UInt64) {
    tables(context)[2].insert(linear, addend)
  }

  // MARK: In every address space

  func flushAll() { for index in 0..<Self.tableCount { tables[index].flush() } }

  /// Forgets what is known of the page at `linear`.
  func drop(page linear: UInt64) { for index in 0..<Self.tableCount { tables[index].drop(linear) } }

  /// Drops the read translations of pages whose bytes are at a host address.
  func dropReads(_ host: UnsafeMutableRawPointer) {
    for index in stride(from: 0, to: Self.tableCount, by: Self.kindCount) {
      tables[index].drop(host: UInt64(UInt(bitPattern: host)))
    }
  }

  func flushWrites() { flush(kind: 1) }
  func flushFetches() { flush(kind: 2) }

  private func flush(kind: Int) {
    for index in stride(from: kind, to: Self.tableCount, by: Self.kindCount) { tables[index].flush() }
  }
}

/// A direct-mapped table of translations that remembers which entries it filled, so that emptying it costs what it holds.
struct EntryTable {
  let entries: UnsafeMutablePointer<TranslationEntry>
  private let filled: UnsafeMutablePointer<UInt32>
  /// What is never used is never touched, so a large table costs a small guest nothing.
  private let memory: ZeroedMemory
  private var filledCount = 0
  private let count: Int
  private let holdsOne: Bool

  init(count: Int) {
    holdsOne = count == 1
    let count = max(count, 2)
    self.count = count
    memory = ZeroedMemory(byteCount: count * (MemoryLayout<TranslationEntry>.stride + MemoryLayout<UInt32>.stride))
    entries = memory.start.assumingMemoryBound(to: TranslationEntry.self)
    filled = (memory.start + count * MemoryLayout<TranslationEntry>.stride).assumingMemoryBound(to: UInt32.self)
  }

  func deallocate() {
    memory.deallocate()
  }

  mutating func insert(_ linear: UInt64, _ addend: UInt64) {
    if holdsOne { flush() }
    let index = Int(truncatingIfNeeded: linear >> 12) & (count - 1)
    if entries[index].tag == 0 {
      filled[filledCount] = UInt32(truncatingIfNeeded: index)
      filledCount += 1
    }
    entries[index] = TranslationEntry(tag: linear | 0xFFF, addend: addend)
  }

  /// Makes the entry of the page at `linear` one that no access hits; it stays in the list of those that were filled.
  func drop(_ linear: UInt64) {
    let index = Int(truncatingIfNeeded: linear >> 12) & (count - 1)
    if entries[index].tag == linear | 0xFFF { entries[index].tag = 1 }
  }

  /// The same for each page whose bytes are at a host address.
  func drop(host: UInt64) {
    for position in 0..<filledCount {
      let entry = entries + Int(filled[position])
      if entry.pointee.tag & ~0xFFF &+ entry.pointee.addend == host { entry.pointee.tag = 1 }
    }
  }

  mutating func flush() {
    for position in 0..<filledCount { entries[Int(filled[position])] = .empty }
    filledCount = 0
  }
}
