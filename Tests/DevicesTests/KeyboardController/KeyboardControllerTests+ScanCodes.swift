import Testing

@testable import Devices

/// What keys send.
extension KeyboardControllerTests {
  // MARK: Scan codes

  @Test(
    "set 2 comes as the keyboard sends it; translated, it is set 1",
    arguments: [
      (Key.a, [0x1C, 0xF0, 0x1C], [0x1E, 0x9E]), (.f7, [0x83, 0xF0, 0x83], [0x41, 0xC1]),
      (.enter, [0x5A, 0xF0, 0x5A], [0x1C, 0x9C]),
      (.numpadEnter, [0xE0, 0x5A, 0xE0, 0xF0, 0x5A], [0xE0, 0x1C, 0xE0, 0x9C]),
      (.arrowUp, [0xE0, 0x75, 0xE0, 0xF0, 0x75], [0xE0, 0x48, 0xE0, 0xC8]),
      (.controlRight, [0xE0, 0x14, 0xE0, 0xF0, 0x14], [0xE0, 0x1D, 0xE0, 0x9D]),
      (
        .printScreen, [0xE0, 0x12, 0xE0, 0x7C, 0xE0, 0xF0, 0x7C, 0xE0, 0xF0, 0x12],
        [0xE0, 0x2A, 0xE0, 0x37, 0xE0, 0xB7, 0xE0, 0xAA]
      ),
      (.pause, [0xE1, 0x14, 0x77, 0xE1, 0xF0, 0x14, 0xF0, 0x77], [0xE1, 0x1D, 0x45, 0xE1, 0x9D, 0xC5]),
      (.metaLeft, [0xE0, 0x1F, 0xE0, 0xF0, 0x1F], [0xE0, 0x5B, 0xE0, 0xDB]),
      (.intlBackslash, [0x61, 0xF0, 0x61], [0x56, 0xD6]),
    ] as [(Key, [UInt8], [UInt8])])
  func scanCodes(key: Key, set2: [UInt8], set1: [UInt8]) {
    #expect(type(key) == set2)
    _ = command(0x60, 0x43)
    #expect(type(key) == set1)
    _ = command(0x60, 0x03)
    #expect(toKeyboard(0xF0, 1) == [0xFA, 0xFA])
    #expect(type(key) == set1, "the keyboard's own set 1 is the same")
  }

  @Test("every key of the board has a code of its own in every set") func codesAreDistinct() {
    #expect(Key.allCases.count == 105)
    let set2 = Key.allCases.map { [UInt8($0.scanCode.isExtended ? 1 : 0), $0.scanCode.set2] }
    #expect(Set(set2).count == Key.allCases.count)
    #expect(Set(Key.allCases.map(\.scanCode.set3)).count == Key.allCases.count)
    let set1 = Set(
      Key.allCases.map { [UInt8($0.scanCode.isExtended ? 1 : 0), Translation.translated($0.scanCode.set2)] })
    #expect(set1.count == Key.allCases.count)
  }

  @Test("the translation of bytes below 0x80 loses nothing") func translationIsOneToOne() {
    #expect(Set((UInt8(0)..<0x80).map(Translation.translated)).count == 128)
  }

  @Test("set 3: one code a key, break codes only where the key's kind has them") func set3() {
    #expect(toKeyboard(0xF0, 3) == [0xFA, 0xFA])
    #expect(type(.a) == [0x1C])
    #expect(type(.shiftLeft) == [0x12, 0xF0, 0x12])
    #expect(type(.arrowUp) == [0x63])
    #expect(toKeyboard(0xFA) == [0xFA], "all keys make, break and repeat")
    #expect(type(.a) == [0x1C, 0xF0, 0x1C])
    #expect(toKeyboard(0xF9) == [0xFA], "all keys only make")
    #expect(type(.shiftLeft) == [0x12])
    #expect(toKeyboard(0xFC, 0x1C, 0xF4) == [0xFA, 0xFA, 0xFA], "one key makes and breaks")
    #expect(type(.a) == [0x1C, 0xF0, 0x1C])
    #expect(type(.b) == [0x32])
  }

  @Test("with Shift or Num Lock the cursor keys pretend that Shift is up or down") func fakeShifts() {
    controller.keyDown(.shiftLeft)
    _ = drain()
    #expect(type(.arrowLeft) == [0xE0, 0xF0, 0x12, 0xE0, 0x6B, 0xE0, 0xF0, 0x6B, 0xE0, 0x12])
    controller.keyUp(.shiftLeft)
    _ = drain()
    _ = toKeyboard(0xED, 0x02)
    #expect(type(.delete) == [0xE0, 0x12, 0xE0, 0x71, 0xE0, 0xF0, 0x71, 0xE0, 0xF0, 0x12])
  }

  @Test("with Alt, Print Screen is SysRq; with Ctrl, Pause is Break") func modifiedKeys() {
    controller.keyDown(.altLeft)
    _ = drain()
    #expect(type(.printScreen) == [0x84, 0xF0, 0x84])
    controller.keyUp(.altLeft)
    controller.keyDown(.controlLeft)
    _ = drain()
    #expect(type(.pause) == [0xE0, 0x7E, 0xE0, 0xF0, 0x7E])
    #expect(type(.printScreen) == [0xE0, 0x7C, 0xE0, 0xF0, 0x7C])
  }

  // MARK: Text

  @Test("every printable character of ASCII has a stroke, and no two the same") func keyStrokes() {
    let strokes = (0x20...0x7E).map { KeyStroke.typing(Character(UnicodeScalar($0)!)) }
    #expect(!strokes.contains(nil))
    let names = strokes.compactMap { $0.map { "\($0.key)\($0.isShifted)" } }
    #expect(Set(names).count == 95)
    #expect(KeyStroke.typing("\n") == KeyStroke(.enter))
    #expect(KeyStroke.typing("A") == KeyStroke(.a, isShifted: true))
    #expect(KeyStroke.typing("é") == nil)
    #expect(KeyStroke.typing("!")?.events.map(\.key) == [.shiftLeft, .digit1, .digit1, .shiftLeft])
  }
}
