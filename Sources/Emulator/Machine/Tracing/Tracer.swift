/// Writes down what a machine does, line by line: see ``Machine/trace(_:to:)``.
public final class Tracer {
  /// What is written.
  public struct Options: Sendable {
    /// Executed instructions, with their count, place and disassembly.
    public var instructions = true
    /// Interrupts and INT instructions, as they are delivered.
    public var interrupts = true
    public var exceptions = true
    /// Accesses of I/O ports.
    public var ports = false
    /// Accesses of devices by address.
    public var devices = false
    /// Linear addresses whose instructions are written; everywhere when there is none.
    public var ranges: [ClosedRange<UInt64>] = []

    public init() {}
  }

  let options: Options
  private let write: (String) -> Void
  /// The last instruction, for the iterations of a REP, which make one line.
  private var last: (address: UInt64, count: UInt64)?
  private var repetitions: UInt64 = 0

  init(_ options: Options, _ write: @escaping (String) -> Void) {
    self.options = options
    self.write = write
  }

  var observation: Observation {
    var observation: Observation = []
    if options.instructions { observation.insert(.instructions) }
    if options.interrupts || options.exceptions { observation.insert(.events) }
    return observation
  }

  var wantsAccesses: Bool { options.ports || options.devices }

  /// Writes what is still held back.
  func finish() {
    if repetitions > 0 { write("            ... \(repetitions) more times\n") }
    repetitions = 0
    last = nil
  }

  func noteInstruction(_ machine: Machine) {
    let address = machine.cpu.linearRIP
    let count = machine.instructionCount
    defer { last = (address, count) }
    if let last, last.address == address, last.count &+ 1 == count {
      repetitions += 1
      return
    }
    finish()
    guard options.ranges.isEmpty || options.ranges.contains(where: { $0.contains(address) }) else { return }
    let bytes = machine.memory.virtual.bytes(at: address, count: 15)
    let line = Disassembler.disassemble(bytes, at: machine.cpu.rip, codeSize: machine.cpu.currentCodeSize)
    var text = line?.text ?? bytes.prefix(8).map { hexDigits($0, 2) }.joined(separator: " ")
    if let target = line?.address, let place = machine.symbols.place(of: target) { text += "  ; \(place)" }
    put(count, "\(hexDigits(address, 16))  \(machine.symbols.place(of: address)?.description ?? "")", text)
  }

  func noteEvent(_ event: DeliveredEvent, _ machine: Machine) {
    guard event.kind == .exception ? options.exceptions : options.interrupts else { return }
    finish()
    var text: String
    switch event.kind {
    case .exception: text = "\(ExceptionName(vector: event.vector))"
    case .interrupt: text = "interrupt \(hex(event.vector))"
    case .software: text = "int \(hex(event.vector))"
    }
    if let code = event.errorCode { text += ", error code \(hex(code))" }
    if event.kind == .exception, event.vector == 14 { text += ", address \(hex(event.address))" }
    let place = machine.symbols.place(of: event.rip).map { "\($0) (\(hex(event.rip)))" } ?? hex(event.rip)
    put(machine.instructionCount, "***", "\(text), at \(place)")
  }

  func noteAccess(_ access: BusAccess, _ machine: Machine) {
    let name: String
    switch access.place {
    case .port(let port):
      guard options.ports else { return }
      name = "port \(hex(port))"
    case .memory(let address):
      guard options.devices else { return }
      name = "address \(hex(address))"
    }
    finish()
    let value = access.value & (access.width >= 8 ? .max : 1 << UInt64(access.width * 8) - 1)
    put(
      machine.instructionCount, "***",
      "\(access.isWrite ? "write" : "read") \(name), \(access.width * 8) bits: \(hex(value))"
        + "  (\(access.device ?? "nothing there"))")
  }

  private func put(_ count: UInt64, _ place: String, _ text: String) {
    let count = String(count)
    let padding = String(repeating: " ", count: max(0, 12 - count.count))
    write("\(padding)\(count)  \(place)\(String(repeating: " ", count: max(1, 56 - place.count)))\(text)\n")
  }
}

extension Machine {
  /// Writes down from now on what the guest does, through `write`, line by line with the line's end; nil stops it.
  ///
  /// The guest does the same as without. With ``Tracer/Options/instructions`` it runs one instruction at a time; otherwise about as fast as
  /// ever.
  public func trace(_ options: Tracer.Options?, to write: @escaping (String) -> Void = { _ in }) {
    lookout.tracer?.finish()
    lookout.tracer = options.map { Tracer($0, write) }
  }
}
