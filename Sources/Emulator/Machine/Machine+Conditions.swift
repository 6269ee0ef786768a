extension Machine {
  /// Runs until one of `conditions` is met, or the run cannot go on.
  ///
  /// None of the conditions changes what the guest does: a run in many pieces ends in the same state, bit for bit, as one without
  /// any. What is met is said by the result, with where the guest was.
  @discardableResult
  public func run(until conditions: Condition..., limit: Limit = .standard) -> Stop {
    run(until: conditions, limit: limit)
  }

  /// The same for a list.
  public func run(until conditions: [Condition], limit: Limit) -> Stop {
    let watch = Watch(conditions, symbols: symbols)
    if let name = watch.unknownSymbol { return stop(.unknownSymbol(name)) }
    /// The first of some conditions that is met with all that it asks for.
    func met(_ indices: [Int]) -> Stop? {
      for index in indices where conditions[index].filters.allSatisfy({ $0(self) }) {
        return stop(.condition(index, conditions[index].description))
      }
      return nil
    }

    if let match = serialLog.firstMatch(of: watch.serial.map(\.text)) {
      serialLog.consume(to: match.end)
      if let stop = met([watch.serial[match.text].index]) { return stop }
    }
    if let index = watch.inputWait, isWaitingForInput, let stop = met([index]) { return stop }
    let before = (breakpoints: cpu.breakpoints, serialWatch: serialWatch)
    cpu.breakpoints.formUnion(watch.breakpoints.keys)
    if !watch.serial.isEmpty { serialWatch = { [unowned self] in matchSerial(watch) } }
    let outer = watch.looksOn ? lookout.begin(watch) : nil
    defer {
      (cpu.breakpoints, serialWatch) = before
      if watch.looksOn { lookout.end(outer) }
    }

    let limitInstruction = cpu.retired.addingSaturating(limit.instructions)
    let target = cpu.retired.addingSaturating(watch.instructions?.count ?? .max)
    let lastTick = clock.now.addingSaturating(limit.ticks)
    while true {
      for predicate in watch.predicates where predicate.isMet(self) {
        if let stop = met([predicate.index]) { return stop }
      }
      var last = min(limitInstruction, cpu.retired < target ? target : .max)
      if !watch.predicates.isEmpty { last = min(last, cpu.retired + 1) }
      switch runSlice(lastInstruction: last, lastTick: lastTick, stopsAtHalt: watch.stopsAtHalt) {
      case .limit:
        if cpu.retired == target, let index = watch.instructions?.index, let stop = met([index]) { return stop }
        if cpu.retired >= limitInstruction || clock.now >= lastTick { return stop(.limit) }
      case .breakpoint:
        guard let indices = watch.breakpoints[cpu.linearRIP] else { return stop(.breakpoint) }
        if let stop = met(indices) { return stop }
      case .halted(let isAwakable):
        if let index = watch.halt, let stop = met([index]) { return stop }
        if isAwakable, let index = watch.inputWait, isWaitingForInput, let stop = met([index]) { return stop }
        if !isAwakable { return stop(.halted) }
      case .event(.condition(let index)):
        if let stop = met([index] + lookout.takeHits()) { return stop }
      case .event(.reset):
        guard configuration.restartsOnReset else { return stop(.reset) }
        resetNow()
      case .event(.powerOff): return stop(.poweredOff)
      case .event(.exit(let value)): return stop(.exited(value))
      case .event(.stop): return stop(.requested)
      case .tripleFault: return stop(.tripleFault)
      case .unimplemented: return stop(.unimplemented)
      }
    }
  }

  /// Called for each byte that the guest writes while a run waits for text.
  private func matchSerial(_ watch: Watch) {
    for entry in watch.serial where serialLog.completes(entry.text) {
      serialLog.consume(to: serialLog.bytes.count)
      return raise(.condition(entry.index))
    }
  }

  /// Whether the guest sleeps in HLT, has read all that was typed, and would be woken by a key.
  public var isWaitingForInput: Bool {
    cpu.isHalted && cpu.interruptsEnabled && !cpu.interruptRequest && pic.primary.mask & 2 == 0
      && keyboardController.interruptsOnKeys && keyboardController.takesKeys && !input.isTyping
  }

  private func stop(_ reason: Stop.Reason) -> Stop {
    Stop(
      reason: reason, instructionCount: cpu.retired, rip: cpu.rip, place: symbols.place(of: cpu.linearRIP),
      report: report(for: reason))
  }
}
