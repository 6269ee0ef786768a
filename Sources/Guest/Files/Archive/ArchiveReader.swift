import SystemCalls

/// One file of an archive. Name and contents lie in the archive's memory.
public struct ArchiveEntry {
  /// Where its header starts.
  public var offset: Int
  /// Without slashes at either end; empty for the root.
  public var name: Bytes
  public var kind: FileKind
  /// Permission bits.
  public var mode: UInt16
  /// Seconds since 1970.
  public var modified: UInt32
  /// Entries with the same identity and more than one link are one file.
  public var identity: (inode: UInt32, major: UInt32, minor: UInt32)
  public var linkCount: UInt32
  /// A character device's.
  public var device: UInt32
  public var contents: UnsafeRawBufferPointer
}

/// Reads a cpio archive of the form "newc", as Linux's initramfs has it: each entry a header of 6 + 13 x 8 ASCII characters, a name
/// that ends with a zero, the contents, all padded to four bytes; the entry `TRAILER!!!` ends it. More zeroes may follow the name
/// and count for its length: so a writer brings contents to the start of a page.
///
/// Sources: cpio(5) of FreeBSD; Linux's Documentation/driver-api/early-userspace/buffer-format.rst.
public struct ArchiveReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  private static let headerSize = 110

  public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next entry, or nil at the trailer.
  public mutating func next() throws(ArchiveError) -> ArchiveEntry? {
    let start = offset
    func refused(_ reason: ArchiveError.Reason) -> ArchiveError { ArchiveError(reason: reason, offset: start) }
    let hasChecksum = try checkMark()
    guard bytes.count - start >= Self.headerSize else { throw refused(.endsEarly) }
    // Inode, mode, owner, group, links, time, size, device (two), device of a node (two), length of the name, checksum.
    var fields = InlineArray<13, UInt32>(repeating: 0)
    for index in 0..<13 {
      guard let value = hexadecimal(at: start + 6 + 8 * index) else { throw refused(.notHexadecimal) }
      fields[index] = value
    }
    let nameSize = Int(fields[11])
    guard nameSize > 0, nameSize <= PathLimits.path else { throw refused(.badName) }
    let nameStart = start + Self.headerSize
    guard nameSize <= bytes.count - nameStart else { throw refused(.endsEarly) }
    guard let name = name(at: nameStart, size: nameSize) else { throw refused(.badName) }
    let contentsStart = (nameStart + nameSize + 3) & ~3
    let size = Int(fields[6])
    guard contentsStart <= bytes.count, size <= bytes.count - contentsStart else {
      throw refused(size == 0 ? .endsEarly : .contentsTooLarge)
    }
    offset = min((contentsStart + size + 3) & ~3, bytes.count)
    if isTrailer(name) { return nil }
    let contents = UnsafeRawBufferPointer(rebasing: bytes[contentsStart..<contentsStart + size])
    if hasChecksum, checksum(contents) != fields[12] { throw refused(.badChecksum) }
    guard let path = relative(name) else { throw refused(.nameLeavesTree) }
    let kind: FileKind
    switch fields[1] & 0o170000 {
    case 0o100000: kind = .regular
    case 0o040000: kind = .directory
    case 0o120000:
      kind = .symbolicLink
      guard !contents.isEmpty, contents.count < PathLimits.path, !contents.contains(0) else { throw refused(.badLink) }
    case 0o020000: kind = .characterDevice
    default: throw refused(.unknownKind)
    }
    return ArchiveEntry(
      offset: start, name: path, kind: kind, mode: UInt16(fields[1] & 0o7777), modified: fields[5],
      identity: (fields[0], fields[7], fields[8]), linkCount: fields[4],
      device: fields[9] << 8 | fields[10] & 0xFF, contents: contents)
  }

  /// True for the form with checksums.
  private func checkMark() throws(ArchiveError) -> Bool {
    guard bytes.count > offset else { throw ArchiveError(reason: .endsEarly, offset: offset) }
    let mark: StaticString = "07070"
    for index in 0..<5 {
      guard offset + index < bytes.count else { throw ArchiveError(reason: .endsEarly, offset: offset) }
      guard bytes[offset + index] == mark.utf8Start[index] else {
        throw ArchiveError(reason: offset == 0 && isCompressed ? .compressed : .noArchive, offset: offset)
      }
    }
    guard offset + 5 < bytes.count else { throw ArchiveError(reason: .endsEarly, offset: offset) }
    switch bytes[offset + 5] {
    case UInt8(ascii: "1"): return false
    case UInt8(ascii: "2"): return true
    default: throw ArchiveError(reason: .noArchive, offset: offset)
    }
  }

  /// gzip, zstd, xz, bzip2 or lz4, by their first bytes.
  private var isCompressed: Bool {
    guard bytes.count >= 4 else { return false }
    switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
    case (0x1F, 0x8B, _, _), (0x28, 0xB5, 0x2F, 0xFD), (0xFD, 0x37, 0x7A, 0x58), (0x42, 0x5A, 0x68, _),
      (0x02, 0x21, 0x4C, 0x18), (0x04, 0x22, 0x4D, 0x18):
      return true
    default: return false
    }
  }

  private func hexadecimal(at start: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in start..<start + 8 {
      let digit: UInt8
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// Up to the first zero; behind that only more zeroes.
  private func name(at start: Int, size: Int) -> Bytes? {
    var length = 0
    while length < size, bytes[start + length] != 0 { length += 1 }
    guard length > 0, length < size else { return nil }
    for index in length..<size where bytes[start + index] != 0 { return nil }
    return Bytes(start: (bytes.baseAddress! + start).assumingMemoryBound(to: UInt8.self), count: length)
  }

  private func isTrailer(_ name: Bytes) -> Bool {
    let trailer: StaticString = "TRAILER!!!"
    return name.count == 10 && isEqual(name.baseAddress!, trailer.utf8Start, 10)
  }

  private func checksum(_ contents: UnsafeRawBufferPointer) -> UInt32 {
    var sum: UInt32 = 0
    for byte in contents { sum &+= UInt32(byte) }
    return sum
  }

  /// The name without `./` or slashes around it; nil where a part of it is `..`.
  private func relative(_ name: Bytes) -> Bytes? {
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    var (start, end) = (0, name.count)
    while start < end {
      if name[start] == slash {
        start += 1
      } else if name[start] == dot, start + 1 == end || name[start + 1] == slash {
        start += 1
      } else {
        break
      }
    }
    while end > start, name[end - 1] == slash { end -= 1 }
    var part = start
    while part < end {
      var next = part
      while next < end, name[next] != slash { next += 1 }
      if next - part == 2, name[part] == dot, name[part + 1] == dot { return nil }
      part = next + 1
    }
    return Bytes(rebasing: name[start..<end])
  }
}
