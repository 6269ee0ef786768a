/// The sixteen conditions of Jcc, SETcc and CMOVcc: the low four bits of the opcode (Intel SDM volume 1, appendix B).
///
/// Odd ones are the opposites of the even ones before them.
public enum Condition: UInt8, CaseIterable, Sendable {
  case overflow, notOverflow
  case below, notBelow
  case zero, notZero
  case belowOrEqual, above
  case sign, notSign
  case parity, notParity
  case less, notLess
  case lessOrEqual, greater

  /// The suffix of the mnemonic: `o`, `nz`, `nle`.
  public var suffix: String { Self.suffixes[Int(rawValue)] }

  public var opposite: Condition { Condition(rawValue: rawValue ^ 1)! }

  /// Whether the condition holds with these flags.
  public func holds(_ flags: Flags) -> Bool {
    let signDiffers = flags.contains(.sign) != flags.contains(.overflow)
    let holds: Bool =
      switch rawValue >> 1 {
      case 0: flags.contains(.overflow)
      case 1: flags.contains(.carry)
      case 2: flags.contains(.zero)
      case 3: flags.contains(.carry) || flags.contains(.zero)
      case 4: flags.contains(.sign)
      case 5: flags.contains(.parity)
      case 6: signDiffers
      default: flags.contains(.zero) || signDiffers
      }
    return holds != (rawValue & 1 == 1)
  }

  private static let suffixes = [
    "o", "no", "b", "nb", "z", "nz", "be", "nbe", "s", "ns", "p", "np", "l", "nl", "le", "nle",
  ]
}
