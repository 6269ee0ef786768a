#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport
  import SystemCalls

  /// The memory of the program that called, as the kernel reaches it. Whatever addresses a program gives: either they are its own
  /// and it may do there what it asks the kernel to do, or the call fails with ``SystemError/badAddress``.
  ///
  /// Small things are copied, and a page fault on the way either makes the page or ends the copy. For what is large, the pages
  /// are made first, and then the kernel works on them in place. In between nobody can take them away: a process has one
  /// thread, which is in here.
  enum UserMemory {
    private static let lowest = AddressLayout.image
    private static let end = AddressLayout.end

    @inline(__always)
    private static func check(_ address: UInt64, _ count: Int) throws(SystemError) {
      guard count >= 0, address >= lowest, address < end, UInt64(count) <= end - address else { throw .badAddress }
    }

    // MARK: Copies

    static func copyIn(_ target: UnsafeMutableRawPointer, from address: UInt64, count: Int) throws(SystemError) {
      try check(address, count)
      guard copy_across(target, UnsafeRawPointer(bitPattern: UInt(address)), count) == 0 else { throw .badAddress }
    }

    static func copyOut(_ source: UnsafeRawPointer, to address: UInt64, count: Int) throws(SystemError) {
      try check(address, count)
      guard copy_across(UnsafeMutableRawPointer(bitPattern: UInt(address)), source, count) == 0 else {
        throw .badAddress
      }
    }

    /// A plain value of the program's.
    static func read<Value: BitwiseCopyable>(_ value: inout Value, at address: UInt64) throws(SystemError) {
      try check(address, MemoryLayout<Value>.size)
      let failed = withUnsafeMutablePointer(to: &value) {
        copy_across($0, UnsafeRawPointer(bitPattern: UInt(address)), MemoryLayout<Value>.size)
      }
      if failed != 0 { throw .badAddress }
    }

    static func write<Value: BitwiseCopyable>(_ value: Value, to address: UInt64) throws(SystemError) {
      try check(address, MemoryLayout<Value>.size)
      let failed = withUnsafePointer(to: value) {
        copy_across(UnsafeMutableRawPointer(bitPattern: UInt(address)), $0, MemoryLayout<Value>.size)
      }
      if failed != 0 { throw .badAddress }
    }

    static func bytes(at address: UInt64, count: Int, limit: Int) throws(SystemError) -> [UInt8] {
      guard count >= 0, count <= limit else { throw .argumentListTooLong }
      guard count > 0 else { return [] }
      try check(address, count)
      var failed: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        failed = copy_across(buffer.baseAddress, UnsafeRawPointer(bitPattern: UInt(address)), count)
        initialized = failed == 0 ? count : 0
      }
      if failed != 0 { throw .badAddress }
      return bytes
    }

    // MARK: In place

    /// The program's bytes, to read. `body` must not wait.
    static func withBytes<Result>(
      at address: UInt64, count: Int, _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
      try prepare(address, count, .read)
      begin_user_access()
      defer { end_user_access() }
      return try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(address)), count: count))
    }

    /// The program's bytes, to write. `body` must not wait.
    static func withMutableBytes<Result>(
      at address: UInt64, count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
      try prepare(address, count, .write)
      begin_user_access()
      defer { end_user_access() }
      return try body(
        UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: UInt(address)), count: count))
    }

    private static func prepare(_ address: UInt64, _ count: Int, _ access: AddressSpace.Access) throws(SystemError) {
      try check(address, count)
      guard count > 0 else { return }
      guard let space = Process.current?.addressSpace else { throw .badAddress }
      switch space.prepare(address..<address + UInt64(count), access) {
      case .resolved: break
      case .violation: throw .badAddress
      case .outOfMemory: throw .noMemory
      }
    }

    // MARK: Faults

    /// A page fault in the kernel: true where it was about a program's memory and is seen to.
    static func resolveKernelFault(_ frame: UnsafeMutablePointer<trap_frame>) -> Bool {
      let address = read_cr2()
      let inCopy = frame.pointee.rip >= copy_across_address() && frame.pointee.rip < copy_across_end_address()
      guard inCopy, address >= lowest else { return false }
      let access: AddressSpace.Access = frame.pointee.error & 2 != 0 ? .write : .read
      if address < end, let space = Process.current?.addressSpace, space.handleFault(at: address, access) == .resolved {
        forget_page(address)
        return true
      }
      frame.pointee.rip = copy_failed_address()
      return true
    }
  }
#endif
