import Testing

@testable import Devices

/// The 8042 and the keyboard, by the PS/2 Hardware Interface Technical Reference.
@Suite struct KeyboardControllerTests {
  private let clock = Clock()
  private let controller: KeyboardController

  init() { controller = KeyboardController(clock: clock) }

  /// Everything that the output buffer gives.
  private func drain() -> [UInt8] {
    var bytes: [UInt8] = []
    while controller.in(0x64) & 1 != 0 && bytes.count < 1000 { bytes.append(controller.in(0x60)) }
    return bytes
  }

  private func command(_ value: UInt8, _ data: UInt8...) -> [UInt8] {
    controller.out(0x64, value)
    for byte in data { controller.out(0x60, byte) }
    return drain()
  }

  private func toKeyboard(_ bytes: UInt8...) -> [UInt8] {
    var answers: [UInt8] = []
    for byte in bytes {
      controller.out(0x60, byte)
      answers += drain()
    }
    return answers
  }

  private func type(_ key: Key) -> [UInt8] {
    controller.keyDown(key)
    controller.keyUp(key)
    return drain()
  }

  // MARK: Controller

  @Test("the status register: SYS after the self-test, C/D says where the last write went, OBF, and OBF of the mouse")
  func status() {
    #expect(controller.in(0x64) == 0x18)
    controller.out(0x64, 0xAA)
    #expect(controller.in(0x64) == 0x1D)
    #expect(controller.in(0x60) == 0x55)
    #expect(controller.in(0x64) == 0x1C)
    controller.out(0x60, 0xEE)
    #expect(controller.in(0x64) == 0x15)
    _ = controller.in(0x60)
    controller.out(0x64, 0xD4)
    controller.out(0x60, 0xF4)
    #expect(controller.in(0x64) & 0x21 == 0x21)
  }

  @Test(
    "commands that answer with a byte",
    arguments: [
      (0x20, [0x03]), (0xA4, [0xF1]), (0xA9, [0x00]), (0xAA, [0x55]), (0xAB, [0x00]), (0xC0, [0x80]), (0xD0, [0xCF]),
      (0xE0, [0x00]), (0xFF, []), (0x99, []),
    ] as [(UInt8, [UInt8])])
  func answers(value: UInt8, answer: [UInt8]) { #expect(command(value) == answer) }

  @Test("60 writes the command byte, 20 reads it; 61–7F and 21–3F the rest of the RAM") func ram() {
    _ = command(0x60, 0x47)
    #expect(command(0x20) == [0x47])
    #expect(controller.in(0x64) & 0x04 != 0, "SYS follows the command byte")
    _ = command(0x7F, 0x99)
    #expect(command(0x3F) == [0x99])
  }

  @Test("A7, A8, AD and AE turn the ports off and on in the command byte") func portSwitches() {
    _ = command(0xA7)
    _ = command(0xAD)
    #expect(command(0x20) == [0x33])
    _ = command(0xA8)
    _ = command(0xAE)
    #expect(command(0x20) == [0x03])
  }

  @Test("a keyboard that is turned off keeps its bytes until it is on again") func inhibited() {
    _ = command(0xAD)
    controller.keyDown(.a)
    #expect(drain() == [])
    _ = command(0xAE)
    #expect(controller.in(0x60) == 0x1C)
  }

  @Test("D2 and D3 put a byte where the keyboard's or the mouse's would be") func writeOutputBuffer() {
    controller.out(0x64, 0xD2)
    controller.out(0x60, 0x5A)
    #expect(controller.in(0x64) & 0x21 == 0x01)
    #expect(controller.keyboardInterrupt.level)
    #expect(controller.in(0x60) == 0x5A)
    controller.out(0x64, 0xD3)
    controller.out(0x60, 0xA5)
    #expect(controller.in(0x64) & 0x21 == 0x21)
    #expect(controller.mouseInterrupt.level && !controller.keyboardInterrupt.level)
    #expect(controller.in(0x60) == 0xA5)
  }

  @Test("D1: bit 1 of the output port is A20, a zero in bit 0 resets") func outputPort() {
    #expect(controller.a20.level)
    let resets = EdgeCounter(controller.resetRequest)
    _ = command(0xD1, 0xDD)
    #expect(!controller.a20.level)
    #expect(command(0xD0) == [0xCD])
    _ = command(0xD1, 0xDF)
    #expect(controller.a20.level)
    #expect(resets.rising == 0)
    _ = command(0xD1, 0xFE)
    #expect(resets.rising == 1)
  }

  @Test("F0–FF pulse: an even command pulls RESET low, an odd one does not") func pulse() {
    let resets = EdgeCounter(controller.resetRequest)
    for value in UInt8(0xF0)...0xFF { _ = command(value) }
    #expect(resets.rising == 8)
  }

  @Test("the output port shows which interrupt waits") func outputPortInterrupts() {
    controller.keyDown(.a)
    #expect(controller.outputPort == 0xDF)
  }

  @Test("each byte is an edge on its interrupt line; the command byte enables the lines") func interrupts() {
    let edges = EdgeCounter(controller.keyboardInterrupt)
    #expect(type(.arrowUp).count == 5)
    #expect(edges.rising == 5)
    _ = command(0x60, 0x00)
    controller.keyDown(.a)
    #expect(!controller.keyboardInterrupt.level)
    controller.out(0x64, 0x60)
    controller.out(0x60, 0x01)
    #expect(controller.keyboardInterrupt.level, "a full buffer interrupts as soon as it may")
    #expect(edges.rising == 6)
  }

  @Test("a byte for the keyboard turns its port on") func writeEnables() {
    _ = command(0xAD)
    #expect(toKeyboard(0xEE) == [0xEE])
    #expect(command(0x20) == [0x03])
  }

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

  // MARK: Keyboard commands

  @Test(
    "keyboard commands and their answers",
    arguments: [
      ([0xEE], [0xEE]), ([0xED, 0x07], [0xFA, 0xFA]), ([0xF2], [0xFA, 0xAB, 0x83]), ([0xF3, 0x20], [0xFA, 0xFA]),
      ([0xF0, 0x00], [0xFA, 0xFA, 0x02]), ([0xF0, 0x04], [0xFA, 0xFE]), ([0xF4], [0xFA]), ([0xF5], [0xFA]),
      ([0xF6], [0xFA]),
      ([0xFF], [0xFA, 0xAA]), ([0xEF], [0xFE]), ([0xF1], [0xFE]), ([0x05], [0xFE]), ([0xFE], [0x00]),
      ([0xED, 0xEE], [0xFA, 0xEE]),
    ] as [([UInt8], [UInt8])])
  func keyboardCommands(bytes: [UInt8], answers: [UInt8]) {
    var got: [UInt8] = []
    for byte in bytes {
      controller.out(0x60, byte)
      got += drain()
    }
    #expect(got == answers)
  }

  @Test("ED sets the LEDs") func leds() {
    _ = toKeyboard(0xED, 0x05)
    #expect(controller.keyboard.leds == 0x05)
  }

  @Test("FE sends the last byte again") func resend() {
    #expect(toKeyboard(0xF2).last == 0x83)
    #expect(toKeyboard(0xFE) == [0x83])
  }

  @Test("F5 stops scanning, F4 starts it again") func enable() {
    _ = toKeyboard(0xF5)
    #expect(type(.a) == [])
    _ = toKeyboard(0xF4)
    #expect(type(.a) == [0x1C, 0xF0, 0x1C])
  }

  @Test("an answer comes before the keys that wait") func answersFirst() {
    _ = command(0xAD)
    controller.keyDown(.a)
    controller.out(0x60, 0xEE)
    #expect(drain() == [0xEE, 0x1C])
  }

  // MARK: Typematic and overrun

  @Test("a held key repeats after half a second, 10.9 times a second; the last key down repeats alone") func typematic()
  {
    controller.keyDown(.a)
    #expect(drain() == [0x1C])
    clock.run(milliseconds: 499)
    #expect(drain() == [])
    clock.run(milliseconds: 2)
    #expect(drain() == [0x1C])
    clock.run(milliseconds: 91)
    #expect(drain() == [0x1C])
    controller.keyDown(.b)
    #expect(drain() == [0x32])
    clock.run(milliseconds: 501)
    #expect(drain() == [0x32])
    controller.keyUp(.a)
    #expect(drain() == [0xF0, 0x1C])
    clock.run(milliseconds: 92)
    #expect(drain() == [0x32], "releasing another key does not stop it")
    controller.keyUp(.b)
    _ = drain()
    clock.run(milliseconds: 2000)
    #expect(drain() == [])
  }

  @Test(
    "F3: delays of 250 to 1000 ms, rates from 30 to 2 a second",
    arguments: [
      (0x00, 250, 33), (0x2B, 500, 91), (0x7F, 1000, 500), (0x4F, 750, 125),
    ] as [(UInt8, UInt64, UInt64)])
  func typematicRates(option: UInt8, delay: UInt64, period: UInt64) {
    _ = toKeyboard(0xF3, option)
    controller.keyDown(.x)
    _ = drain()
    clock.run(milliseconds: delay - 1)
    #expect(drain() == [])
    clock.run(milliseconds: 2)
    #expect(drain() == [0x22])
    clock.run(milliseconds: period - 2)
    #expect(drain() == [])
    clock.run(milliseconds: 3)
    #expect(drain() == [0x22])
  }

  @Test("a key that is down already does not make again; one that is up does not break") func heldKeys() {
    controller.keyDown(.a)
    controller.keyDown(.a)
    controller.keyUp(.b)
    #expect(drain() == [0x1C])
  }

  @Test("a repetition is dropped while bytes wait") func repetitionWaits() {
    controller.keyDown(.a)
    clock.run(milliseconds: 5000)
    #expect(drain().count <= 2)
  }

  @Test(
    "the queue holds 16 bytes; what comes after is one overrun code",
    arguments: [(2, 0x00), (1, 0xFF)] as [(UInt8, UInt8)])
  func overrun(set: UInt8, code: UInt8) {
    _ = toKeyboard(0xF0, set)
    _ = command(0xAD)
    for key in [Key.a, .b, .c, .d, .e, .f, .g, .h, .i, .j, .k, .l, .m, .n, .o, .p, .q, .r] { controller.keyDown(key) }
    let bytes = command(0xAE)
    #expect(bytes.count == 17)
    #expect(bytes.last == code)
    #expect(type(.z).count == (set == 2 ? 3 : 2))
  }

  @Test("translated, the overrun code of set 2 is FF") func translatedOverrun() {
    #expect(Translation.translated(0) == 0xFF)
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

  // MARK: State

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    _ = command(0x60, 0x43)
    controller.keyDown(.arrowDown)
    _ = controller.in(0x60)
    let copy = KeyboardController(clock: clock)
    copy.state = try controller.stateThroughBytes()
    clock.run(milliseconds: 700)
    #expect(copy.state == controller.state)
    #expect(copy.keyboardInterrupt.level)
    #expect(copy.in(0x60) == 0x50)
    #expect(controller.describe().contains("arrowDown"))
  }

  @Test("any sequence of writes and keys leaves it standing") func hostileSequences() {
    var random = SplitMix64(state: 4)
    for _ in 0..<30000 {
      let port: UInt16 = .random(using: &random) ? 0x60 : 0x64
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: controller.out(port, .random(in: 0...255, using: &random))
      case 2: _ = controller.in(port)
      case 3: controller.keyDown(Key.allCases.randomElement(using: &random)!)
      case 4: controller.keyUp(Key.allCases.randomElement(using: &random)!)
      default:
        controller.moveMouse(dx: .random(in: -5000...5000, using: &random), dy: Int.min, wheel: Int.max)
        clock.run(.random(in: 0...100_000_000, using: &random))
      }
    }
    #expect(!controller.describe().isEmpty)
  }
}
