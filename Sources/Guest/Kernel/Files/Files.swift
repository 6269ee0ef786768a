#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import SystemCalls

  /// The tree of files that all programs see.
  enum Files {
    nonisolated(unsafe) private static var storage: FileTree?
    nonisolated(unsafe) private static var rootDirectory: OpenFile?

    static var tree: FileTree {
      guard let storage else { panic("files were used before there were any") }
      return storage
    }

    /// The root, opened: where what has no process is.
    static var root: OpenFile {
      guard let rootDirectory else { panic("files were used before there were any") }
      return rootDirectory
    }

    /// The path of the directory that somebody is in.
    static var dot: Bytes {
      let text: StaticString = "."
      return Bytes(start: text.utf8Start, count: 1)
    }

    /// The part of memory that files may take: the rest is programs' and the kernel's.
    private static var frameLimit: Int { Memory.allocator.totalCount / 2 }

    /// Fills the tree from the loader's archive, or else from the kernel's own.
    static func start(_ information: StartInformation) {
      let fileSystem: RAMFileSystem
      do throws(SystemError) {
        fileSystem = try RAMFileSystem(provider: Frames(), limit: frameLimit) { KernelClock.realTime }
      } catch {
        panic("no memory for a file system: \(error)")
      }
      let tree = FileTree(root: fileSystem)
      storage = tree
      rootDirectory = tree.openRoot()
      let archive = information.modules.first.map { module in
        UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(module.lowerBound)), count: module.count)
      }
      do throws(ArchiveError) { try tree.unpack(archive ?? Archive.bytes, into: fileSystem) } catch {
        print("files: \(error)")
      }
      Devices.start(tree)
    }

    private final class Frames: FrameProvider {
      func takeFrame() -> UnsafeMutableRawPointer? {
        Memory.allocator.takeSpare().flatMap { UnsafeMutableRawPointer(bitPattern: UInt($0)) }
      }
      func returnFrame(_ frame: UnsafeMutableRawPointer) { Memory.releaseFrame(UInt64(UInt(bitPattern: frame))) }
      var freeFrameCount: Int { Memory.allocator.freeCount }
    }
  }
#endif
