/// The Intel 8237A, one of the two in the PIIX3: four channels with address, count and mode, and the registers around them.
///
/// Addresses and counts are written and read a byte at a time, low byte first, by a flip-flop that all channels share. No card of this
/// machine uses DMA, so no channel is ever requested by hardware; a request by software in block mode counts to its end, as
/// the chip does, and moves no byte. The PIIX3 has no memory-to-memory transfer. References are to the 8237A datasheet (231466).
public struct DMAController: Codable, Equatable, Sendable {
  /// "Base Address and Base Word Count", "Current Address", "Current Word", "Mode".
  public struct Channel: Codable, Equatable, Sendable {
    public internal(set) var baseAddress: UInt16 = 0
    public internal(set) var baseCount: UInt16 = 0
    public internal(set) var address: UInt16 = 0
    /// One less than the transfers that are left.
    public internal(set) var count: UInt16 = 0
    /// Bits 2–7 of the mode register: transfer type, autoinitialization, decrement, mode.
    public internal(set) var mode: UInt8 = 0

    var autoinitializes: Bool { mode.bit(4) }
    var decrements: Bool { mode.bit(5) }
    /// Demand, single, block, cascade.
    var transferMode: UInt8 { mode >> 6 }
  }

  public internal(set) var channels = [Channel](repeating: Channel(), count: 4)
  public internal(set) var command: UInt8 = 0
  /// Terminal counts in bits 0–3, requests in bits 4–7.
  public internal(set) var status: UInt8 = 0
  /// A set bit keeps a channel from being requested by its line.
  public internal(set) var mask: UInt8 = 0x0F
  /// The byte pointer flip-flop: the next byte is the upper one.
  public internal(set) var isUpper = false
  public internal(set) var temporary: UInt8 = 0

  init() {}

  // MARK: Registers

  /// The sixteen registers by their number (figure "Register Codes").
  mutating func read(_ register: UInt8) -> UInt8 {
    switch register & 15 {
    case 0...7:
      let channel = channels[Int(register >> 1)]
      let value = register.bit(0) ? channel.count : channel.address
      defer { isUpper.toggle() }
      return UInt8(truncatingIfNeeded: isUpper ? value >> 8 : value)
    case 8:
      // "Bits 0–3 are cleared ... each time a status read"; the requests stay.
      defer { status &= 0xF0 }
      return status
    case 13: return temporary
    case 15: return 0xF0 | mask
    default: return 0
    }
  }

  mutating func write(_ register: UInt8, _ value: UInt8) {
    let channel = Int(value & 3)
    switch register & 15 {
    case 0...7: load(Int(register >> 1), isCount: register.bit(0), value)
    case 8:
      command = value
      run()
    case 9:
      status.set(.bit(channel + 4), value.bit(2))
      run()
    case 10: mask.set(.bit(channel), value.bit(2))
    case 11: channels[channel].mode = value & 0xFC
    case 12: isUpper = false
    case 13: self.clear()
    case 14: mask = 0
    default: mask = value & 0x0F
    }
  }

  /// "Both the base and the current register are written."
  private mutating func load(_ channel: Int, isCount: Bool, _ value: UInt8) {
    func replaced(_ word: UInt16) -> UInt16 {
      isUpper ? word & 0x00FF | UInt16(value) << 8 : word & 0xFF00 | UInt16(value)
    }
    if isCount {
      channels[channel].baseCount = replaced(channels[channel].baseCount)
      channels[channel].count = channels[channel].baseCount
    } else {
      channels[channel].baseAddress = replaced(channels[channel].baseAddress)
      channels[channel].address = channels[channel].baseAddress
    }
    isUpper.toggle()
  }

  /// "Master Clear": like the hardware's reset. Addresses, counts and modes stay.
  mutating func clear() {
    command = 0
    status = 0
    temporary = 0
    isUpper = false
    mask = 0x0F
  }

  /// Does what software has requested: "the channel must be in Block Mode"; the mask does not matter.
  private mutating func run() {
    guard !command.bit(2) else { return }  // the controller is disabled
    for index in 0..<4 where status.bit(index + 4) && channels[index].transferMode == 2 {
      // To the terminal count: the count rolls over to FFFF.
      let transfers = channels[index].count &+ 1
      let distance = transfers == 0 ? 0 : transfers
      channels[index].address =
        channels[index].decrements
        ? channels[index].address &- distance : channels[index].address &+ distance
      channels[index].count = 0xFFFF
      status.set(.bit(index + 4), false)
      status.set(.bit(index), true)
      if channels[index].autoinitializes {
        channels[index].address = channels[index].baseAddress
        channels[index].count = channels[index].baseCount
      } else {
        mask.set(.bit(index), true)
      }
    }
  }
}
