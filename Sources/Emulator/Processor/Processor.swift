import Storage

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
}

/// One x86-64 processor.
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
  /// Linear addresses at which ``run(instructions:)`` stops before the instruction (not before the first one it executes).
  public var breakpoints: Set<UInt64> = []
  /// Instructions retired since power-on; a REP iteration counts as one. Exact at any time, also during a call of the bus.
  public private(set) var retired: UInt64 = 0
  /// The level of the INTR pin.
  public var interruptRequest = false
  /// Whether the processor waits in HLT.
  public private(set) var isHalted = false

  public init(memory: PhysicalMemory, bus: any ProcessorBus) {}
  /// Runs until `instructions` more have retired or something else ends the run.
  public func run(instructions: UInt64) -> Exit { .budget }
  /// Makes ``run(instructions:)`` return at the next instruction boundary. May be called from a bus call.
  public func requestExit() {}
  /// An edge on the NMI pin.
  public func signalNMI() {}
  /// The RESET pin: the state of SDM volume 3, table 10-1.
  public func reset() {}
}
