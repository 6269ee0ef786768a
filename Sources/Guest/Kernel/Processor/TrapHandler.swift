#if hasFeature(Embedded)
  import KernelSupport

  /// Every trap and interrupt arrives here, from traps.S, on an interrupt stack with interrupts off.
  @c(kernel_trap)
  public func handleTrap(_ frame: UnsafeMutablePointer<trap_frame>) {
    let vector = frame.pointee.vector
    if vector >= InterruptController.firstVector, vector < InterruptController.firstVector + 16 {
      handleInterrupt(line: UInt8(vector - InterruptController.firstVector))
    } else if vector == Trap.breakpoint.rawValue, !Breakpoints.areFatal {
      Breakpoints.count += 1
    } else if !ExpectedTrap.take(frame) {
      panic(frame.pointee)
    }
  }

  private func handleInterrupt(line: UInt8) {
    guard !InterruptController.isSpurious(line: line) else { return }
    switch line {
    case IntervalTimer.line: IntervalTimer.tick()
    case KeyboardController.keyboardLine, KeyboardController.mouseLine: KeyboardController.interrupt()
    default: break
    }
    InterruptController.finish(line: line)
  }

  /// An `int3` is counted and survived, unless `panic=breakpoint` says otherwise.
  enum Breakpoints {
    nonisolated(unsafe) static var count = 0
    nonisolated(unsafe) static var areFatal = false
  }
#endif
