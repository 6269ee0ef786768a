import Testing

@testable import Devices

/// The 8042 and the keyboard, by the PS/2 Hardware Interface Technical Reference.
@Suite struct KeyboardControllerTests {
  let clock = Clock()
  let controller: KeyboardController

  init() { controller = KeyboardController(clock: clock) }

  /// Everything that the output buffer gives.
  func drain() -> [UInt8] {
    var bytes: [UInt8] = []
    while controller.in(0x64) & 1 != 0 && bytes.count < 1000 { bytes.append(controller.in(0x60)) }
    return bytes
  }

  func command(_ value: UInt8, _ data: UInt8...) -> [UInt8] {
    controller.out(0x64, value)
    for byte in data { controller.out(0x60, byte) }
    return drain()
  }

  func toKeyboard(_ bytes: UInt8...) -> [UInt8] {
    var answers: [UInt8] = []
    for byte in bytes {
      controller.out(0x60, byte)
      answers += drain()
    }
    return answers
  }

  func type(_ key: Key) -> [UInt8] {
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
