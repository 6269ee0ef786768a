/// The bits of RFLAGS (Intel SDM volume 1, section 3.4.3).
///
///     bit   21 20  19  18 17 16 14 13 12 11 10  9  8  7  6  4  2  1  0
///           ID VIP VIF AC VM RF NT IOPL  OF DF IF TF SF ZF AF PF  1 CF
public struct Flags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let carry = Flags(rawValue: 1 << 0)
  /// Bit 1, which reads as one.
  public static let alwaysOne = Flags(rawValue: 1 << 1)
  public static let parity = Flags(rawValue: 1 << 2)
  public static let auxiliary = Flags(rawValue: 1 << 4)
  public static let zero = Flags(rawValue: 1 << 6)
  public static let sign = Flags(rawValue: 1 << 7)
  public static let trap = Flags(rawValue: 1 << 8)
  public static let interrupt = Flags(rawValue: 1 << 9)
  public static let direction = Flags(rawValue: 1 << 10)
  public static let overflow = Flags(rawValue: 1 << 11)
  /// Both bits of the I/O privilege level.
  public static let ioPrivilege = Flags(rawValue: 3 << 12)
  public static let nestedTask = Flags(rawValue: 1 << 14)
  public static let resume = Flags(rawValue: 1 << 16)
  public static let virtual8086 = Flags(rawValue: 1 << 17)
  public static let alignmentCheck = Flags(rawValue: 1 << 18)
  public static let virtualInterrupt = Flags(rawValue: 1 << 19)
  public static let virtualInterruptPending = Flags(rawValue: 1 << 20)
  public static let identification = Flags(rawValue: 1 << 21)

  /// The six that arithmetic sets.
  public static let status: Flags = [.carry, .parity, .auxiliary, .zero, .sign, .overflow]
}

extension Flags: CustomStringConvertible {
  /// The names of the bits that are set, from the highest down: `IF ZF PF`; IOPL when it is not zero.
  public var description: String {
    var words: [String] = []
    for (name, bit) in Self.names.reversed() where contains(bit) { words.append(name) }
    let level = rawValue >> 12 & 3
    if level != 0 { words.append("IOPL=\(level)") }
    return words.joined(separator: " ")
  }

  private static let names: [(String, Flags)] = [
    ("CF", .carry), ("PF", .parity), ("AF", .auxiliary), ("ZF", .zero), ("SF", .sign), ("TF", .trap),
    ("IF", .interrupt), ("DF", .direction), ("OF", .overflow), ("NT", .nestedTask), ("RF", .resume),
    ("VM", .virtual8086), ("AC", .alignmentCheck), ("VIF", .virtualInterrupt),
    ("VIP", .virtualInterruptPending), ("ID", .identification),
  ]
}
