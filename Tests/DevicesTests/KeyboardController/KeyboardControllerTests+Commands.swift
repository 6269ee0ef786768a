import Testing

@testable import Devices

/// The keyboard's own commands, repetition and overrun.
extension KeyboardControllerTests {
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
}
