/// What programs and the compositor send each other, as bytes: 32 of a fixed layout, little-endian, then a text.
///
///     2 bytes   kind
///     2 bytes   length of the text, at most ``textLimit``
///     4 bytes   identifier of a window, or 0
///     24 bytes  six signed numbers, whose meaning is the kind's
///     then the text in UTF-8
public struct Message: Equatable, Sendable {
  public static let headerSize = 32
  /// Bytes of text that one message carries at most.
  public static let textLimit = 1024

  public var kind: UInt16
  public var window: UInt32
  public var numbers: [Int]
  public var text: String

  static let numberCount = 6

  init(kind: UInt16, window: UInt32 = 0, _ numbers: [Int] = [], text: String = "") {
    self.kind = kind
    self.window = window
    self.numbers = numbers + [Int](repeating: 0, count: Self.numberCount - numbers.count)
    self.text = text
  }

  /// Nil where the bytes are not one whole message. Bytes that are not UTF-8 become replacement characters.
  public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= Self.headerSize else { return nil }
    func byte(_ place: Int) -> UInt32 { UInt32(bytes[place]) }
    func word(_ place: Int) -> UInt32 {
      byte(place) | byte(place + 1) << 8 | byte(place + 2) << 16 | byte(place + 3) << 24
    }
    kind = UInt16(byte(0) | byte(1) << 8)
    let count = Int(byte(2) | byte(3) << 8)
    guard count <= Self.textLimit, bytes.count == Self.headerSize + count else { return nil }
    window = word(4)
    numbers = (0..<Self.numberCount).map { Int(Int32(bitPattern: word(8 + 4 * $0))) }
    text = String(decoding: bytes[Self.headerSize...], as: UTF8.self)
  }

  /// The message as bytes. Numbers beyond 32 bits are held at the ends of their range, and text is cut at a character.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: UInt32, count: Int) {
      for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
    }
    let utf8 = Self.cut(text)
    append(UInt32(kind), count: 2)
    append(UInt32(utf8.count), count: 2)
    append(window, count: 4)
    for number in numbers { append(UInt32(bitPattern: Int32(clamping: number)), count: 4) }
    return bytes + utf8
  }

  private static func cut(_ text: String) -> [UInt8] {
    var utf8 = Array(text.utf8)
    guard utf8.count > textLimit else { return utf8 }
    var end = textLimit
    while utf8[end] & 0xC0 == 0x80 { end -= 1 }
    utf8.removeSubrange(end...)
    return utf8
  }

  func rectangle() -> Rectangle { Rectangle(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]) }
}
