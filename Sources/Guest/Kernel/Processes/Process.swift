#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// A program that runs: its memory, its descriptors, its place among the others. It has one thread.
  ///
  /// Everything here is the kernel's to touch in a system call or with preemption off.
  final class Process {
    let identifier: Int
    private(set) var name: String
    var group: Int
    /// 0 where it has none, or has none any more.
    var parentIdentifier: Int
    let descent: Descent
    var addressSpace: AddressSpace?
    /// Where the heap starts and ends.
    var heapStart: UInt64
    var heapEnd: UInt64
    var descriptors: [OpenObject?] = []
    var directory: OpenFile?
    var thread: KernelThread?
    /// Signals that do nothing, a bit each.
    var ignoredSignals: UInt32 = 0
    /// Set as soon as it is clear how it ends.
    var ending: WaitStatus?
    /// Set when it has ended, and only its status remains.
    private(set) var hasEnded = false
    /// A child of its has ended.
    let childEnded = WaitQueue()
    let startTime = KernelClock.now
    private(set) var runTime: UInt64 = 0

    init(
      identifier: Int, name: String, parent: Int, group: Int, descent: Descent, addressSpace: AddressSpace,
      heapStart: UInt64
    ) {
      (self.identifier, self.name, parentIdentifier) = (identifier, name, parent)
      (self.group, self.descent) = (group, descent)
      self.addressSpace = addressSpace
      (self.heapStart, heapEnd) = (heapStart, heapStart)
    }

    /// The process whose thread runs.
    static var current: Process? {
      guard let owner = Threads.current.pointee.owner else { return nil }
      return Unmanaged<KernelThread>.fromOpaque(owner)._withUnsafeGuaranteedRef { $0.process }
    }

    // MARK: Descriptors

    func object(_ descriptor: Int) throws(SystemError) -> OpenObject {
      guard descriptor >= 0, descriptor < descriptors.count, let object = descriptors[descriptor] else {
        throw .badFileDescriptor
      }
      return object
    }

    /// Gives an object the lowest free descriptor.
    func add(_ object: OpenObject) throws(SystemError) -> Int {
      try Memory.requireSpare()
      for index in descriptors.indices where descriptors[index] == nil {
        descriptors[index] = object
        object.opened()
        return index
      }
      guard descriptors.count < ProcessLimits.descriptors else { throw .tooManyOpenFiles }
      descriptors.append(object)
      object.opened()
      return descriptors.count - 1
    }

    func set(_ descriptor: Int, to object: OpenObject?) {
      while descriptors.count <= descriptor { descriptors.append(nil) }
      object?.opened()
      let old = descriptors[descriptor]
      descriptors[descriptor] = object
      old?.closed()
    }

    // MARK: Signals

    /// A signal arrives: it is ignored, or the process will end.
    func send(_ signal: Signal) {
      guard ending == nil, !hasEnded else { return }
      if signal != .kill, ignoredSignals & 1 << UInt32(signal.rawValue) != 0 { return }
      end(WaitStatus(signal: signal))
    }

    /// The process is to end: its thread sees to it on its way back to the program.
    func end(_ status: WaitStatus) {
      guard ending == nil else { return }
      ending = status
      if let thread { Threads.interrupt(thread.pointer) }
    }

    /// The processor refused something that the program did.
    func handleTrap(_ frame: UnsafeMutablePointer<trap_frame>) {
      let trap = Trap(rawValue: frame.pointee.vector)
      var outOfMemory = false
      if trap == .pageFault, let space = addressSpace {
        let address = read_cr2()
        let error = frame.pointee.error
        let access: AddressSpace.Access = error & 16 != 0 ? .execute : error & 2 != 0 ? .write : .read
        switch space.handleFault(at: address, access) {
        case .resolved:
          forget_page(address)
          return
        case .outOfMemory: outOfMemory = true
        case .violation: break
        }
      }
      let signal: Signal =
        switch trap {
        case .divide, .x87, .simd: .arithmetic
        case .breakpoint, .debug: .trap
        case .invalidOpcode: .illegalInstruction
        case .alignmentCheck: .bus
        default: outOfMemory ? .bus : .segmentation
        }
      report(frame.pointee, trap, outOfMemory)
      end(WaitStatus(signal: signal))
    }

    private func report(_ frame: trap_frame, _ trap: Trap?, _ outOfMemory: Bool) {
      var line = "process \(identifier) (\(name)): \(trap?.name ?? "interrupt \(frame.vector)")"
      if outOfMemory { line += ", out of memory" }
      if trap == .pageFault, let words = ErrorCode.explain(.pageFault, frame.error) {
        line += " at \(read_cr2().hexadecimal()): \(words)"
      }
      KernelLog.write(line + ", rip \(frame.rip.hexadecimal(digits: 10)), rsp \(frame.rsp.hexadecimal(digits: 10))")
    }

    // MARK: The end

    /// The running thread's process has a signal to see to. Does not return where it ends.
    static func takeSignal() {
      guard releaseCurrent() else { return }
      Threads.exit()
    }

    /// Everything that the process has goes; only its status remains, for its parent. False where it does not end after all.
    ///
    /// A function of its own, so that nothing on the stack holds what has to go when the thread ends.
    @inline(never)
    private static func releaseCurrent() -> Bool {
      Threads.current.pointee.hasSignal = false
      guard let process = current, process.ending != nil else { return false }
      for descriptor in process.descriptors { descriptor?.closed() }
      process.descriptors = []
      if let directory = process.directory { Files.tree.close(directory) }
      process.directory = nil
      Threads.use(pageTables: 0)
      process.addressSpace = nil
      process.runTime = process.totalRunTime
      process.thread?.process = nil
      process.thread = nil
      process.hasEnded = true
      Processes.ended(process)
      return true
    }

    /// In nanoseconds.
    var totalRunTime: UInt64 {
      guard let thread else { return runTime }
      return KernelClock.nanoseconds(
        stamps: Threads.withoutInterrupts { Threads.scheduler.pointee.runTime(thread.pointer, stamp: time_stamp()) })
    }
  }
#endif
