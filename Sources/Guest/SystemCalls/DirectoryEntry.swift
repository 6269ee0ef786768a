/// One name in a directory, as ``SystemCall/readDirectory`` writes it: records of 8-byte multiples, one behind the other.
///
///     8 bytes   identifier of the file
///     2 bytes   length of the whole record
///     1 byte    ``FileKind``
///     1 byte    length of the name, 1 to 255
///     then the name in UTF-8, and zeroes up to a multiple of eight
public struct DirectoryEntry: Equatable, Sendable {
  public var identifier: UInt64
  public var kind: FileKind
  public var name: String

  private static let headerSize = 12

  public init(identifier: UInt64, kind: FileKind, name: String) {
    (self.identifier, self.kind, self.name) = (identifier, kind, name)
  }

  /// How many bytes a record with a name of this many bytes takes.
  public static func recordSize(nameLength: Int) -> Int { (headerSize + nameLength + 7) & ~7 }

  /// Writes a record at the start of the buffer. Returns its size, or nil where it does not fit.
  ///
  /// - Precondition: the name has 1 to 255 bytes.
  public func write(to buffer: UnsafeMutableRawBufferPointer) -> Int? {
    var name = name
    return name.withUTF8 { Self.write(identifier, kind, $0, to: buffer) }
  }

  /// The same, from a name's bytes.
  public static func write(
    _ identifier: UInt64, _ kind: FileKind, _ name: UnsafeBufferPointer<UInt8>, to buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    precondition(!name.isEmpty && name.count <= PathLimits.name)
    let size = recordSize(nameLength: name.count)
    guard size <= buffer.count else { return nil }
    buffer.storeBytes(of: identifier.littleEndian, as: UInt64.self)
    buffer.storeBytes(of: UInt16(size).littleEndian, toByteOffset: 8, as: UInt16.self)
    buffer[10] = kind.rawValue
    buffer[11] = UInt8(name.count)
    var offset = headerSize
    for byte in name {
      buffer[offset] = byte
      offset += 1
    }
    while offset < size {
      buffer[offset] = 0
      offset += 1
    }
    return size
  }

  /// Reads the record at `offset` and moves `offset` behind it. Nil at the end, and where there is no whole record.
  public static func read(from buffer: UnsafeRawBufferPointer, at offset: inout Int) -> DirectoryEntry? {
    guard offset >= 0, buffer.count - offset >= headerSize else { return nil }
    let size = Int(UInt16(littleEndian: buffer.loadUnaligned(fromByteOffset: offset + 8, as: UInt16.self)))
    let length = Int(buffer[offset + 11])
    guard size >= recordSize(nameLength: length), size <= buffer.count - offset, length > 0,
      let kind = FileKind(rawValue: buffer[offset + 10])
    else { return nil }
    let start = offset + headerSize
    let entry = DirectoryEntry(
      identifier: UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)), kind: kind,
      name: String(decoding: buffer[start..<start + length], as: UTF8.self))
    offset += size
    return entry
  }
}
