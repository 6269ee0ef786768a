#if hasFeature(Embedded)
  import KernelSupport

  /// The isa-debug-exit device: writing a value ends the emulator with exit status `(value << 1) | 1`. Where there is
  /// none, the write does nothing and the processor halts for good.
  enum DebugExit {
    enum Result: UInt32 {
      case success = 0x10
      case failure = 0x11
    }

    static func leave(_ result: Result) -> Never {
      outl(0xF4, result.rawValue)
      halt()
    }

    static func halt() -> Never {
      interrupts_off()
      while true { processor_halt() }
    }
  }
#endif
