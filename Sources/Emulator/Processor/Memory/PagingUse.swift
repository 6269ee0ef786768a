import Storage

/// What a write to a paging structure makes wrong, noted in ``Frame/pagingUse``.
///
/// A program that maps or unmaps a page writes one entry of a last-level table. If all walks came to the table for the same 2 MiB
/// of linear addresses, only one page's translations follow from that entry; and none do if it was not present, since
/// what faults is not cached. Anything else empties the cache.
///
///     31       30 29 28 27  26 ... 0
///     several  writes       which 2 MiB, of 48-bit linear addresses
enum PagingUse {
  /// Not a last-level table of eight-byte entries, or one that is in several places.
  static let several: UInt32 = 1 << 31
  private static let place: UInt32 = (1 << 27) - 1
  private static let oneWrite: UInt32 = 1 << 27
  private static let writes: UInt32 = 15 << 27
  /// So many writes without a walk in between: it is no paging structure any more, or is being made anew.
  private static let patience: UInt32 = 8 << 27

  /// The note of a last-level table that translates `linear`, just walked.
  static func table(of linear: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: linear >> 21) & place | oneWrite }

  /// Adds a walk to a frame's note.
  static func note(_ use: UInt32, _ frame: UnsafeMutablePointer<Frame>) {
    let old = frame.pointee.pagingUse
    if old == 0 || (old & several == 0 && use & several == 0 && old & place == use & place) {
      frame.pointee.pagingUse = use
    } else {
      frame.pointee.pagingUse = several
    }
  }

  /// The linear address that the table's first entry translates.
  static func base(_ use: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(bitPattern: UInt64(use & place) << 37) >> 16)
  }

  /// Counts a write; false when there have been too many since the last walk.
  static func countWrite(_ frame: UnsafeMutablePointer<Frame>) -> Bool {
    if frame.pointee.pagingUse & several != 0 || frame.pointee.pagingUse & writes >= patience { return false }
    frame.pointee.pagingUse += oneWrite
    return true
  }
}

extension Processor {
  /// Drops the translations that follow from what is about to be overwritten.
  func willWritePagingStructure(_ frame: UnsafeMutablePointer<Frame>, offset: Int, count: Int) {
    if count <= 16 && PagingUse.countWrite(frame) {
      var isPresent = false
      var entry = offset & ~7
      while entry < offset + count {
        if UInt64(littleEndian: frame.pointee.host.load(fromByteOffset: entry, as: UInt64.self)) & 1 != 0 {
          translations.drop(page: PagingUse.base(frame.pointee.pagingUse) &+ UInt64(entry) << 9)
          isPresent = true
        }
        entry += 8
      }
      if isPresent { core.pointee.leave = true }
      return
    }
    frame.pointee.attributes.remove(.pagingStructure)
    frame.pointee.pagingUse = 0
    translations.flushAll()
    core.pointee.leave = true
  }
}
