/// Looks on for the conditions of a run and for a trace. There is one for each machine; while nobody wants to know anything, the
/// processor tells it nothing.
final class Lookout: ProcessorObserver {
  private unowned let machine: Machine
  /// The conditions of the run that is under way.
  private var watch: Watch?
  /// Those that have been met since the run was last asked, by number.
  private(set) var hits: [Int] = []
  /// The count of instructions at which interrupts are let through: the run has stopped there already, or begun there.
  private var passedAt: UInt64 = 0
  var tracer: Tracer? { didSet { update() } }
  /// Whether blocks are counted.
  var countsBlocks = false { didSet { update() } }

  init(_ machine: Machine) { self.machine = machine }

  // MARK: Runs

  /// Begins to look for a run's conditions. Returns what was looked for before, since a closure may run the machine itself.
  func begin(_ watch: Watch) -> Watch? {
    let before = self.watch
    self.watch = watch
    hits = []
    passedAt = machine.instructionCount
    update()
    return before
  }

  func end(_ before: Watch?) {
    watch = before
    hits = []
    update()
  }

  /// What was met, once.
  func takeHits() -> [Int] {
    defer { hits = [] }
    return hits
  }

  private func hit(_ index: Int) {
    if !hits.contains(index) { hits.append(index) }
    machine.raise(.condition(index))
  }

  /// Tells the processor and the bus what to tell.
  func update() {
    let cpu = machine.cpu
    var observation = watch?.observation ?? []
    if let tracer { observation.formUnion(tracer.observation) }
    if countsBlocks { observation.insert(.blocks) }
    cpu.observation = observation
    var pages: Set<UInt64> = []
    var frames: [UInt64] = []
    for (watch, _) in watch?.memory ?? [] {
      if watch.isPhysical { frames += watch.pages } else { pages.formUnion(watch.pages) }
    }
    cpu.watchedPages = pages
    if frames != watchedFrames {
      for address in watchedFrames { machine.memory.physical.frame(at: address)?.pointee.attributes.remove(.watched) }
      for address in frames { machine.memory.physical.frame(at: address)?.pointee.attributes.insert(.watched) }
      watchedFrames = frames
      cpu.framesWatched()
    }
    let listens = watch?.ports.isEmpty == false || tracer?.wantsAccesses == true
    machine.bus.onAccess = listens ? { [unowned self] access in noteAccess(access) } : nil
  }

  private var watchedFrames: [UInt64] = []

  // MARK: What the processor tells

  func willExecute() { tracer?.noteInstruction(machine) }

  func mayTakeInterrupt(isNMI: Bool) -> Bool {
    guard let watch, machine.instructionCount != passedAt else { return true }
    let pending = isNMI ? (irq: -1, vector: 2 as UInt8) : machine.pic.pending
    let met =
      watch.interrupts.filter { $0.vector == nil || $0.vector == pending.vector }.map(\.index)
      + watch.requests.filter { $0.irq == pending.irq }.map(\.index)
    if met.isEmpty { return true }
    passedAt = machine.instructionCount
    for index in met { hit(index) }
    return false
  }

  func willDeliver(_ event: DeliveredEvent) {
    tracer?.noteEvent(event, machine)
    guard let watch else { return }
    switch event.kind {
    case .exception:
      for (vector, index) in watch.exceptions where vector == nil || vector == event.vector { hit(index) }
    case .software:
      for (vector, index) in watch.interrupts where vector == nil || vector == event.vector { hit(index) }
    case .interrupt: break
    }
  }

  func didAccess(linear: UInt64, physical: UInt64, width: Int, isWrite: Bool) {
    for (watch, index) in watch?.memory ?? []
    where watch.isHit(linear: linear, physical: physical, width: width, isWrite: isWrite) { hit(index) }
  }

  // MARK: What the bus tells

  private func noteAccess(_ access: BusAccess) {
    tracer?.noteAccess(access, machine)
    guard case .port(let port) = access.place else { return }
    for (ports, kind, index) in watch?.ports ?? []
    where ports.contains(port) && (kind == .any || (kind == .write) == access.isWrite) { hit(index) }
  }
}
