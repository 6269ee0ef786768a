/// Why a run ended, and where the guest was.
public struct Stop: Equatable, Sendable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    /// One of the run's conditions was met: its number in the list, and what it says.
    case condition(Int, String)
    /// The run took as long as it was allowed to.
    case limit
    /// The guest executed HLT with interrupts disabled, or nothing is scheduled that could wake it. Input may.
    case halted
    /// The guest switched the machine off.
    case poweredOff
    /// The guest wrote this value to the debug-exit device.
    case exited(UInt32)
    /// The guest asked for a reset, and ``Configuration/restartsOnReset`` is off.
    case reset
    /// The processor shut down after a triple fault.
    case tripleFault
    /// The next instruction is one that the processor does not have.
    case unimplemented
    /// The next instruction is at one of ``Processor/breakpoints``.
    case breakpoint
    /// The kernel has no symbol of this name, so the run did not begin.
    case unknownSymbol(String)
    /// Somebody called ``Machine/requestStop()``.
    case requested
  }

  public let reason: Reason
  /// Instructions executed since power-on.
  public let instructionCount: UInt64
  /// The address of the next instruction.
  public let rip: UInt64
  /// The same as symbol and offset, where the kernel's symbol table knows it.
  public let place: SymbolTable.Place?
  /// More for a person to read: registers, faults, the last branches. Empty for ordinary reasons.
  public let report: String

  /// Whether the run ended because a condition was met.
  public var isMet: Bool { if case .condition = reason { true } else { false } }

  /// Where the guest was: symbol and address.
  public var location: String { place.map { "\($0) (\(hex(rip)))" } ?? hex(rip) }

  public var description: String {
    let summary = "\(reason) after \(instructionCount) instructions, at \(location)"
    return report.isEmpty ? summary : summary + "\n" + report
  }
}

extension Stop.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .condition(_, let text): "stopped when \(text)"
    case .limit: "stopped at the limit"
    case .halted: "halted for good"
    case .poweredOff: "powered off"
    case .exited(let value): "left through the debug-exit device with \(hex(value))"
    case .reset: "reset"
    case .tripleFault: "shut down by a triple fault"
    case .unimplemented: "stopped by an instruction that is not implemented"
    case .breakpoint: "stopped at a breakpoint"
    case .unknownSymbol(let name): "not run, since the kernel has no symbol '\(name)',"
    case .requested: "stopped on request"
    }
  }
}
