import SystemCalls

/// What the RAM file system knows about a file. Its address is the file's ``NodeID``; it lives in a record of the file
/// system's own frames, not on the heap, so that running out of memory is an error and no end.
struct Inode {
  /// Unique in the file system, and never used again.
  var number: UInt64
  /// Of a file, in bytes; of a directory, how many entries it has.
  var size: Int = 0
  /// A file's or a symbolic link's contents.
  var pages = PageMap()
  /// How many pages of contents there are, borrowed ones included.
  var pageCount: Int = 0
  var accessed: Int64
  var modified: Int64
  var changed: Int64
  /// A directory's entries, in the order in which they came.
  var firstEntry: UnsafeMutablePointer<Entry>?
  var lastEntry: UnsafeMutablePointer<Entry>?
  /// A directory's own entry, nil for the root and for what was removed.
  var ownEntry: UnsafeMutablePointer<Entry>?
  /// The directory that a directory is in, or was when it was removed: then it is pinned.
  var parent: UnsafeMutablePointer<Inode>?
  /// Which device a device node is.
  var device: UInt32 = 0
  /// Who needs the inode though it may have no name: open files, current directories, mounts.
  var pins: UInt32 = 0
  var links: UInt32 = 0
  /// Permission bits.
  var mode: UInt16
  var kind: FileKind

  init(number: UInt64, kind: FileKind, mode: UInt16, time: Int64) {
    (self.number, self.kind, self.mode) = (number, kind, mode)
    (accessed, modified, changed) = (time, time, time)
  }
}

typealias InodePointer = UnsafeMutablePointer<Inode>
typealias EntryPointer = UnsafeMutablePointer<Entry>

/// A name in a directory. The name's bytes follow.
struct Entry {
  var inode: InodePointer
  var directory: InodePointer
  /// The directory's entries, in order.
  var next: EntryPointer?
  var previous: EntryPointer?
  /// The next of the same bucket of the name table.
  var nextInBucket: EntryPointer?
  /// Grows from entry to entry: the place from which a listing goes on.
  var sequence: Int
  var hash: UInt32
  var nameLength: UInt16
  var sizeClass: UInt16

  /// Sizes of records; the last holds the longest name.
  static func sizeClass(nameLength: Int) -> Int { nameLength <= 24 ? 0 : nameLength <= 72 ? 1 : 2 }
  static let recordSizes = (80, 128, 56 + 256)
}

extension UnsafeMutablePointer where Pointee == Entry {
  var name: Bytes {
    Bytes(
      start: UnsafeRawPointer(self + 1).assumingMemoryBound(to: UInt8.self), count: Int(pointee.nameLength))
  }
}
