#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import SystemCalls

  /// A program's file in memory: read once, and then shown to every process that runs it. What can be written is copied when it is.
  final class ProgramImage {
    struct Part {
      var range: Range<UInt64>
      var rights: PageRights
      var pages: FrameList?
    }

    let entry: UInt64
    let parts: [Part]
    /// Which file it was, and as it was when.
    private let identifier: UInt64
    private let changed: Int64
    private let modified: Int64

    /// The first page behind it: where the heap starts.
    var end: UInt64 { parts.last?.range.upperBound ?? AddressLayout.image }

    // MARK: Images that are kept

    nonisolated(unsafe) private static var kept: [ProgramImage] = []
    private static let limit = 32

    /// The image of an open file.
    static func load(_ file: OpenFile) throws(SystemError) -> ProgramImage {
      guard file.kind == .regular else { throw .permissionDenied }
      let status = Files.tree.status(file)
      guard status.mode & 0o111 != 0 else { throw .permissionDenied }
      for index in kept.indices where kept[index].identifier == status.identifier {
        if kept[index].changed == status.changed, kept[index].modified == status.modified {
          return kept[index]
        }
        kept.remove(at: index)
        break
      }
      let image = try read(file, status)
      if kept.count == limit { kept.removeFirst() }
      kept.append(image)
      return image
    }

    /// Lets go of every image that no process shows.
    static func purge() { kept = [] }

    private init(entry: UInt64, parts: [Part], _ status: FileStatus) {
      (self.entry, self.parts) = (entry, parts)
      (identifier, changed, modified) = (status.identifier, status.changed, status.modified)
    }

    private static func read(_ file: OpenFile, _ status: FileStatus) throws(SystemError) -> ProgramImage {
      let header = UnsafeMutableRawBufferPointer.allocate(byteCount: ExecutableFile.headerSize, alignment: 16)
      defer { header.deallocate() }
      let count = try Files.tree.read(file, at: 0, into: header)
      let executable: ExecutableFile
      do throws(ExecutableFile.Failure) {
        executable = try ExecutableFile(
          UnsafeRawBufferPointer(rebasing: header[..<count]), fileSize: status.size,
          range: AddressLayout.image..<AddressLayout.heapLimit)
      } catch {
        throw .executableFormatError
      }
      var parts: [Part] = []
      for segment in executable.segments { parts.append(try read(segment, of: file)) }
      return ProgramImage(entry: executable.entry, parts: parts, status)
    }

    private static func read(_ segment: ExecutableFile.Segment, of file: OpenFile) throws(SystemError) -> Part {
      let page = PageTables.pageSize
      let start = segment.address & ~(page - 1)
      let before = segment.address - start
      let range = start..<(segment.end + page - 1) & ~(page - 1)
      let length = segment.fileSize == 0 ? 0 : Int(before + segment.fileSize)
      guard let pages = FrameList.make(count: (length + 4095) / 4096, Memory.allocator) else { throw .noMemory }
      for index in 0..<pages.count {
        guard let frame = UnsafeMutableRawPointer(bitPattern: UInt(pages[index])) else { throw .noMemory }
        let wanted = min(4096, length - index * 4096)
        frame.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
        // What lies before the segment in its first page is not the program's.
        let skipped = index == 0 ? Int(before) : 0
        let buffer = UnsafeMutableRawBufferPointer(start: frame + skipped, count: wanted - skipped)
        let offset = Int(segment.fileOffset) + index * 4096 - Int(before) + skipped
        guard try Files.tree.read(file, at: offset, into: buffer) == buffer.count else { throw .ioError }
      }
      return Part(range: range, rights: segment.rights, pages: pages.count == 0 ? nil : pages)
    }

    /// Puts the image into an address space.
    func show(in space: AddressSpace) throws(SystemError) {
      for part in parts {
        do throws(AddressSpace.Failure) { try space.add(part.range, part.rights, source: part.pages) } catch {
          throw .executableFormatError
        }
        // What is only read comes at once: a page costs a tenth of what a fault does.
        if part.rights != .readWrite, let pages = part.pages {
          let shown = part.range.lowerBound..<part.range.lowerBound + UInt64(pages.count) * PageTables.pageSize
          guard space.prepare(shown, .read) == .resolved else { throw .noMemory }
        }
      }
    }
  }
#endif
