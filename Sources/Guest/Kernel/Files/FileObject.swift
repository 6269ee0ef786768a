#if hasFeature(Embedded)
  import GuestFiles
  import SystemCalls

  /// A file or a directory of the tree.
  final class FileObject: OpenObject {
    let file: OpenFile
    /// So much is moved at once, between two looks at who else wants to run.
    private static let piece = 256 * 1024

    init(_ file: OpenFile) {
      self.file = file
      super.init()
      isNonblocking = file.flags.contains(.nonblocking)
    }

    deinit { Files.tree.close(file) }

    override func read(to address: UInt64, count: Int) throws(SystemError) -> Int {
      try inPieces(count) { (done, size) throws(SystemError) in
        try UserMemory.withMutableBytes(at: address + UInt64(done), count: size) { (buffer) throws(SystemError) in
          try Files.tree.read(file, into: buffer)
        }
      }
    }

    override func write(from address: UInt64, count: Int) throws(SystemError) -> Int {
      try inPieces(count) { (done, size) throws(SystemError) in
        try UserMemory.withBytes(at: address + UInt64(done), count: size) { (buffer) throws(SystemError) in
          try Files.tree.write(file, from: buffer)
        }
      }
    }

    override func read(to address: UInt64, count: Int, at offset: Int) throws(SystemError) -> Int {
      try inPieces(count) { (done, size) throws(SystemError) in
        try UserMemory.withMutableBytes(at: address + UInt64(done), count: size) { (buffer) throws(SystemError) in
          try Files.tree.read(file, at: offset + done, into: buffer)
        }
      }
    }

    override func write(from address: UInt64, count: Int, at offset: Int) throws(SystemError) -> Int {
      try inPieces(count) { (done, size) throws(SystemError) in
        try UserMemory.withBytes(at: address + UInt64(done), count: size) { (buffer) throws(SystemError) in
          try Files.tree.write(file, at: offset + done, from: buffer)
        }
      }
    }

    /// What was moved before an error counts; the error comes again at the next call.
    private func inPieces(
      _ count: Int, _ move: (_ done: Int, _ size: Int) throws(SystemError) -> Int
    ) throws(SystemError) -> Int {
      guard count >= 0 else { throw .invalidArgument }
      var done = 0
      repeat {
        let size = min(count - done, Self.piece)
        let moved: Int
        do throws(SystemError) { moved = try move(done, size) } catch {
          if done > 0 { return done }
          throw error
        }
        done += moved
        if moved < size { break }
        if done < count { Preemption.pause() }
      } while done < count
      return done
    }

    override func seek(_ offset: Int, _ origin: SeekOrigin) throws(SystemError) -> Int {
      try Files.tree.seek(file, by: offset, from: origin)
    }

    override func truncate(to size: Int) throws(SystemError) { try Files.tree.truncate(file, to: size) }
    override func status() -> FileStatus { Files.tree.status(file) }

    override func readDirectory(to address: UInt64, count: Int) throws(SystemError) -> Int {
      try UserMemory.withMutableBytes(at: address, count: min(count, Self.piece)) { (buffer) throws(SystemError) in
        var done = 0
        while let entry = try Files.tree.nextEntry(file) {
          let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
          guard let size = DirectoryEntry.write(entry.identifier, entry.kind, entry.name, to: rest) else {
            if done == 0 { throw .invalidArgument }
            break
          }
          done += size
          Files.tree.advance(file, past: entry)
        }
        return done
      }
    }
  }
#endif
