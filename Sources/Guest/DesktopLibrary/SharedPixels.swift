#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// Memory that a program and the compositor both see, mapped here as long as this object lives.
  final class SharedPixels: SharedBuffer {
    /// To be sent along, by whoever made the memory; closed after that.
    private var descriptor: FileDescriptor?

    private init(
      _ buffer: UnsafeMutableRawBufferPointer, _ base: UnsafeMutableRawPointer, _ descriptor: FileDescriptor?
    ) {
      self.descriptor = descriptor
      super.init(base: base, byteCount: buffer.count)
    }

    /// New memory; nil where there is none.
    static func make(byteCount: Int) -> SharedPixels? {
      do throws(SystemError) {
        let memory = try SharedMemory(size: byteCount)
        do throws(SystemError) {
          let buffer = try memory.map(size: byteCount)
          guard let base = buffer.baseAddress else { return nil }
          return SharedPixels(buffer, base, memory.descriptor)
        } catch {
          try? memory.descriptor.close()
          return nil
        }
      } catch {
        return nil
      }
    }

    /// Memory that somebody else sent, which is only read here; nil where it is none. The descriptor is closed in any case.
    static func open(_ descriptor: FileDescriptor) -> SharedPixels? {
      defer { try? descriptor.close() }
      guard let status = try? descriptor.status(), status.kind == .sharedMemory,
        let buffer = try? SharedMemory(descriptor: descriptor).map(size: Int(status.size), .read),
        let base = buffer.baseAddress
      else { return nil }
      return SharedPixels(buffer, base, nil)
    }

    /// The descriptor, once: whoever takes it closes it.
    func takeDescriptor() -> FileDescriptor? {
      defer { descriptor = nil }
      return descriptor
    }

    deinit {
      if let descriptor { try? descriptor.close() }
      try? SharedMemory.unmap(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
    }
  }
#endif
