/// A run's conditions, taken apart by how each is noticed.
struct Watch {
  private(set) var breakpoints: [UInt64: Int] = [:]
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
      }
    }
  }

  private mutating func watch(_ address: UInt64, _ index: Int) {
    if breakpoints[address] == nil { breakpoints[address] = index }
  }

  /// Whether the run must pause when the guest executes HLT.
  var stopsAtHalt: Bool { halt != nil || inputWait != nil }
}
