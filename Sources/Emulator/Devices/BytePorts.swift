/// A device whose registers are one byte wide, as most chips on the ISA bus are.
///
/// The bus turns a wider access into byte accesses at consecutive ports, low byte first (PIIX3, "ISA Bus Cycles"); so do the
/// defaults here. Bytes that fall outside the device's own ports read as all ones and are dropped on write.
public protocol BytePortDevice: Device {
  func readByte(port: UInt16) -> UInt8
  func writeByte(port: UInt16, value: UInt8)
}

extension BytePortDevice {
  public func read(port: UInt16, width: Int) -> UInt32 {
    if width == 1 { return UInt32(readByte(port: port)) }
    var value: UInt32 = 0
    for index in 0..<min(width, 4) {
      let at = port &+ UInt16(index)
      let byte = ports.contains { $0.contains(at) } ? readByte(port: at) : 0xFF
      value |= UInt32(byte) << UInt32(index * 8)
    }
    return value
  }

  public func write(port: UInt16, width: Int, value: UInt32) {
    if width == 1 { return writeByte(port: port, value: UInt8(truncatingIfNeeded: value)) }
    for index in 0..<min(width, 4) {
      let at = port &+ UInt16(index)
      guard ports.contains(where: { $0.contains(at) }) else { continue }
      writeByte(port: at, value: UInt8(truncatingIfNeeded: value >> UInt32(index * 8)))
    }
  }
}

extension UInt8 {
  /// Bit `index` as a truth value.
  func bit(_ index: Int) -> Bool { self & (1 << UInt8(index & 7)) != 0 }

  /// A byte with one bit set.
  static func bit(_ index: Int) -> UInt8 { 1 << UInt8(index & 7) }

  /// Sets or clears the bits of `mask`.
  mutating func set(_ mask: UInt8, _ isSet: Bool) { if isSet { self |= mask } else { self &= ~mask } }

  /// Eight binary digits, bit 7 first.
  var binary: String {
    let digits = String(self, radix: 2)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  /// Hexadecimal, with leading zeros for the type's width.
  var hexadecimal: String {
    let digits = String(self, radix: 16, uppercase: true)
    return String(repeating: "0", count: Swift.max(0, Self.bitWidth / 4 - digits.count)) + digits
  }
}
