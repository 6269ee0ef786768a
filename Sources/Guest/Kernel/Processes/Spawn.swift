#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// Making processes.
  extension Process {
    /// What a new process gets.
    struct Start {
      var path: [UInt8]
      /// Each ended by a zero.
      var arguments: [UInt8]
      var environment: [UInt8]
      var descriptors: [OpenObject?]
      var parent: Int = 0
      /// For one that the kernel starts: whether the console is its.
      var hasConsole = false
      /// 0 for a new group.
      var group: Int = 0
      var ignoredSignals: UInt32 = 0
      /// The parent's; nil for one that the kernel starts.
      var descent: Descent?
    }

    /// Starts a program. `directory` is where its path is looked for, and where it will be.
    static func spawn(_ start: Start, from directory: OpenFile) throws(SystemError) -> Process {
      try Memory.requireSpare()
      let image = try start.path.withBytes { (path) throws(SystemError) in
        let file = try Files.tree.open(path, from: directory, flags: .readOnly, mode: 0)
        defer { Files.tree.close(file) }
        return try ProgramImage.load(file)
      }
      guard let space = AddressSpace.make(kernelEntry: Memory.kernelEntry, Memory.allocator) else { throw .noMemory }
      try image.show(in: space)
      do throws(AddressSpace.Failure) {
        try space.add(AddressLayout.stackLimit..<AddressLayout.stackTop, .readWrite)
      } catch {
        throw .executableFormatError
      }
      let stack = try ArgumentArea(start.arguments, start.environment).write(to: space)
      let here = try Files.tree.open(Files.dot, from: directory, flags: .directory, mode: 0)

      let identifier: Int
      let thread: KernelThread
      do throws(SystemError) {
        identifier = try Processes.newIdentifier()
        guard let made = Threads.makeProgramThread(start.name, entry: image.entry, stack: stack) else {
          throw .noMemory
        }
        thread = made
      } catch {
        Files.tree.close(here)
        throw error
      }
      let process = Process(
        identifier: identifier, name: start.name, parent: start.parent,
        group: start.group == 0 ? identifier : start.group,
        descent: start.descent ?? Descent(founder: identifier, isFromConsole: start.hasConsole), addressSpace: space,
        heapStart: image.end)
      process.directory = here
      process.ignoredSignals = start.ignoredSignals
      process.descriptors = start.descriptors
      for descriptor in start.descriptors { descriptor?.opened() }
      process.launch(thread)
      return process
    }

    /// The process begins to run.
    func launch(_ thread: KernelThread) {
      thread.process = self
      thread.pointer.pointee.pageTables = addressSpace?.root ?? 0
      self.thread = thread
      Processes.add(self)
      Threads.add(thread)
    }
  }

  extension Process.Start {
    /// The path's last part.
    fileprivate var name: String {
      let slash = path.lastIndex(of: UInt8(ascii: "/"))
      return String(decoding: path[(slash.map { $0 + 1 } ?? 0)...], as: UTF8.self)
    }
  }

  extension [UInt8] {
    /// The array's bytes, as the file tree takes them.
    func withBytes<Result>(_ body: (Bytes) throws(SystemError) -> Result) throws(SystemError) -> Result {
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Swift.max(count, 1))
      defer { copy.deallocate() }
      _ = copy.initialize(from: self)
      return try body(Bytes(start: copy.baseAddress, count: count))
    }
  }

  /// The end of a new program's stack: from its stack pointer up the count of arguments, their addresses, a zero, the environment's
  /// addresses, a zero; then the texts themselves.
  struct ArgumentArea {
    private let arguments: [UInt8]
    private let environment: [UInt8]

    init(_ arguments: [UInt8], _ environment: [UInt8]) { (self.arguments, self.environment) = (arguments, environment) }

    /// Writes it, and returns where the stack pointer has to be.
    func write(to space: AddressSpace) throws(SystemError) -> UInt64 {
      var argumentCount = 0
      for byte in arguments where byte == 0 { argumentCount += 1 }
      var environmentCount = 0
      for byte in environment where byte == 0 { environmentCount += 1 }
      let words = argumentCount + environmentCount + 3
      let size = UInt64(words * 8 + arguments.count + environment.count)
      let start = (AddressLayout.stackTop - size) & ~15
      guard space.prepare(start..<AddressLayout.stackTop, .write) == .resolved else { throw .noMemory }

      var position = start
      func put(_ word: UInt64) {
        if let slot = pointer(position, in: space) { slot.storeBytes(of: word, as: UInt64.self) }
        position += 8
      }
      let texts = start + UInt64(words * 8)
      put(UInt64(argumentCount))
      forEachText(arguments, at: texts, put)
      put(0)
      forEachText(environment, at: texts + UInt64(arguments.count), put)
      put(0)
      copy(arguments, to: texts, in: space)
      copy(environment, to: texts + UInt64(arguments.count), in: space)
      return start
    }

    private func forEachText(_ bytes: [UInt8], at address: UInt64, _ body: (UInt64) -> Void) {
      var isStart = true
      for index in bytes.indices {
        // A text that no zero ends does not count.
        if isStart, bytes[index...].contains(0) { body(address + UInt64(index)) }
        isStart = bytes[index] == 0
      }
    }

    private func copy(_ bytes: [UInt8], to address: UInt64, in space: AddressSpace) {
      bytes.withUnsafeBytes { source in
        var done = 0
        while done < source.count, let start = source.baseAddress {
          let position = address + UInt64(done)
          let count = min(source.count - done, 4096 - Int(position & 4095))
          pointer(position, in: space)?.copyMemory(from: start + done, byteCount: count)
          done += count
        }
      }
    }

    private func pointer(_ address: UInt64, in space: AddressSpace) -> UnsafeMutableRawPointer? {
      guard let frame = space.frame(at: address) else { return nil }
      return UnsafeMutableRawPointer(bitPattern: UInt(frame + (address & 4095)))
    }
  }
#endif
