#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// The guest's file system, as programs with windows use it.
  final class KernelFiles: FileService {
    private func failure(_ error: SystemError, _ path: String) -> FileError {
      FileError("“\(FilePath.name(path))”: \(error).")
    }

    func list(_ path: String) throws(FileError) -> [FileEntry] {
      let names: [DirectoryEntry]
      do throws(SystemError) { names = try FileSystem.entries(path) } catch { throw failure(error, path) }
      var entries: [FileEntry] = []
      for name in names {
        // One that went in the meantime is not listed; a link is what it leads to, where it leads anywhere.
        let place = FilePath.appending(name.name, to: path)
        guard let status = (try? FileSystem.status(place)) ?? (try? FileSystem.status(place, followsLinks: false))
        else {
          continue
        }
        entries.append(
          FileEntry(
            name: name.name, isDirectory: status.kind == .directory,
            isExecutable: status.kind == .regular && status.mode & 0o111 != 0, size: Int(status.size),
            modified: Int(status.modified / 1_000_000_000)))
      }
      return entries
    }

    func read(_ path: String) throws(FileError) -> [UInt8] {
      do throws(SystemError) {
        // A device would never end.
        guard try FileSystem.status(path).kind == .regular else { throw .operationNotSupportedByDevice }
        return try File.read(path)
      } catch {
        throw failure(error, path)
      }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
      do throws(SystemError) { try File.write(path, bytes) } catch { throw failure(error, path) }
    }

    func makeDirectory(_ path: String) throws(FileError) {
      do throws(SystemError) { try FileSystem.makeDirectory(path) } catch { throw failure(error, path) }
    }

    func rename(_ path: String, to new: String) throws(FileError) {
      do throws(SystemError) { try FileSystem.rename(path, to: new) } catch { throw failure(error, path) }
    }

    func remove(_ path: String) throws(FileError) {
      do throws(SystemError) { try removeAll(path) } catch { throw failure(error, path) }
    }

    private func removeAll(_ path: String) throws(SystemError) {
      guard try FileSystem.status(path, followsLinks: false).kind == .directory else {
        return try FileSystem.unlink(path)
      }
      for entry in try FileSystem.entries(path) { try removeAll(FilePath.appending(entry.name, to: path)) }
      try FileSystem.removeDirectory(path)
    }

    func exists(_ path: String) -> Bool { FileSystem.exists(path) }
  }
#endif
