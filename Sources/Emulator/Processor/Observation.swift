import Storage

/// Somebody who looks on while a processor works: a debugger, a trace. Never changes what the guest does.
public protocol ProcessorObserver: AnyObject {
  /// The instruction at ``Processor/linearRIP`` is executed next. Also called for each iteration of a REP.
  func willExecute()
  /// The processor is about to take an NMI or the interrupt that waits at its pin. Returns false to end the run before that, at this
  /// very boundary.
  func mayTakeInterrupt(isNMI: Bool) -> Bool
  /// An exception, an interrupt or an INT instruction goes through the IDT now.
  func willDeliver(_ event: DeliveredEvent)
  /// An instruction has read, or is about to write, `width` bytes that lie in one page. Fetches, page walks and what did not come
  /// about because of a fault are not told.
  func didAccess(linear: UInt64, physical: UInt64, width: Int, isWrite: Bool)
}

/// What goes through the IDT.
public struct DeliveredEvent: Equatable, Sendable {
  public enum Kind: Sendable {
    /// Also INT3, INTO, INT1 and single steps.
    case exception
    /// From the interrupt controller, or an NMI.
    case interrupt
    /// INT n.
    case software
  }
  public var kind: Kind
  public var vector: UInt8
  public var errorCode: UInt32?
  /// For page faults: what CR2 becomes.
  public var address: UInt64
  /// The instruction that faulted or was interrupted; for INT n, the one after it.
  public var rip: UInt64
}

/// What an observer wants to hear of.
public struct Observation: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// ``ProcessorObserver/willExecute()``. The guest runs one instruction at a time.
  public static let instructions = Observation(rawValue: 1)
  /// ``Statistics/blocksEntered`` is counted. The guest runs one block at a time.
  public static let blocks = Observation(rawValue: 2)
  /// ``ProcessorObserver/mayTakeInterrupt(isNMI:)``.
  public static let interrupts = Observation(rawValue: 4)
  /// ``ProcessorObserver/willDeliver(_:)``.
  public static let events = Observation(rawValue: 8)
  /// ``ProcessorObserver/didAccess(linear:physical:width:isWrite:)``, for the pages of ``Processor/watchedPages`` and the frames that are
  /// ``Frame/Attributes/watched``; perhaps for others too.
  public static let memory = Observation(rawValue: 16)
}

extension Processor {
  /// Whether an NMI or an interrupt is taken before the next instruction.
  var takesInterruptNext: Bool { system.shadow == .none && canWake }

  func tellOfEvent(_ fault: Fault, _ kind: DeliveredEvent.Kind) {
    observer?.willDeliver(
      DeliveredEvent(
        kind: kind, vector: fault.vector, errorCode: fault.errorCode, address: fault.address, rip: core.pointee.rip))
  }

  /// Makes the processor notice that frames became watched.
  public func framesWatched() { flushTranslations() }

  func isWatched(_ linear: UInt64) -> Bool { !watchedPages.isEmpty && watchedPages.contains(linear & ~0xFFF) }
}
