import GuestGraphics
import Testing

struct KeyboardDecoderTests {
  private func keys(_ bytes: [UInt8]) -> [KeyPress.Key] {
    var decoder = KeyboardDecoder()
    return bytes.compactMap { decoder.decode($0)?.key }
  }

  @Test func lettersFollowShiftAndCapsLock() {
    #expect(keys([0x1E, 0x9E]) == [.character("a")])
    #expect(keys([0x2A, 0x1E, 0x9E, 0xAA, 0x1E]) == [.shift, .character("A"), .character("a")])
    #expect(keys([0x3A, 0xBA, 0x1E, 0x02]) == [.capsLock, .character("A"), .character("1")])
    #expect(keys([0x3A, 0x36, 0x1E]) == [.capsLock, .shift, .character("a")], "both undo each other")
    #expect(keys([0x3A, 0xBA, 0x3A, 0xBA, 0x1E]) == [.capsLock, .capsLock, .character("a")])
    #expect(keys([0x2A, 0x36, 0xAA, 0x1E]) == [.shift, .shift, .character("A")], "one of two is still held")
  }

  @Test func everyPrintableCharacterCanBeTyped() {
    var typed = Set<Unicode.Scalar>()
    for code in 0x02...0x39 as ClosedRange<UInt8> {
      for bytes in [[code], [0x2A, code]] {
        for case .character(let scalar) in keys(bytes) { typed.insert(scalar) }
      }
    }
    for value in 0x20...0x7E as ClosedRange<UInt8> {
      #expect(typed.contains(Unicode.Scalar(value)), "\(Unicode.Scalar(value))")
    }
  }

  @Test func prefixesMakeOtherKeys() {
    #expect(keys([0xE0, 0x48, 0xE0, 0xC8, 0x48]) == [.up, .character("8")])
    #expect(keys([0xE0, 0x1C, 0x1C]) == [.enter, .enter])
    #expect(keys([0xE0, 0x2A, 0xE0, 0x4B, 0x1E]) == [.left, .character("a")], "the shift is made up")
    #expect(keys([0xE1, 0x1D, 0x45, 0xE1, 0x9D, 0xC5, 0x1E]) == [.character("a")], "Pause, then a")
    #expect(keys([0x3B, 0x44, 0x57, 0x58]) == [.function(1), .function(10), .function(11), .function(12)])
  }

  @Test func controlAndAlternateComeWithTheKey() {
    var decoder = KeyboardDecoder()
    _ = decoder.decode(0x1D)
    #expect(decoder.decode(0x2E) == KeyPress(key: .character("c"), hasControl: true))
    _ = decoder.decode(0x9D)
    _ = decoder.decode(0xE0)
    _ = decoder.decode(0x38)
    #expect(decoder.decode(0x2E) == KeyPress(key: .character("c"), hasAlternate: true))
    _ = decoder.decode(0xE0)
    _ = decoder.decode(0xB8)
    #expect(decoder.decode(0x2E) == KeyPress(key: .character("c")))
  }

  @Test func answersAndNonsenseAreNoKeys() {
    #expect(keys([0xFA, 0xFE, 0x00, 0xFF, 0x1E]) == [.character("a")])
    for first in 0...255 as ClosedRange<UInt8> {
      for second in 0...255 as ClosedRange<UInt8> { _ = keys([first, second, 0xE0, second]) }
    }
  }
}
