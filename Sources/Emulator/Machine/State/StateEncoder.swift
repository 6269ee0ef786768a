/// Writes a chip's state as bytes that are the same on every host, in every build: the ground of the state hash.
///
/// Values come in the order in which the type encodes them, which for synthesised conformances is the order of the fields. Keys are
/// written as well, so that a renamed or moved field changes the bytes, and an absent optional is its key's absence. States hold no dictionary or set, whose order is random.
struct StateEncoder {
  /// The bytes of `value`.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = Sink()
    try value.encode(to: encoder)
    return encoder.bytes
  }

  /// What all containers of one encoding write to.
  private final class Sink: Encoder {
    var bytes: [UInt8] = []
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// A letter before each value keeps values of different kinds apart.
    func tag(_ letter: Unicode.Scalar) { bytes.append(UInt8(ascii: letter)) }

    func integer<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    func text(_ text: String) {
      let utf8 = Array(text.utf8)
      integer(UInt32(truncatingIfNeeded: utf8.count))
      bytes += utf8
    }

    /// Asks for the type rather than for a cast, since casts of numbers mean more on some hosts than on others.
    func value<Value: Encodable>(_ value: Value) throws {
      if Value.self == Bool.self {
        integer(value as! Bool ? 1 as UInt8 : 0)
      } else if let value = value as? any FixedWidthInteger {
        number(value)
      } else if Value.self == Double.self {
        integer((value as! Double).bitPattern)
      } else if Value.self == Float.self {
        integer((value as! Float).bitPattern)
      } else if Value.self == String.self {
        text(value as! String)
      } else if Value.self == [UInt8].self {
        let list = value as! [UInt8]
        tag("b")
        integer(UInt64(list.count))
        bytes += list
      } else {
        tag("{")
        try value.encode(to: self)
        tag("}")
      }
    }

    /// Platform-sized integers are written with 64 bits.
    private func number<Value: FixedWidthInteger>(_ value: Value) {
      if Value.self == Int.self || Value.self == UInt.self {
        integer(UInt64(truncatingIfNeeded: value))
      } else {
        integer(value)
      }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      KeyedEncodingContainer(Keyed(sink: self))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(sink: self) }
    func singleValueContainer() -> any SingleValueEncodingContainer { Single(sink: self) }
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: Sink
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws {
      sink.text(key.stringValue)
      sink.tag("n")
    }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
      sink.text(key.stringValue)
      try sink.value(value)
    }
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      sink.text(key.stringValue)
      return sink.container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      sink.text(key.stringValue)
      return sink.unkeyedContainer()
    }
    func superEncoder() -> any Encoder { sink }
    func superEncoder(forKey key: Key) -> any Encoder { sink }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let sink: Sink
    var codingPath: [any CodingKey] { [] }
    private(set) var count = 0

    init(sink: Sink) { self.sink = sink }

    mutating func encodeNil() throws {
      count += 1
      sink.tag("n")
    }
    mutating func encode<Value: Encodable>(_ value: Value) throws {
      count += 1
      sink.tag(",")
      try sink.value(value)
    }
    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      sink.container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { sink.unkeyedContainer() }
    func superEncoder() -> any Encoder { sink }
  }

  private struct Single: SingleValueEncodingContainer {
    let sink: Sink
    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { sink.tag("n") }
    func encode<Value: Encodable>(_ value: Value) throws { try sink.value(value) }
  }
}
