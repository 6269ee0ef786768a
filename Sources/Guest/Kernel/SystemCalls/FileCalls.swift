#if hasFeature(Embedded)
  import GuestFiles
  import SystemCalls

  /// Memory of the kernel's for the paths of one system call: such calls do not wait, so two are enough.
  private enum PathBuffers {
    nonisolated(unsafe) static let first = UnsafeMutableRawPointer.allocate(byteCount: PathLimits.path, alignment: 16)
    nonisolated(unsafe) static let second = UnsafeMutableRawPointer.allocate(byteCount: PathLimits.path, alignment: 16)
  }

  /// System calls about names and files.
  extension Process {
    private func path(_ address: UInt64, _ length: UInt64, second: Bool = false) throws(SystemError) -> Bytes {
      guard length > 0 else { throw .noSuchFileOrDirectory }
      guard length <= UInt64(PathLimits.path) else { throw .fileNameTooLong }
      let buffer = second ? PathBuffers.second : PathBuffers.first
      try UserMemory.copyIn(buffer, from: address, count: Int(length))
      let bytes = Bytes(start: buffer.assumingMemoryBound(to: UInt8.self), count: Int(length))
      // A zero ends a path in C; here it is refused, so that nobody is misled.
      if bytes.contains(0) { throw .invalidArgument }
      return bytes
    }

    private func here() throws(SystemError) -> OpenFile {
      guard let directory else { throw .noSuchFileOrDirectory }
      return directory
    }

    func open(_ address: UInt64, _ length: UInt64, _ flags: UInt64, _ mode: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      guard flags <= UInt64(UInt32.max) else { throw .invalidArgument }
      let path = try path(address, length)
      let file = try Files.tree.open(
        path, from: try here(), flags: OpenFlags(rawValue: UInt32(flags)), mode: UInt16(mode & 0o7777))
      let object: OpenObject
      if file.kind == .characterDevice {
        do throws(SystemError) { object = try Devices.open(file) } catch {
          Files.tree.close(file)
          throw error
        }
      } else {
        object = FileObject(file)
      }
      return try add(object)
    }

    func close(_ descriptor: Int) throws(SystemError) -> Int {
      _ = try object(descriptor)
      set(descriptor, to: nil)
      return 0
    }

    func duplicate(_ descriptor: Int, _ target: Int) throws(SystemError) -> Int {
      let object = try object(descriptor)
      if target == -1 { return try add(object) }
      guard target >= 0, target < ProcessLimits.descriptors else { throw .badFileDescriptor }
      if target != descriptor { set(target, to: object) }
      return target
    }

    func makePipe(_ address: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      let pipe = PipeBuffer()
      return try addPair(PipeReader(pipe), PipeWriter(pipe), address)
    }

    /// Two descriptors at once, or none.
    func addPair(_ first: OpenObject, _ second: OpenObject, _ address: UInt64) throws(SystemError) -> Int {
      let firstNumber = try add(first)
      do throws(SystemError) {
        let secondNumber = try add(second)
        do throws(SystemError) {
          try UserMemory.write((Int32(firstNumber), Int32(secondNumber)), to: address)
        } catch {
          set(secondNumber, to: nil)
          throw error
        }
      } catch {
        set(firstNumber, to: nil)
        throw error
      }
      return 0
    }

    func control(_ descriptor: Int, _ rawRequest: UInt64, _ argument: UInt64) throws(SystemError) -> Int {
      let object = try object(descriptor)
      guard let request = ControlRequest(rawValue: UInt(rawRequest)) else { throw .inappropriateIOCTLForDevice }
      if request == .setNonblocking {
        object.isNonblocking = argument != 0
        return 0
      }
      return try object.control(request, argument)
    }

    func poll(_ address: UInt64, _ count: UInt64, _ timeout: Int) throws(SystemError) -> Int {
      guard count <= UInt64(ProcessLimits.descriptors), timeout >= -1 else { throw .invalidArgument }
      let deadline = timeout == -1 ? nil : KernelClock.now + UInt64(timeout)
      while true {
        var ready = 0
        for index in 0..<count {
          var entry = PollEntry(0, [])
          let place = address &+ index * UInt64(MemoryLayout<PollEntry>.stride)
          try UserMemory.read(&entry, at: place)
          if entry.descriptor < 0 { continue }
          if let object = try? object(Int(entry.descriptor)) {
            entry.results = object.readiness.intersection(entry.events.union(.hungUp))
          } else {
            entry.results = .invalid
          }
          if !entry.results.isEmpty { ready += 1 }
          try UserMemory.write(entry, to: place)
        }
        if ready > 0 || timeout == 0 { return ready }
        switch Pollers.wait(until: deadline) {
        case .woken: break
        case .timedOut: return 0
        case .interrupted: throw .interrupted
        }
      }
    }

    func status(
      _ address: UInt64, _ length: UInt64, _ result: UInt64, _ followsLinks: UInt64
    ) throws(SystemError) -> Int {
      guard followsLinks <= 1 else { throw .invalidArgument }
      let path = try path(address, length)
      try UserMemory.write(
        try Files.tree.status(path, from: try here(), followsLinks: followsLinks == 1), to: result)
      return 0
    }

    func makeDirectory(_ address: UInt64, _ length: UInt64, _ mode: UInt64) throws(SystemError) -> Int {
      let path = try path(address, length)
      try Files.tree.makeDirectory(path, from: try here(), mode: UInt16(mode & 0o7777))
      return 0
    }

    func removeDirectory(_ address: UInt64, _ length: UInt64) throws(SystemError) -> Int {
      let path = try path(address, length)
      try Files.tree.removeDirectory(path, from: try here())
      return 0
    }

    func unlink(_ address: UInt64, _ length: UInt64) throws(SystemError) -> Int {
      let path = try path(address, length)
      try Files.tree.unlink(path, from: try here())
      return 0
    }

    func rename(_ old: UInt64, _ oldLength: UInt64, _ new: UInt64, _ newLength: UInt64) throws(SystemError) -> Int {
      let (old, new) = (try path(old, oldLength), try path(new, newLength, second: true))
      try Files.tree.rename(old, to: new, from: try here())
      return 0
    }

    func link(_ old: UInt64, _ oldLength: UInt64, _ new: UInt64, _ newLength: UInt64) throws(SystemError) -> Int {
      let (old, new) = (try path(old, oldLength), try path(new, newLength, second: true))
      try Files.tree.link(old, to: new, from: try here())
      return 0
    }

    func symbolicLink(
      _ target: UInt64, _ targetLength: UInt64, _ address: UInt64, _ length: UInt64
    ) throws(SystemError) -> Int {
      let (target, path) = (try path(target, targetLength), try path(address, length, second: true))
      try Files.tree.makeSymbolicLink(path, from: try here(), target: target)
      return 0
    }

    func readLink(_ address: UInt64, _ length: UInt64, _ buffer: UInt64, _ count: UInt64) throws(SystemError) -> Int {
      let path = try path(address, length)
      let target = try Files.tree.target(ofSymbolicLink: path, from: try here())
      let count = min(target.count, try count.count())
      if count > 0, let start = target.baseAddress { try UserMemory.copyOut(start, to: buffer, count: count) }
      return count
    }

    func changeMode(_ address: UInt64, _ length: UInt64, _ mode: UInt64) throws(SystemError) -> Int {
      guard mode <= 0o7777 else { throw .invalidArgument }
      let path = try path(address, length)
      try Files.tree.setMode(UInt16(mode), path, from: try here())
      return 0
    }

    func setTimes(_ address: UInt64, _ length: UInt64, _ accessed: Int, _ modified: Int) throws(SystemError) -> Int {
      let path = try path(address, length)
      func time(_ value: Int) -> Int64? { Int64(value) == FileTime.unchanged ? nil : Int64(value) }
      try Files.tree.setTimes(accessed: time(accessed), modified: time(modified), path, from: try here())
      return 0
    }

    func currentDirectory(_ address: UInt64, _ count: UInt64) throws(SystemError) -> Int {
      let path = try Files.tree.path(of: try here())
      guard path.count <= (try count.count()) else { throw .outOfRange }
      try path.withBytes { (bytes) throws(SystemError) in
        if let start = bytes.baseAddress { try UserMemory.copyOut(start, to: address, count: bytes.count) }
      }
      return path.count
    }

    func changeDirectory(_ address: UInt64, _ length: UInt64) throws(SystemError) -> Int {
      let path = try path(address, length)
      let old = try here()
      directory = try Files.tree.open(path, from: old, flags: .directory, mode: 0)
      Files.tree.close(old)
      return 0
    }

    func fileSystemStatus(_ address: UInt64, _ length: UInt64, _ result: UInt64) throws(SystemError) -> Int {
      let path = try path(address, length)
      try UserMemory.write(try Files.tree.fileSystemStatus(path, from: try here()), to: result)
      return 0
    }
  }
#endif
