import SystemCalls

/// What a process does with an open file. A device's reads and writes are not here: see ``OpenFile/device``.
extension FileTree {
  /// Reads from where the file's offset is, and moves it. 0 at the end.
  public func read(_ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    let count = try read(file, at: file.offset, into: buffer)
    file.offset += count
    return count
  }

  public func read(
    _ file: OpenFile, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard file.flags.isReadable else { throw .badFileDescriptor }
    if let text = file.text { return copy(text, at: offset, into: buffer) }
    switch file.kind {
    case .regular: return try fileSystem(file.node).read(file.node.id, at: offset, into: buffer)
    case .directory: throw .isDirectory
    default: throw .invalidArgument
    }
  }

  /// Writes where the file's offset is, or at the end of a file that was opened to append, and moves it. What fits of it is
  /// written; ``SystemError/noSpace`` where nothing fits.
  public func write(_ file: OpenFile, from buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    guard file.flags.isWritable else { throw .badFileDescriptor }
    if file.flags.contains(.append), !buffer.isEmpty {
      file.offset = Int(fileSystem(file.node).status(of: file.node.id).size)
    }
    let count = try write(file, at: file.offset, from: buffer)
    file.offset += count
    return count
  }

  /// Writes without moving the offset. As Linux has it, a file opened to append is written at its end nevertheless.
  public func write(_ file: OpenFile, at offset: Int, from buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard file.flags.isWritable else { throw .badFileDescriptor }
    guard file.kind == .regular else { throw .invalidArgument }
    var offset = offset
    if file.flags.contains(.append), !buffer.isEmpty {
      offset = Int(fileSystem(file.node).status(of: file.node.id).size)
    }
    return try fileSystem(file.node).write(file.node.id, at: offset, from: buffer)
  }

  /// Moves the offset and returns it. It may lie behind the end; a write there leaves a hole.
  public func seek(_ file: OpenFile, by distance: Int, from origin: SeekOrigin) throws(SystemError) -> Int {
    let base: Int
    switch origin {
    case .start: base = 0
    case .current: base = file.offset
    case .end:
      if let device = file.device {
        guard let size = device.seekableSize else { throw .illegalSeek }
        base = size
      } else if file.kind == .directory {
        throw .invalidArgument
      } else if let text = file.text {
        base = text.count
      } else {
        base = Int(fileSystem(file.node).status(of: file.node.id).size)
      }
    }
    if let device = file.device, device.seekableSize == nil { throw .illegalSeek }
    let (offset, overflows) = base.addingReportingOverflow(distance)
    guard offset >= 0, !overflows else { throw overflows && distance > 0 ? .overflow : .invalidArgument }
    file.offset = offset
    if file.kind == .directory { file.listingEnd = nil }
    return offset
  }

  /// A device's read or write has moved so many bytes.
  public func advance(_ file: OpenFile, by count: Int) { file.offset += count }

  public func truncate(_ file: OpenFile, to size: Int) throws(SystemError) {
    guard size >= 0, file.flags.isWritable, file.kind == .regular else { throw .invalidArgument }
    try fileSystem(file.node).truncate(file.node.id, to: size)
  }

  public func status(_ file: OpenFile) -> FileStatus { fileSystem(file.node).status(of: file.node.id) }

  /// The frame with a page of a file: see ``FileSystem/page(_:of:)``.
  public func page(_ index: Int, of file: OpenFile) throws(SystemError) -> UnsafeRawPointer? {
    try fileSystem(file.node).page(index, of: file.node.id)
  }

  /// The next entry of a directory; ``advance(_:past:)`` goes on behind it, so one that does not fit a buffer comes again. A
  /// listing has what was there when it began and has not been removed since, each once: `.` and `..` first.
  public func nextEntry(_ file: OpenFile) throws(SystemError) -> ListedEntry? {
    guard file.kind == .directory else { throw .notDirectory }
    let node = file.node
    let end: Int
    if let known = file.listingEnd {
      end = known
    } else {
      end = fileSystem(node).endPosition(of: node.id)
      file.listingEnd = end
      fileSystem(node).noteAccess(of: node.id)
    }
    if file.offset < 2 {
      let shown = file.offset == 0 ? node : parent(of: node)
      // A removed directory lists nothing.
      if fileSystem(node).status(of: node.id).linkCount == 0 { return nil }
      return ListedEntry(
        nextPosition: file.offset + 1, identifier: fileSystem(shown).status(of: shown.id).identifier, kind: .directory,
        name: Bytes(start: Self.dots, count: file.offset + 1))
    }
    return fileSystem(node).entry(at: file.offset, before: end, in: node.id)
  }

  public func advance(_ file: OpenFile, past entry: ListedEntry) { file.offset = entry.nextPosition }

  /// Two dots, in memory that stays.
  private static var dots: UnsafePointer<UInt8> {
    let text: StaticString = ".."
    return text.utf8Start
  }
}
