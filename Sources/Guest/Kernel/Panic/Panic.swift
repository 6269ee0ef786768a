#if hasFeature(Embedded)
  import KernelSupport

  /// The kernel gives up, for a reason of its own.
  @inline(never)
  func panic(_ message: String) -> Never {
    Panic.begin()
    Panic.end(PanicReport(message: message, framePointer: frame_pointer()))
  }

  /// The kernel gives up, because of an exception.
  func panic(_ frame: trap_frame) -> Never {
    Panic.begin()
    Panic.end(PanicReport(frame))
  }

  enum Panic {
    /// Whether a panic ends the emulator, or stays on the screen.
    nonisolated(unsafe) static var leaves = false
    nonisolated(unsafe) private static var hasBegun = false

    fileprivate static func begin() {
      interrupts_off()
      if hasBegun {
        // Whatever the report needs is broken too: say the least that can be said.
        for byte in "panic: and another one while reporting it\n".utf8 { SerialPort.write(byte) }
        finish()
      }
      hasBegun = true
      KernelHeap.startEmergency()
    }

    fileprivate static func end(_ report: PanicReport) -> Never {
      for line in report.lines { print(line) }
      Screen.show(report)
      finish()
    }

    private static func finish() -> Never {
      if leaves { DebugExit.leave(.failure) }
      DebugExit.halt()
    }
  }
#endif
