#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// A trap or an interrupt in the kernel arrives here, from traps.S, on an interrupt stack with interrupts off. Not 0 where
  /// another thread is to run now.
  @c(kernel_trap)
  public func handleTrap(_ frame: UnsafeMutablePointer<trap_frame>) -> Int32 {
    let vector = frame.pointee.vector
    if vector >= InterruptController.firstVector, vector < InterruptController.firstVector + 16 {
      handleInterrupt(line: UInt8(vector - InterruptController.firstVector))
      return Preemption.locks == 0 && Threads.needsReschedule ? 1 : 0
    }
    if vector == Trap.pageFault.rawValue, UserMemory.resolveKernelFault(frame) { return 0 }
    if vector == Trap.breakpoint.rawValue, !Breakpoints.areFatal {
      Breakpoints.count += 1
    } else if !ExpectedTrap.take(frame) {
      panic(frame.pointee)
    }
    return 0
  }

  /// A trap or an interrupt in a program, on the thread's kernel stack with interrupts off.
  @c(kernel_program_trap)
  public func handleProgramTrap(_ frame: UnsafeMutablePointer<trap_frame>) {
    let vector = frame.pointee.vector
    if vector >= InterruptController.firstVector, vector < InterruptController.firstVector + 16 {
      handleInterrupt(line: UInt8(vector - InterruptController.firstVector))
    } else if let process = Process.current {
      process.handleTrap(frame)
    } else {
      panic(frame.pointee)
    }
    if has_attention() != 0 { returnToProgram() }
  }

  /// Before a program goes on: others may have their turn, and signals their effect. Interrupts are off, now and afterwards.
  @c(kernel_return_to_program)
  public func returnToProgram() {
    while has_attention() != 0 {
      set_attention(0)
      if Threads.current.pointee.hasSignal {
        interrupts_on()
        Process.takeSignal()
        interrupts_off()
      }
      if Threads.needsReschedule { Threads.reschedule() }
    }
  }

  private func handleInterrupt(line: UInt8) {
    guard !InterruptController.isSpurious(line: line) else { return }
    InterruptStatistics.count(line)
    switch line {
    case IntervalTimer.line:
      IntervalTimer.tick()
      KernelClock.tick()
      Threads.tick(now: KernelClock.tickTime)
    case KeyboardController.keyboardLine, KeyboardController.mouseLine:
      KeyboardController.interrupt()
      InputWaker.keyboard?.wake()
    case SerialPort.line:
      SerialPort.interrupt()
    default: break
    }
    InterruptController.finish(line: line)
  }

  /// How many interrupts each line has brought.
  enum InterruptStatistics {
    nonisolated(unsafe) private static var counts = InlineArray<16, UInt64>(repeating: 0)
    static func count(_ line: UInt8) { counts[Int(line)] &+= 1 }
    static func count(of line: Int) -> UInt64 { counts[line] }
  }

  /// An `int3` is counted and survived, unless `panic=breakpoint` says otherwise.
  enum Breakpoints {
    nonisolated(unsafe) static var count = 0
    nonisolated(unsafe) static var areFatal = false
  }
#endif
