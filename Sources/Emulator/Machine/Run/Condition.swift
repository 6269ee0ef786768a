/// What a run waits for. See ``Machine/run(until:limit:)``.
public struct Condition: CustomStringConvertible {
  enum Kind {
    case address(UInt64)
    case symbol(String)
    case serial([UInt8])
    case instructions(UInt64)
    case halt
    case inputWait
    case predicate((Machine) -> Bool)
    case memory(MemoryWatch)
    case port(ClosedRange<UInt16>, PortAccess)
    case interrupt(UInt8?)
    case irq(Int)
    case exception(UInt8?)
  }

  let kind: Kind
  public let description: String
  /// What must hold besides, when it would be met.
  var filters: [(Machine) -> Bool] = []

  init(kind: Kind, description: String) {
    self.kind = kind
    self.description = description
  }

  /// The next instruction is the one at this linear address. Not met by the very first instruction of a run.
  ///
  /// Where an interrupt leads there, the run stops just before the interrupt is taken, as with ``interrupt(_:)``: the guest is still where it
  /// is interrupted, and the next step executes the handler's first instruction.
  public static func address(_ address: UInt64) -> Condition {
    Condition(kind: .address(address), description: "the guest reaches \(hex(address))")
  }

  /// The next instruction is the first of a function in the kernel's symbol table: its name in the file, or as Swift writes it.
  public static func symbol(_ name: String) -> Condition {
    Condition(kind: .symbol(name), description: "the guest reaches \(name)")
  }

  /// The guest has written this text to its serial port, after the text that the last such condition was met by.
  public static func serial(_ text: String) -> Condition {
    Condition(kind: .serial(Array(text.utf8)), description: "the serial port says \"\(text)\"")
  }

  /// So many more instructions have been executed.
  public static func instructions(_ count: UInt64) -> Condition {
    Condition(kind: .instructions(count), description: "\(count) instructions have been executed")
  }

  /// The guest has executed HLT.
  public static var halt: Condition { Condition(kind: .halt, description: "the guest halts") }

  /// The guest has read all that was typed, has executed HLT, and would hear a key: it waits for the user. Met at once when it does.
  public static var waitingForInput: Condition {
    Condition(kind: .inputWait, description: "the guest waits for input")
  }

  /// An instruction has read some of `length` bytes from a linear address on. The run stops after that instruction.
  ///
  /// Any number and length of such conditions may be given. Fetches of instructions and walks of page tables are not accesses. The
  /// processor's own accesses, to descriptor tables and stacks, are.
  public static func read(at address: UInt64, length: UInt64 = 1) -> Condition {
    memory(MemoryWatch(address, length, isPhysical: false, reads: true, writes: false))
  }

  /// An instruction has written some of `length` bytes from a linear address on.
  public static func write(at address: UInt64, length: UInt64 = 1) -> Condition {
    memory(MemoryWatch(address, length, isPhysical: false, reads: false, writes: true))
  }

  /// An instruction has read or written some of `length` bytes from a linear address on.
  public static func access(at address: UInt64, length: UInt64 = 1) -> Condition {
    memory(MemoryWatch(address, length, isPhysical: false, reads: true, writes: true))
  }

  /// An instruction has written some of `length` bytes from a physical address on, through whatever linear address.
  public static func physicalWrite(at address: UInt64, length: UInt64 = 1) -> Condition {
    memory(MemoryWatch(address, length, isPhysical: true, reads: false, writes: true))
  }

  /// An instruction has read or written some of `length` bytes from a physical address on.
  public static func physicalAccess(at address: UInt64, length: UInt64 = 1) -> Condition {
    memory(MemoryWatch(address, length, isPhysical: true, reads: true, writes: true))
  }

  private static func memory(_ watch: MemoryWatch) -> Condition {
    Condition(kind: .memory(watch), description: watch.description)
  }

  /// How a port is accessed.
  public enum PortAccess: Sendable { case read, write, any }

  /// An instruction has read or written this port, whether or not a device is there.
  public static func port(_ port: UInt16, _ access: PortAccess = .any) -> Condition { self.port(port...port, access) }

  /// An instruction has read or written a port of this range: its first one counts, for a word or a doubleword.
  public static func port(_ ports: ClosedRange<UInt16>, _ access: PortAccess = .any) -> Condition {
    let verb = access == .any ? "accesses" : access == .read ? "reads" : "writes"
    let name =
      ports.count == 1 ? "port \(hex(ports.lowerBound))" : "ports \(hex(ports.lowerBound)) to \(hex(ports.upperBound))"
    return Condition(kind: .port(ports, access), description: "the guest \(verb) \(name)")
  }

  /// The processor is about to take an interrupt with this vector (any, without one): the next thing is its handler. An INT
  /// instruction with this vector has brought its handler. Not met by an interrupt that waits when the run begins.
  public static func interrupt(_ vector: UInt8? = nil) -> Condition {
    Condition(kind: .interrupt(vector), description: "interrupt \(vector.map { hex($0) } ?? "") comes")
  }

  /// The processor is about to take the interrupt of this request line, 0 to 15.
  public static func irq(_ number: Int) -> Condition {
    Condition(kind: .irq(number), description: "IRQ \(number) comes")
  }

  /// An exception with this vector (any, without one) has been raised: the next instruction is the first of its handler.
  public static func exception(_ vector: UInt8? = nil) -> Condition {
    Condition(
      kind: .exception(vector),
      description: vector.map { "\(ExceptionName(vector: $0)) is raised" } ?? "an exception is raised")
  }

  /// This condition, only when `isMet` says so as well at that moment. May be repeated.
  public func when(_ isMet: @escaping (Machine) -> Bool) -> Condition {
    var condition = self
    condition.filters.append(isMet)
    return condition
  }

  /// Whatever a closure finds, asked before each instruction. Such a run is many times slower than any other.
  public static func condition(
    _ description: String = "the condition holds", _ isMet: @escaping (Machine) -> Bool
  ) -> Condition {
    Condition(kind: .predicate(isMet), description: description)
  }
}

/// How long a run may take at the most.
public struct Limit: Equatable, Sendable, ExpressibleByIntegerLiteral {
  /// Instructions at the most.
  public var instructions: UInt64 = .max
  /// Ticks of the clock at the most.
  public var ticks: UInt64 = .max

  /// So many instructions. Time that the guest sleeps in HLT does not count.
  public static func instructions(_ count: UInt64) -> Limit { Limit(instructions: count) }
  /// So many ticks of the machine's clock, slept ones included.
  public static func ticks(_ count: UInt64) -> Limit { Limit(ticks: count) }
  /// What a run gets that names no limit: ten billion ticks, which is ten seconds for the guest.
  public static let standard = Limit(ticks: 10_000_000_000)
  /// No limit.
  public static let none = Limit()

  /// Both; whichever is reached first.
  public init(instructions: UInt64 = .max, ticks: UInt64 = .max) {
    self.instructions = instructions
    self.ticks = ticks
  }

  public init(integerLiteral value: UInt64) { self.init(instructions: value) }
}
