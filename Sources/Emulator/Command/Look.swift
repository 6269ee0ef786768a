import Machine

/// What is written about a run besides its trace for replay: executed instructions, counters.
struct Look {
  private let options: LookingOptions
  private let machine: Machine
  private let file: TextFile?

  init(_ options: LookingOptions, _ machine: Machine) throws {
    self.options = options
    self.machine = machine
    if options.counters { machine.countsBlocks = true }
    guard let path = options.trace else {
      file = nil
      return
    }
    let events = options.traceEvent.isEmpty ? [.instructions, .interrupts, .exceptions] : options.traceEvent
    guard Disassembler.isAvailable || !events.contains(.instructions) else {
      throw HostFileError(
        "--trace disassembles with Zydis, which is not here: apt-get install libzydis-dev, then build again "
          + "(--trace-event interrupts and its like do without)")
    }
    var what = Tracer.Options()
    what.instructions = events.contains(.instructions)
    what.interrupts = events.contains(.interrupts)
    what.exceptions = events.contains(.exceptions)
    what.ports = events.contains(.ports)
    what.devices = events.contains(.devices)
    what.ranges = try options.traceRange.map { try Self.range($0, machine.symbols) }
    let file = try TextFile(path)
    self.file = file
    machine.trace(what, to: file.write)
  }

  /// `symbol`, `0x1234` or `FIRST-LAST`.
  private static func range(_ text: String, _ symbols: SymbolTable) throws -> ClosedRange<UInt64> {
    if let symbol = symbols.symbol(named: text) { return symbol.address...symbol.address + max(symbol.size, 1) - 1 }
    func address(_ text: Substring) throws -> UInt64 {
      let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text
      guard let address = UInt64(digits, radix: 16) ?? symbols[String(text)] else {
        throw HostFileError("'\(text)' is neither an address nor a symbol of the kernel")
      }
      return address
    }
    let parts = text.split(separator: "-", maxSplits: 1)
    let first = try address(parts.first ?? "")
    let last = try parts.count == 2 ? address(parts[1]) : first
    guard first <= last else { throw HostFileError("the range '\(text)' ends before it begins") }
    return first...last
  }

  func finish() {
    machine.trace(nil)
    file?.flush()
    if options.counters { complain("\(machine.counters)") }
  }
}
