import Storage
import X86

/// What the processor sees of the rest of the machine besides storage.
public protocol ProcessorBus: AnyObject {
  /// An IN of `width` 1, 2 or 4 bytes. ``Processor/retired`` is exact during the call.
  func read(port: UInt16, width: Int) -> UInt32
  func write(port: UInt16, width: Int, value: UInt32)
  /// A read of 1, 2, 4 or 8 bytes at a physical address where no storage is mapped. It lies within one frame.
  func read(address: UInt64, width: Int) -> UInt64
  func write(address: UInt64, width: Int, value: UInt64)
  /// The interrupt-acknowledge cycle: the vector from the interrupt controller.
  func acknowledgeInterrupt() -> UInt8
  /// The machine's clock, in ticks: what the time-stamp counter counts. Exact during the call, from ``Processor/retired``.
  var time: UInt64 { get }
}

/// One x86-64 processor.
///
/// It knows storage, a bus and three pins; nothing of devices. Instructions are decoded once, into blocks of operations cached by
/// physical frame, and each operation ends by jumping to the next (see `Documentation/Processor.md`). Whatever the fast
/// operations cannot do goes through the *general tier*, ``execute(_:)``, which can do everything.
public final class Processor {
  /// Why ``run(instructions:)`` returned.
  public enum Exit: Equatable, Sendable {
    /// The number of instructions asked for has retired.
    case budget
    /// ``requestExit()`` was called; the processor stands at an instruction boundary.
    case requested
    /// The processor executed HLT and waits for an interrupt.
    case halted
    /// A triple fault; ``Processor/shutdown`` tells.
    case shutdown
    /// The next instruction is not implemented; ``Processor/unimplemented`` tells.
    case unimplemented
    /// The next instruction is at one of ``Processor/breakpoints``.
    case breakpoint
  }

  // No property checks at run time that accesses do not overlap: one thread runs a processor, and what is hot cannot afford it.

  // MARK: Wiring

  let core: CPU
  let memory: PhysicalMemory
  let bus: any ProcessorBus
  let codeCache = CodeCache()
  let scratch: [ScratchBlock]
  let decoder = Decoder()
  @exclusivity(unchecked) var translations: TranslationCache
  /// A table that never holds anything: what runs while every access must be checked.
  let emptyTable: EntryTable

  // MARK: Architectural state besides ``Core``

  @exclusivity(unchecked) var system = SystemRegisters()
  @exclusivity(unchecked) var x87 = X87State()
  /// Whether the processor waits in HLT.
  @exclusivity(unchecked) public internal(set) var isHalted = false
  /// Set by a triple fault: the processor does nothing until it is reset.
  @exclusivity(unchecked) public internal(set) var shutdown: Shutdown?
  @exclusivity(unchecked) public internal(set) var unimplemented: Unimplemented?
  /// The level of the INTR pin.
  @exclusivity(unchecked) public var interruptRequest = false {
    didSet { if interruptRequest { core.pointee.leave = true } }
  }
  /// The level of the IGNNE# pin: while active and CR0.NE is clear, a waiting x87 exception holds up nothing.
  @exclusivity(unchecked) public var ignoresNumericErrors = false
  /// Called when the FERR# pin changes: with CR0.NE clear it asks the board for an interrupt (SDM volume 1, section 8.7.2).
  @exclusivity(unchecked) public var onNumericError: ((Bool) -> Void)?
  @exclusivity(unchecked) var nmiPending = false
  /// What the A20 gate leaves of a physical address.
  @exclusivity(unchecked) var addressLineMask = Processor.physicalAddressMask

  // MARK: Derived from the state (see Mode.swift)

  @exclusivity(unchecked) var context = AccessContext.supervisor
  var codeSize: CodeSize {
    @inline(__always) get { core.pointee.codeSize }
    set { core.pointee.codeSize = newValue }
  }
  @exclusivity(unchecked) var mode = CodeMode(codeSize: .bits16, isFlat: false, allowsSSE: false)

  /// Whether blocks may use operations of their own; if not, everything goes through the general tier. For tests that compare.
  @exclusivity(unchecked) var usesFastOperations = true { didSet { updateMode() } }

  // MARK: Running

  @exclusivity(unchecked) var exitRequested = false
  /// Decoded code must be forgotten before the next block runs.
  @exclusivity(unchecked) var codeCacheIsStale = false
  @exclusivity(unchecked) var pendingFault: Fault?
  /// The instruction has entered a handler, which took TF away: no single-step trap follows it.
  @exclusivity(unchecked) var cancelsSingleStep = false
  /// Instructions retired before the present slice, and the slice's length.
  @exclusivity(unchecked) var retiredBefore: UInt64 = 0
  @exclusivity(unchecked) var slice: Int64 = 0
  /// Counts of what happened, for people; never part of the state.
  @exclusivity(unchecked) public internal(set) var statistics = Statistics()

  // MARK: Looking on

  /// Hears of what ``observation`` says. Not retained.
  public weak var observer: (any ProcessorObserver)?
  public var observation: Observation = []
  /// Linear addresses of pages all of whose accesses are told.
  public var watchedPages: Set<UInt64> = [] {
    didSet { if watchedPages != oldValue { flushTranslations() } }
  }

  /// Linear addresses at which ``run(instructions:)`` stops before the instruction, but not before the first that it executes.
  @exclusivity(unchecked) public var breakpoints: Set<UInt64> = [] {
    didSet { if breakpoints != oldValue { breakpointsChanged() } }
  }
  @exclusivity(unchecked) var breakpointPages: Set<UInt64> = []
  /// What the guest's own debug registers ask for.
  @exclusivity(unchecked) var breakpointRegisters = BreakpointRegisters()

  /// - Parameters:
  ///   - bus: retained; must not retain the processor.
  ///   - translationEntries: size of each translation table, a power of two. No result depends on it.
  public init(memory: PhysicalMemory, bus: any ProcessorBus, translationEntries: Int = 16384) {
    self.memory = memory
    self.bus = bus
    translations = TranslationCache(entryCount: translationEntries)
    emptyTable = EntryTable(count: translationEntries)
    scratch = (0..<ScratchBlock.count).map { _ in ScratchBlock() }
    let hot = UnsafeMutableRawPointer.allocate(byteCount: BranchRing.allocation, alignment: 64)
    hot.initializeMemory(as: UInt8.self, repeating: 0, count: BranchRing.allocation)
    core = hot.assumingMemoryBound(to: Core.self)
    core.initialize(
      to: Core(
        reads: emptyTable.entries, writes: emptyTable.entries, fetches: emptyTable.entries,
        systemReads: emptyTable.entries, systemWrites: emptyTable.entries,
        translationMask: translations.mask, arena: codeCache.arena, processor: hot))
    core.pointee.processor = Unmanaged.passUnretained(self).toOpaque()
    memory.observer = self
    reset()
  }

  deinit {
    if memory.observer === self { memory.observer = nil }
    UnsafeMutableRawPointer(core).deallocate()
    translations.deallocate()
    emptyTable.deallocate()
    for block in scratch { block.deallocate() }
  }

  /// Instructions retired since power-on. A REP iteration counts as one, and so does an attempt that ends in a fault. Exact at any
  /// time, also during a call of the bus.
  public var retired: UInt64 {
    let unfinished = Int64(core.pointee.running?.pointee.remaining ?? 0)
    return retiredBefore &+ UInt64(bitPattern: slice &- core.pointee.budget &- unfinished)
  }

  /// Makes ``run(instructions:)`` return at the next instruction boundary. For calls from the bus.
  public func requestExit() {
    exitRequested = true
    core.pointee.leave = true
  }

  /// An edge on the NMI pin.
  public func signalNMI() {
    nmiPending = true
    core.pointee.leave = true
  }

  /// The A20 gate: while closed, address line 20 is always zero.
  public func setA20(open: Bool) {
    let mask = open ? Self.physicalAddressMask : Self.physicalAddressMask & ~(1 << 20)
    guard mask != addressLineMask else { return }
    addressLineMask = mask
    flushTranslations()
  }
}

/// Counts of events since power-on.
public struct Statistics: Sendable {
  public var exceptions: [UInt64] = Array(repeating: 0, count: 32)
  /// Interrupts from the controller.
  public var interrupts: UInt64 = 0
  public var blocksDecoded: UInt64 = 0
  /// Only counted while ``Observation/blocks`` is on.
  public var blocksEntered: UInt64 = 0
  /// Accesses, fetches apart, that no cached translation served: the first to a page, those across pages, and those to devices.
  public var translationMisses: UInt64 = 0
}
