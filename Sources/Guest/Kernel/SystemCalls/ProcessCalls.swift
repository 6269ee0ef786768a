#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// System calls about processes.
  extension Process {
    func spawn(request address: UInt64) throws(SystemError) -> Int {
      var request = SpawnRequest()
      try UserMemory.read(&request, at: address)
      let path = try UserMemory.bytes(at: request.path, count: try request.pathLength.count(), limit: PathLimits.path)
      let arguments = try UserMemory.bytes(
        at: request.arguments, count: try request.argumentsLength.count(), limit: ProcessLimits.arguments)
      let environment = try UserMemory.bytes(
        at: request.environment, count: try request.environmentLength.count(), limit: ProcessLimits.arguments)
      guard request.descriptorCount <= UInt64(ProcessLimits.descriptors) else { throw .tooManyOpenFiles }
      var descriptors: [OpenObject?] = []
      for index in 0..<Int(request.descriptorCount) {
        var number: Int32 = -1
        try UserMemory.read(&number, at: request.descriptors &+ UInt64(index * 4))
        descriptors.append(number == -1 ? nil : try object(Int(number)))
      }
      let group: Int
      switch request.group {
      case -1: group = self.group
      case 0: group = 0
      default:
        group = Int(request.group)
        guard Processes.hasGroup(group) else { throw .noSuchProcess }
      }
      guard let directory else { throw .noSuchFileOrDirectory }
      let child = try Process.spawn(
        Start(
          path: path, arguments: arguments, environment: environment, descriptors: descriptors, parent: identifier,
          group: group, ignoredSignals: 0, descent: descent), from: directory)
      return child.identifier
    }

    func wait(_ wanted: Int, _ rawOptions: UInt64, _ statusAddress: UInt64) throws(SystemError) -> Int {
      guard rawOptions <= 1, wanted == -1 || wanted > 0 else { throw .invalidArgument }
      while true {
        var hasChild = false
        var done: Process?
        if wanted > 0 {
          if let child = Processes.find(wanted), child.parentIdentifier == identifier {
            hasChild = true
            if child.hasEnded { done = child }
          }
        } else {
          for child in Processes.all where child.parentIdentifier == identifier {
            hasChild = true
            // The one that was started first.
            if child.hasEnded, child.identifier < done?.identifier ?? .max { done = child }
          }
        }
        guard hasChild else { throw .noChildProcess }
        if let done {
          if statusAddress != 0 { try UserMemory.write(done.ending?.rawValue ?? 0, to: statusAddress) }
          Processes.remove(done)
          return done.identifier
        }
        if rawOptions & 1 != 0 { return 0 }
        if Threads.wait(in: childEnded) == .interrupted { throw .interrupted }
      }
    }

    func kill(_ target: Int, _ rawSignal: UInt64) throws(SystemError) -> Int {
      let signal: Signal?
      if rawSignal == 0 {
        signal = nil
      } else {
        guard rawSignal < 256, let known = Signal(rawValue: UInt8(rawSignal)) else { throw .invalidArgument }
        signal = known
      }
      guard target != 0, target != -1, target != .min else { throw .invalidArgument }
      if target > 0 {
        guard let process = Processes.find(target) else { throw .noSuchProcess }
        guard maySignal(process) else { throw .notPermitted }
        if let signal { process.send(signal) }
        return 0
      }
      guard Processes.hasGroup(-target) else { throw .noSuchProcess }
      // As POSIX has it: an error only where none may be reached.
      let reached = Processes.all.filter { $0.group == -target && maySignal($0) }
      guard !reached.isEmpty else { throw .notPermitted }
      if let signal { for process in reached { process.send(signal) } }
      return 0
    }

    private func maySignal(_ target: Process) -> Bool { target === self || descent.maySignal(target) }

    func setSignalAction(_ rawSignal: UInt64, _ rawAction: UInt64) throws(SystemError) -> Int {
      guard rawSignal < 256, let signal = Signal(rawValue: UInt8(rawSignal)), signal != .kill,
        let action = SignalAction(rawValue: UInt(rawAction))
      else { throw .invalidArgument }
      let bit = UInt32(1) << UInt32(signal.rawValue)
      let before: SignalAction = ignoredSignals & bit != 0 ? .ignore : .end
      if action == .ignore { ignoredSignals |= bit } else { ignoredSignals &= ~bit }
      return Int(before.rawValue)
    }

    /// The caller, or one of its children.
    func related(_ target: Int) throws(SystemError) -> Process {
      if target == 0 || target == identifier { return self }
      guard let process = Processes.find(target), process.parentIdentifier == identifier else { throw .noSuchProcess }
      return process
    }

    func setProcessGroup(_ target: Int, _ group: Int) throws(SystemError) -> Int {
      let process = try related(target)
      let group = group == 0 ? process.identifier : group
      guard group == process.identifier || Processes.hasGroup(group) else { throw .notPermitted }
      process.group = group
      return 0
    }

    func setPriority(_ target: Int, _ priority: UInt64) throws(SystemError) -> Int {
      guard priority >= 1, priority < UInt64(Scheduler.priorities) else { throw .invalidArgument }
      guard let thread = try related(target).thread else { throw .noSuchProcess }
      Threads.withoutInterrupts { Threads.scheduler.pointee.setBasePriority(thread.pointer, UInt8(priority)) }
      Threads.noteReschedule()
      return 0
    }

    // MARK: Memory

    func growHeap(_ bytes: Int) throws(SystemError) -> Int {
      guard let space = addressSpace else { throw .noMemory }
      let page = Int(PageTables.pageSize)
      let old = heapEnd
      guard bytes.magnitude < 1 << 40 else { throw .noMemory }
      let grown = bytes >= 0 ? (bytes + page - 1) & ~(page - 1) : -((-bytes) & ~(page - 1))
      let new = Int(old) + grown
      guard new >= Int(heapStart), new <= Int(AddressLayout.heapLimit) else { throw .noMemory }
      // What cannot be there in any case is refused now; the rest is found out when it is touched.
      guard grown <= 0 || grown / page <= Memory.allocator.totalCount else { throw .noMemory }
      do throws(AddressSpace.Failure) { try space.resize(regionAt: heapStart, to: UInt64(new)) } catch {
        throw .noMemory
      }
      heapEnd = UInt64(new)
      if grown < 0 { Threads.use(pageTables: space.root) }
      return Int(old)
    }

    // MARK: Time

    func clock(_ rawClock: UInt64) throws(SystemError) -> Int {
      switch Clock(rawValue: UInt(rawClock)) {
      case .realTime: return Int(KernelClock.realTime)
      case .monotonic: return Int(KernelClock.now)
      case .processTime: return Int(totalRunTime)
      case nil: throw .invalidArgument
      }
    }

    func sleep(_ nanoseconds: UInt64) throws(SystemError) -> Int {
      guard nanoseconds < 1 << 62 else { throw .invalidArgument }
      if Threads.sleep(until: KernelClock.now + nanoseconds) == .interrupted { throw .interrupted }
      return 0
    }

    // MARK: The machine

    func random(_ address: UInt64, _ count: UInt64) throws(SystemError) -> Int {
      let count = try count.count()
      guard count <= 1 << 20 else { throw .invalidArgument }
      return try UserMemory.withMutableBytes(at: address, count: count) { (buffer) throws(SystemError) in
        RandomNumbers.fill(buffer)
        return count
      }
    }

    func power(_ rawAction: UInt64) throws(SystemError) -> Int {
      guard let action = PowerAction(rawValue: UInt(rawAction)) else { throw .invalidArgument }
      Power.perform(action)
      throw .operationNotSupportedByDevice
    }
  }
#endif
