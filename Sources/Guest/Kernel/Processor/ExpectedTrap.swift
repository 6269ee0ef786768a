#if hasFeature(Embedded)
  import KernelSupport

  /// A trap that a self-test waits for. The function that caused it is left as if it had returned, so it must be one of
  /// provoke.S, whose frames are known.
  enum ExpectedTrap {
    nonisolated(unsafe) private static var vector: UInt64?
    nonisolated(unsafe) private static var caught: trap_frame?

    /// The frame of the trap that `body` caused, or nil where it caused none. Any other trap is a panic as ever.
    static func catching(_ trap: Trap, _ body: () -> Void) -> trap_frame? {
      vector = trap.rawValue
      caught = nil
      body()
      vector = nil
      return caught
    }

    /// Called by the trap handler. True where the trap was waited for.
    static func take(_ frame: UnsafeMutablePointer<trap_frame>) -> Bool {
      guard frame.pointee.vector == vector, let saved = UnsafePointer<UInt64>(bitPattern: UInt(frame.pointee.rbp))
      else { return false }
      vector = nil
      caught = frame.pointee
      // As LEAVE and RET would.
      frame.pointee.rsp = frame.pointee.rbp + 16
      frame.pointee.rbp = saved[0]
      frame.pointee.rip = saved[1]
      return true
    }
  }
#endif
