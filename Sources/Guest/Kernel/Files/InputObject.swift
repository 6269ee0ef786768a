#if hasFeature(Embedded)
  import GuestTasks
  import SystemCalls

  /// /dev/input: what keyboard and mouse send, for the one program that has it open. As long as nobody has, it goes to the kernel's
  /// own screen.
  final class InputObject: OpenObject {
    private static let capacity = 1024
    nonisolated(unsafe) private static var current: Unmanaged<InputObject>?

    private let records = UnsafeMutablePointer<InputRecord>.allocate(capacity: capacity)
    private var start = 0
    private var count = 0
    private let readable = WaitQueue()
    private var descriptors = 0

    override init() {}
    deinit { records.deallocate() }

    /// Fails where somebody has it already.
    static func open(isNonblocking: Bool) throws(SystemError) -> InputObject {
      guard current == nil else { throw .resourceBusy }
      let object = InputObject()
      object.isNonblocking = isNonblocking
      return object
    }

    /// Gives a byte to the program that has the device; false where there is none. What does not fit is lost: the newest, so
    /// that what is in the queue stays whole. Preemption is off.
    static func deliver(_ item: InputQueue.Item) -> Bool {
      guard let current else { return false }
      current._withUnsafeGuaranteedRef { $0.put(item) }
      return true
    }

    private func put(_ item: InputQueue.Item) {
      guard count < Self.capacity else { return }
      records[(start + count) % Self.capacity] = InputRecord(
        time: KernelClock.now, source: item.isMouse ? InputRecord.mouse : InputRecord.keyboard, byte: item.byte)
      count += 1
      Threads.wakeAll(readable)
      Pollers.notify()
    }

    override func read(to address: UInt64, count bytes: Int) throws(SystemError) -> Int {
      let size = MemoryLayout<InputRecord>.stride
      guard bytes >= size else { throw .invalidArgument }
      while count == 0 {
        if isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: readable) == .interrupted { throw .interrupted }
      }
      let taken = min(bytes / size, count)
      for index in 0..<taken {
        try UserMemory.write(records[(start + index) % Self.capacity], to: address &+ UInt64(index * size))
      }
      start = (start + taken) % Self.capacity
      count -= taken
      return taken * size
    }

    override func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      guard request == .mouseHasWheel else { throw .inappropriateIOCTLForDevice }
      try UserMemory.write(UInt32(KeyboardController.hasWheel ? 1 : 0), to: argument)
      return 0
    }

    override func status() -> FileStatus { FileStatus(kind: .characterDevice, mode: 0o600) }
    override var readiness: PollEvents { count > 0 ? .readable : [] }

    override func opened() {
      descriptors += 1
      if descriptors == 1 { Self.current = Unmanaged.passUnretained(self) }
    }
    override func closed() {
      descriptors -= 1
      if descriptors == 0 { Self.current = nil }
    }
  }
#endif
