/// The two 8237A of the PC/AT and their page registers.
///
///     0x00–0x0F   channels 0–3, bytes
///     0xC0–0xDF   channels 4–7, words: each register at an even port, and again at the odd one after it
///     0x81–0x8F   page registers, bits 16–23 of the addresses: 0x87, 83, 81, 82 for channels 0–3, 0x8B, 89, 8A for 5–7, 0x8F for
///                 refresh; the others are only kept
///
/// Port 0x80, a page register too, is ``PostCode``'s. PIIX3 datasheet (290550), "DMA Registers".
public final class DMAControllerPair: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    public internal(set) var primary = DMAController()
    public internal(set) var secondary = DMAController()
    /// What was written at 0x80–0x8F.
    public internal(set) var pages = [UInt8](repeating: 0, count: 16)
  }

  public let name = "8237A"
  public let ports: [ClosedRange<UInt16>] = [0x00...0x0F, 0x81...0x8F, 0xC0...0xDF]
  @exclusivity(unchecked) private var registers = State()

  public init() {}

  public var state: State {
    get { registers }
    set {
      let isWhole =
        newValue.pages.count == 16 && [newValue.primary, newValue.secondary].allSatisfy { $0.channels.count == 4 }
      if isWhole { registers = newValue }
    }
  }

  /// Channels 0–3.
  public var primary: DMAController { registers.primary }
  /// Channels 4–7.
  public var secondary: DMAController { registers.secondary }

  public func readByte(port: UInt16) -> UInt8 {
    switch port {
    case 0x00...0x0F: registers.primary.read(UInt8(port))
    case 0xC0...0xDF: registers.secondary.read(UInt8(port - 0xC0) >> 1)
    default: registers.pages[Int(port & 15)]
    }
  }

  public func writeByte(port: UInt16, value: UInt8) {
    switch port {
    case 0x00...0x0F: registers.primary.write(UInt8(port), value)
    case 0xC0...0xDF: registers.secondary.write(UInt8(port - 0xC0) >> 1, value)
    default: registers.pages[Int(port & 15)] = value
    }
  }

  /// "CPURST": a master clear of both. The page registers stay.
  public func reset() {
    registers.primary.clear()
    registers.secondary.clear()
  }

  /// The offset of the page register of each channel; channel 4 has none, since it is the cascade.
  private static let pageOffsets = [7, 3, 1, 2, 15, 11, 9, 10]

  public func describe() -> String {
    describe("primary", registers.primary, first: 0) + "\n" + describe("secondary", registers.secondary, first: 4)
  }

  private func describe(_ name: String, _ chip: DMAController, first: Int) -> String {
    var text =
      "\(name): command \(chip.command.hexadecimal)  status \(chip.status.hexadecimal)  mask \(chip.mask.hexadecimal)"
    for (number, channel) in chip.channels.enumerated() {
      let page = registers.pages[Self.pageOffsets[first + number]]
      text += "\nchannel \(first + number): address \(page.hexadecimal)\(channel.address.hexadecimal)"
      text += "  count \(channel.count.hexadecimal)  mode \(channel.mode.hexadecimal)"
    }
    return text
  }
}

extension DMAControllerPair {
  /// SeaBIOS: both cleared, channel 4 in cascade mode and open.
  public func applyFirmwareSettings() {
    writeByte(port: 0x0D, value: 0)
    writeByte(port: 0xDA, value: 0)
    writeByte(port: 0xD6, value: 0xC0)
    writeByte(port: 0xD4, value: 0x00)
  }
}
