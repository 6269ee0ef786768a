extension Machine {
  /// How a slice of a run ended.
  enum Pause: Equatable {
    case limit
    case breakpoint
    case event(Event)
    /// The guest executed HLT just now, or stays there for good.
    case halted(isAwakable: Bool)
    case tripleFault
    case unimplemented
  }

  /// The guest may sleep so long, in seconds of its time, before a run says that it halted.
  private static let longestSleep: UInt64 = 3600

  /// Executes one instruction. A guest that sleeps in HLT is woken by the next interrupt first.
  @discardableResult
  public func step() -> Stop { run(limit: .instructions(1)) }

  /// Executes `instructions` instructions.
  @discardableResult
  public func run(_ instructions: UInt64) -> Stop { run(limit: .instructions(instructions)) }

  /// Runs the machine to the end of a slice: the one loop through which all time passes.
  ///
  /// - Parameters:
  ///   - lastInstruction: the count of instructions at which to pause.
  ///   - lastTick: the time at which to pause.
  ///   - stopsAtHalt: whether to pause when the guest executes HLT.
  func runSlice(lastInstruction: UInt64, lastTick: UInt64, stopsAtHalt: Bool) -> Pause {
    let start = cpu.retired
    var wakeLimit = clock.now.addingSaturating(Self.longestSleep.multipliedSaturating(configuration.frequency))
    var awake = start
    while true {
      if let event {
        self.event = nil
        return .event(event)
      }
      guard cpu.retired < lastInstruction, clock.now < lastTick else { return .limit }
      let next = attendants.isEmpty ? (instruction: .max, tick: .max) : callAttendants()
      if event != nil { continue }
      let ticks = min(clock.nextDeadline, lastTick, next.tick) - clock.now
      let exit = cpu.run(instructions: min(min(lastInstruction, next.instruction) - cpu.retired, ticks))
      bus.synchronizeClock()
      clock.fireDueTimers()
      switch exit {
      case .budget, .requested:
        // The processor does not stop at the first instruction of a slice, which only a run's own first may be.
        if cpu.retired != start, isAtBreakpoint { return .breakpoint }
      case .breakpoint: return .breakpoint
      case .shutdown: return .tripleFault
      case .unimplemented: return .unimplemented
      case .halted:
        if cpu.retired != awake {
          awake = cpu.retired
          wakeLimit = clock.now.addingSaturating(Self.longestSleep.multipliedSaturating(configuration.frequency))
          if stopsAtHalt { return .halted(isAwakable: cpu.interruptsEnabled) }
        }
        if event != nil || (cpu.interruptRequest && cpu.interruptsEnabled) { continue }
        // Nobody sleeps past the moment that was asked for.
        if min(next.instruction, lastInstruction) <= cpu.retired || next.tick <= clock.now { continue }
        let wake = min(clock.nextDeadline, lastTick, next.tick)
        guard cpu.interruptsEnabled, wake < wakeLimit || wake == next.tick else { return .halted(isAwakable: false) }
        sleep(until: wake)
      }
    }
  }

  /// Whether the very next thing is an instruction with a breakpoint, rather than an interrupt.
  private var isAtBreakpoint: Bool {
    !cpu.breakpoints.isEmpty && event == nil && !cpu.isHalted && !(cpu.interruptRequest && cpu.interruptsEnabled)
      && cpu.breakpoints.contains(cpu.linearRIP)
  }

  /// Time passes without an instruction.
  private func sleep(until tick: UInt64) {
    bus.slept += tick - clock.now
    clock.advance(to: tick)
    clock.fireDueTimers()
  }
}

extension UInt64 {
  func addingSaturating(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  func multipliedSaturating(_ other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
