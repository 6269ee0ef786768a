#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// `fork`, from switch.S: a frame of every register that the copy starts with, and MXCSR.
  @c(kernel_fork)
  public func forkProcess(_ frame: UnsafePointer<trap_frame>, _ control: UInt32) -> Int64 {
    SystemCallStatistics.count &+= 1
    guard let process = Process.current else { return Int64(SystemError.noFunction.result) }
    do throws(SystemError) { return Int64(try process.fork(frame.pointee, control)) } catch {
      return Int64(error.result)
    }
  }

  extension Process {
    /// A process with the same memory, descriptors and directory, which goes on where this one is.
    fileprivate func fork(_ frame: trap_frame, _ control: UInt32) throws(SystemError) -> Int {
      try Memory.requireSpare()
      guard let addressSpace, let directory else { throw .noMemory }
      let copied = addressSpace.copy(kernelEntry: Memory.kernelEntry)
      // The pages that both have now may not be written by either: the processor has to learn that.
      Threads.use(pageTables: addressSpace.root)
      guard let space = copied else { throw .noMemory }
      let identifier = try Processes.newIdentifier()
      let here = try Files.tree.open(Files.dot, from: directory, flags: .directory, mode: 0)
      guard let thread = Threads.makeCopyThread(name, frame: frame, control: control) else {
        Files.tree.close(here)
        throw .noMemory
      }
      if let area = thread.pointer.pointee.vectorState {
        // The x87's registers are the program's still; SSE's may be the kernel's, and are lost in a system call anyway.
        save_vector_registers(area)
        (area + 160).initializeMemory(as: UInt8.self, repeating: 0, count: 256)
      }
      let copy = Process(
        identifier: identifier, name: name, parent: self.identifier, group: group, descent: descent,
        addressSpace: space, heapStart: heapStart)
      copy.heapEnd = heapEnd
      copy.directory = here
      copy.ignoredSignals = ignoredSignals
      copy.descriptors = descriptors
      for descriptor in descriptors { descriptor?.opened() }
      copy.launch(thread)
      return identifier
    }
  }
#endif
