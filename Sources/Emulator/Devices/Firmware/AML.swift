/// Bytes of the ACPI machine language, as far as a table of devices needs it. ACPI specification 1.0b, chapter 16.
enum AML {
  /// A named object.
  static func name(_ path: String, _ value: [UInt8]) -> [UInt8] { [0x08] + nameString(path) + value }

  static func scope(_ path: String, _ contents: [[UInt8]]) -> [UInt8] {
    [0x10] + package(nameString(path) + contents.joined())
  }

  static func device(_ path: String, _ contents: [[UInt8]]) -> [UInt8] {
    [0x5B, 0x82] + package(nameString(path) + contents.joined())
  }

  /// A package of constants.
  static func list(_ elements: [[UInt8]]) -> [UInt8] { [0x12] + package([UInt8(elements.count)] + elements.joined()) }

  /// The shortest encoding of a constant.
  static func integer(_ value: UInt32) -> [UInt8] {
    switch value {
    case 0, 1: [UInt8(value)]
    case 2...0xFF: [0x0A, UInt8(value)]
    case 0x100...0xFFFF: [0x0B, UInt8(value & 0xFF), UInt8(value >> 8)]
    default: [0x0C] + (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
  }

  static func buffer(_ bytes: [UInt8]) -> [UInt8] { [0x11] + package(integer(UInt32(bytes.count)) + bytes) }

  /// A plug-and-play identity such as "PNP0501": three letters of five bits, then four digits.
  static func identity(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let letters = bytes.prefix(3).reduce(UInt32(0)) { $0 << 5 | UInt32($1 & 0x1F) }
    let digits = UInt32(text.dropFirst(3), radix: 16) ?? 0
    return integer((letters << 16 | digits).byteSwapped)
  }

  // MARK: Resources

  /// A buffer of resource descriptors, with the end tag.
  static func resources(_ descriptors: [[UInt8]]) -> [UInt8] { buffer(descriptors.flatMap { $0 } + [0x79, 0x00]) }

  /// An I/O port descriptor: `count` ports, decoded with 16 bits.
  static func ports(_ base: UInt16, count: UInt8) -> [UInt8] {
    let address = [UInt8(base & 0xFF), UInt8(base >> 8)]
    return [0x47, 0x01] + address + address + [0x01, count]
  }

  /// The bus numbers behind a bridge: a word address space descriptor, both ends fixed.
  static func buses(_ range: ClosedRange<UInt16>) -> [UInt8] { wordRange(type: 2, flags: 0, range) }

  /// I/O ports that a bridge passes on, all of them decoded.
  static func portWindow(_ range: ClosedRange<UInt16>) -> [UInt8] { wordRange(type: 1, flags: 3, range) }

  /// Memory that a bridge passes on: a doubleword address space descriptor, writable, not cached.
  static func memoryWindow(_ range: ClosedRange<UInt32>) -> [UInt8] {
    let fields = [0, range.lowerBound, range.upperBound, 0, range.upperBound &- range.lowerBound &+ 1]
    return [0x87, 23, 0, 0, 0x0C, 0x01]
      + fields.flatMap { field in (0..<4).map { UInt8(truncatingIfNeeded: field >> ($0 * 8)) } }
  }

  private static func wordRange(type: UInt8, flags: UInt8, _ range: ClosedRange<UInt16>) -> [UInt8] {
    let fields = [0, range.lowerBound, range.upperBound, 0, range.upperBound &- range.lowerBound &+ 1]
    return [0x88, 13, 0, type, 0x0C, flags] + fields.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  /// An IRQ descriptor without flags: edge-triggered, active high.
  static func irq(_ number: Int) -> [UInt8] {
    let mask = UInt16(1) << UInt16(number)
    return [0x22, UInt8(mask & 0xFF), UInt8(mask >> 8)]
  }

  // MARK: Encoding

  /// A length in front of the contents, which counts itself.
  private static func package(_ contents: [UInt8]) -> [UInt8] {
    if contents.count + 1 < 0x40 { return [UInt8(contents.count + 1)] + contents }
    let total = contents.count + 2
    if total < 0x1000 { return [0x40 | UInt8(total & 15), UInt8(total >> 4)] + contents }
    let long = contents.count + 3
    return [0x80 | UInt8(long & 15), UInt8(long >> 4 & 0xFF), UInt8(long >> 12 & 0xFF)] + contents
  }

  /// A path of segments of four characters, with dots between, and a root in front or not.
  private static func nameString(_ path: String) -> [UInt8] {
    let isRooted = path.hasPrefix("\\")
    let segments = path.drop { $0 == "\\" }.split(separator: ".").map { segment in
      Array(segment.utf8.prefix(4)) + [UInt8](repeating: 0x5F, count: max(0, 4 - segment.utf8.count))
    }
    let prefix: [UInt8]
    switch segments.count {
    case 0: prefix = [0x00]
    case 1: prefix = []
    case 2: prefix = [0x2E]
    default: prefix = [0x2F, UInt8(segments.count)]
    }
    return (isRooted ? [0x5C] : []) + prefix + segments.joined()
  }
}
