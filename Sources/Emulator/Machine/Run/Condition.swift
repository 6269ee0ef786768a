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
  }

  let kind: Kind
  public let description: String

  /// The next instruction is the one at this linear address. Not met by the very first instruction of a run.
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

  /// Whatever a closure finds, asked before each instruction. Such a run is many times slower than any other.
  public static func condition(
    _ description: String = "the condition holds", _ isMet: @escaping (Machine) -> Bool
  ) -> Condition {
    Condition(kind: .predicate(isMet), description: description)
  }
}

/// How long a run may take at the most.
public struct Limit: Equatable, Sendable, ExpressibleByIntegerLiteral {
  var instructions: UInt64 = .max
  var ticks: UInt64 = .max

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
