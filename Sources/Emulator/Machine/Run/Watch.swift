/// A run's conditions, taken apart by how each is noticed.
struct Watch {
  private(set) var breakpoints: [UInt64: [Int]] = [:]
  private(set) var memory: [(watch: MemoryWatch, index: Int)] = []
  private(set) var ports: [(ports: ClosedRange<UInt16>, access: Condition.PortAccess, index: Int)] = []
  private(set) var interrupts: [(vector: UInt8?, index: Int)] = []
  private(set) var requests: [(irq: Int, index: Int)] = []
  private(set) var exceptions: [(vector: UInt8?, index: Int)] = []
  private(set) var serial: [(text: [UInt8], index: Int)] = []
  private(set) var predicates: [(isMet: (Machine) -> Bool, index: Int)] = []
  private(set) var instructions: (count: UInt64, index: Int)?
  private(set) var halt: Int?
  private(set) var inputWait: Int?
  /// A symbol that the kernel does not have.
  private(set) var unknownSymbol: String?

  init(_ conditions: [Condition], symbols: SymbolTable) {
    for (index, condition) in conditions.enumerated() {
      switch condition.kind {
      case .address(let address): watch(address, index)
      case .symbol(let name):
        if let address = symbols[name] { watch(address, index) } else { unknownSymbol = unknownSymbol ?? name }
      case .serial(let text): serial.append((text, index))
      case .instructions(let count):
        if count < instructions?.count ?? .max { instructions = (count, index) }
      case .halt: halt = halt ?? index
      case .inputWait: inputWait = inputWait ?? index
      case .predicate(let isMet): predicates.append((isMet, index))
      case .memory(let watch): memory.append((watch, index))
      case .port(let range, let access): ports.append((range, access, index))
      case .interrupt(let vector): interrupts.append((vector, index))
      case .irq(let number): requests.append((number, index))
      case .exception(let vector): exceptions.append((vector, index))
      }
    }
  }

  private mutating func watch(_ address: UInt64, _ index: Int) {
    breakpoints[address, default: []].append(index)
  }

  /// Whether somebody must look on while the guest runs.
  var looksOn: Bool { !observation.isEmpty || !ports.isEmpty }

  /// What the processor must tell of.
  var observation: Observation {
    var observation: Observation = []
    if !memory.isEmpty { observation.insert(.memory) }
    if !interrupts.isEmpty || !requests.isEmpty { observation.insert(.interrupts) }
    if !exceptions.isEmpty || !interrupts.isEmpty { observation.insert(.events) }
    return observation
  }

  /// Whether the run must pause when the guest executes HLT.
  var stopsAtHalt: Bool { halt != nil || inputWait != nil }
}
