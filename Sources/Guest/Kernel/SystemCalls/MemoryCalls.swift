#if hasFeature(Embedded)
  import GuestMemory
  import SystemCalls

  /// System calls about mappings and about channels.
  extension Process {
    func map(_ length: UInt64, _ rawProtection: UInt64, _ file: Int, _ offset: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      guard let space = addressSpace, rawProtection <= 3, rawProtection & 1 != 0, length > 0,
        offset % PageTables.pageSize == 0
      else { throw .invalidArgument }
      let rights: PageRights = rawProtection & 2 != 0 ? .readWrite : .readOnly
      guard length <= AddressLayout.end - AddressLayout.mappings,
        let range = space.freeRange(size: length, from: AddressLayout.mappings, limit: AddressLayout.end)
      else { throw .noMemory }
      let pageCount = (range.upperBound - range.lowerBound) / PageTables.pageSize
      var source: FrameList?
      if file != -1 {
        let object = try object(file)
        if let memory = object as? MemoryObject {
          source = memory.pages
        } else if let device = object as? FramebufferObject {
          source = device.pages
        } else {
          throw .operationNotSupportedByDevice
        }
        guard let source, offset / PageTables.pageSize + pageCount <= UInt64(source.count) else {
          throw .invalidArgument
        }
      } else if pageCount > UInt64(Memory.allocator.totalCount) {
        throw .noMemory
      }
      do throws(AddressSpace.Failure) {
        try space.add(
          range, rights, source: source, sourceOffset: Int(offset / PageTables.pageSize), isShared: source != nil)
      } catch {
        throw .noMemory
      }
      return Int(range.lowerBound)
    }

    func unmap(_ address: UInt64, _ length: UInt64) throws(SystemError) -> Int {
      guard let space = addressSpace, address % PageTables.pageSize == 0, length > 0, address >= AddressLayout.mappings,
        address < AddressLayout.end, length <= AddressLayout.end - address
      else { throw .invalidArgument }
      let end = (address + length + PageTables.pageSize - 1) & ~(PageTables.pageSize - 1)
      do throws(AddressSpace.Failure) { try space.remove(address..<end) } catch { throw .invalidArgument }
      Threads.use(pageTables: space.root)
      return 0
    }

    func createMemory(_ length: UInt64) throws(SystemError) -> Int { try add(try MemoryObject.make(size: length)) }

    // MARK: Channels

    private static let nameLimit = 64

    private func name(_ address: UInt64, _ length: UInt64) throws(SystemError) -> [UInt8] {
      guard length > 0, length <= UInt64(Self.nameLimit) else { throw .invalidArgument }
      return try UserMemory.bytes(at: address, count: Int(length), limit: Self.nameLimit)
    }

    private func channel(_ descriptor: Int) throws(SystemError) -> ChannelEnd {
      guard let channel = try object(descriptor) as? ChannelEnd else { throw .invalidArgument }
      return channel
    }

    func listen(_ address: UInt64, _ length: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      let listener = try ListenerObject.make(name: try name(address, length))
      do throws(SystemError) { return try add(listener) } catch {
        listener.opened()
        listener.closed()
        throw error
      }
    }

    func accept(_ descriptor: Int) throws(SystemError) -> Int {
      guard let listener = try object(descriptor) as? ListenerObject else { throw .invalidArgument }
      return try listener.accept(self)
    }

    func connect(_ address: UInt64, _ length: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      guard let listener = ListenerObject.find(try name(address, length)) else { throw .connectionRefused }
      let end = try listener.connect()
      do throws(SystemError) { return try add(end) } catch {
        end.opened()
        end.closed()
        throw error
      }
    }

    func makeChannel(_ address: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      let (one, other) = ChannelEnd.pair()
      return try addPair(one, other, address)
    }

    func send(_ descriptor: Int, _ address: UInt64, _ count: UInt64, _ attachment: Int) throws(SystemError) -> Int {
      try channel(descriptor).send(
        from: address, count: try count.count(), attachment == -1 ? nil : try object(attachment))
      return Int(count)
    }

    func receive(
      _ descriptor: Int, _ address: UInt64, _ count: UInt64, _ attachment: UInt64, _ options: UInt64
    ) throws(SystemError) -> Int {
      guard options <= 1 else { throw .invalidArgument }
      return try channel(descriptor).receive(
        to: address, count: try count.count(), attachment, noWait: options & 1 != 0, self)
    }

    func openTerminal(_ address: UInt64) throws(SystemError) -> Int {
      try Memory.requireSpare()
      let controller = TerminalController()
      return try addPair(controller, TerminalObject(controller.terminal), address)
    }
  }
#endif
