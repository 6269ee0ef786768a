#if os(Linux)
  import Glibc
  import SystemCalls

  /// The host's file system, below a folder of our own. Paths are relative to open folders, so that nothing depends on the process's
  /// current directory.
  final class HostWorld: FileWorld {
    private var slots: [Int: Int32] = [:]
    /// Whether the host's allocated sizes are whole pages, as ours are.
    let comparesAllocation: Bool

    init(base: String, comparesAllocation: Bool) {
      self.comparesAllocation = comparesAllocation
      slots[0] = Glibc.open(base, O_RDONLY | O_DIRECTORY)
      precondition(slots[0]! >= 0, "cannot open \(base)")
    }

    func closeAll() {
      for (_, descriptor) in slots { Glibc.close(descriptor) }
      slots = [:]
    }

    private func result(_ value: Int32) -> Outcome { value < 0 ? .error(errno) : .done }
    private func counted(_ value: Int) -> Outcome { value < 0 ? .error(errno) : .count(value) }

    func perform(_ action: Action) -> Outcome {
      // A slot without an open file is the test's affair, not the host's.
      if let slot = action.slot, slots[slot] == nil { return .error(EBADF) }
      switch action {
      case .open(let number, let at, let path, let flags, let mode):
        let start = slots[at] ?? -1
        guard slots[number] == nil else { return .error(0) }
        let descriptor = openat(start, path, Int32(flags.rawValue), mode_t(mode))
        if descriptor < 0 { return .error(errno) }
        slots[number] = descriptor
        return .done
      case .close(let number):
        guard let descriptor = slots.removeValue(forKey: number) else { return .error(EBADF) }
        return result(Glibc.close(descriptor))
      case .read(let number, let count):
        return bytes(count) { read(self.slots[number] ?? -1, $0.baseAddress, count) }
      case .write(let number, let count, let byte):
        return counted(write(slots[number] ?? -1, pattern(byte, count), count))
      case .readAt(let number, let offset, let count):
        return bytes(count) { pread(self.slots[number] ?? -1, $0.baseAddress, count, offset) }
      case .writeAt(let number, let offset, let count, let byte):
        return counted(pwrite(slots[number] ?? -1, pattern(byte, count), count, offset))
      case .seek(let number, let distance, let origin):
        return counted(lseek(slots[number] ?? -1, distance, Int32(origin.rawValue)))
      case .truncate(let number, let size): return result(ftruncate(slots[number] ?? -1, size))
      case .openStatus(let number):
        var status = stat()
        return fstat(slots[number] ?? -1, &status) < 0 ? .error(errno) : outcome(status)
      case .list(let number): return list(slots[number] ?? -1)
      case .status(let at, let path, let follows):
        var status = stat()
        return fstatat(slots[at] ?? -1, path, &status, follows ? 0 : AT_SYMLINK_NOFOLLOW) < 0
          ? .error(errno) : outcome(status)
      default: return performName(action)
      }
    }

    private func performName(_ action: Action) -> Outcome {
      switch action {
      case .makeDirectory(let at, let path, let mode): return result(mkdirat(slots[at] ?? -1, path, mode_t(mode)))
      case .removeDirectory(let at, let path): return result(unlinkat(slots[at] ?? -1, path, AT_REMOVEDIR))
      case .unlink(let at, let path): return result(unlinkat(slots[at] ?? -1, path, 0))
      case .rename(let at, let path, let new): return result(renameat(slots[at] ?? -1, path, slots[at] ?? -1, new))
      case .link(let at, let path, let new): return result(linkat(slots[at] ?? -1, path, slots[at] ?? -1, new, 0))
      case .symbolicLink(let at, let path, let target): return result(symlinkat(target, slots[at] ?? -1, path))
      case .readLink(let at, let path):
        return bytes(4096) { buffer in
          buffer.withMemoryRebound(to: CChar.self) { readlinkat(self.slots[at] ?? -1, path, $0.baseAddress!, 4096) }
        }
      case .changeMode(let at, let path, let mode): return result(fchmodat(slots[at] ?? -1, path, mode_t(mode), 0))
      case .setTimes(let at, let path, let accessed, let modified):
        let times = [time(accessed), time(modified)]
        return result(utimensat(slots[at] ?? -1, path, times, 0))
      default: fatalError("\(action)")
      }
    }

    private func time(_ nanoseconds: Int64) -> timespec {
      timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }

    private func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }

    private func bytes(_ count: Int, _ call: (UnsafeMutableRawBufferPointer) -> Int) -> Outcome {
      var bytes = [UInt8](repeating: 0xEE, count: count)
      let read = bytes.withUnsafeMutableBytes(call)
      return read < 0 ? .error(errno) : .bytes(Array(bytes[..<read]))
    }

    private func list(_ descriptor: Int32) -> Outcome {
      guard let stream = fdopendir(dup(descriptor)) else { return .error(errno) }
      defer { closedir(stream) }
      rewinddir(stream)
      var names: [String] = []
      while let entry = readdir(stream) {
        names.append(
          withUnsafeBytes(of: &entry.pointee.d_name) { String(cString: $0.bindMemory(to: CChar.self).baseAddress!) })
      }
      // Positions in a listing are everybody's own.
      lseek(descriptor, 0, SEEK_SET)
      return .names(names.sorted())
    }

    private func outcome(_ status: stat) -> Outcome {
      let kind: FileKind =
        switch status.st_mode & S_IFMT {
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        default: .regular
        }
      let set = [nanoseconds(status.st_atim), nanoseconds(status.st_mtim)].filter { $0 < 1_000_000_000 }
      return .status(
        kind: kind, mode: UInt16(status.st_mode & 0o7777), links: UInt32(status.st_nlink),
        size: kind == .directory ? 0 : UInt64(status.st_size),
        allocated: kind == .regular ? UInt64(status.st_blocks) * 512 : 0, set: set)
    }
  }
#endif
