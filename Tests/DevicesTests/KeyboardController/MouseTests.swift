import Testing

@testable import Devices

/// The PS/2 mouse and its two IntelliMouse extensions, through the controller.
@Suite struct MouseTests {
  private let clock = Clock()
  private let controller: KeyboardController

  init() { controller = KeyboardController(clock: clock) }

  private func drain() -> [UInt8] {
    var bytes: [UInt8] = []
    while controller.in(0x64) & 1 != 0 && bytes.count < 1000 { bytes.append(controller.in(0x60)) }
    return bytes
  }

  @discardableResult
  private func send(_ bytes: UInt8...) -> [UInt8] {
    var answers: [UInt8] = []
    for byte in bytes {
      controller.out(0x64, 0xD4)
      controller.out(0x60, byte)
      answers += drain()
    }
    return answers
  }

  private func move(_ dx: Int, _ dy: Int, wheel: Int = 0) -> [UInt8] {
    controller.moveMouse(dx: dx, dy: dy, wheel: wheel)
    return drain()
  }

  @Test(
    "commands and their answers",
    arguments: [
      ([0xFF], [0xFA, 0xAA, 0x00]), ([0xF2], [0xFA, 0x00]), ([0xF6], [0xFA]), ([0xF5], [0xFA]), ([0xF4], [0xFA]),
      ([0xF3, 60], [0xFA, 0xFA]), ([0xE8, 3], [0xFA, 0xFA]), ([0xE8, 4], [0xFA, 0xFE]), ([0xE6], [0xFA]),
      ([0xE7], [0xFA]),
      ([0xE9], [0xFA, 0x00, 0x02, 100]), ([0xEB], [0xFA, 0x08, 0, 0]), ([0xEA], [0xFA]), ([0xF0], [0xFA]),
      ([0x00], [0xFE]),
      ([0xEE, 0x12, 0xF4, 0xEC, 0xF2], [0xFA, 0x12, 0xF4, 0xFA, 0xFA, 0x00]),
      ([0xF2, 0xFE], [0xFA, 0x00, 0xFA, 0x00]),
    ] as [([UInt8], [UInt8])])
  func commands(bytes: [UInt8], answers: [UInt8]) {
    var got: [UInt8] = []
    for byte in bytes { got += send(byte) }
    #expect(got == answers)
  }

  @Test("nothing is reported before it is enabled") func disabled() {
    #expect(move(5, 5) == [])
    controller.mouseButtons = .left
    #expect(drain() == [])
  }

  @Test(
    "a report: signs in byte 1, up is positive on the wire, down is positive on the screen",
    arguments: [
      (5, 0, [0x08, 5, 0]), (-5, 0, [0x18, 0xFB, 0]), (0, 7, [0x28, 0, 0xF9]), (0, -7, [0x08, 0, 7]),
      (255, 255, [0x28, 0xFF, 0x01]),
    ] as [(Int, Int, [UInt8])])
  func reports(dx: Int, dy: Int, report: [UInt8]) {
    send(0xF4)
    #expect(move(dx, dy) == report)
  }

  @Test("buttons", arguments: [(MouseButtons.left, 0x09), (.right, 0x0A), (.middle, 0x0C)] as [(MouseButtons, UInt8)])
  func buttons(button: MouseButtons, first: UInt8) {
    send(0xF4)
    controller.mouseButtons = button
    #expect(drain() == [first, 0, 0])
    #expect(send(0xE9)[1] & 7 == (button == .left ? 4 : button == .middle ? 2 : 1))
    controller.mouseButtons = []
    #expect(drain() == [0x08, 0, 0])
    controller.mouseButtons = []
    #expect(drain() == [], "nothing has changed")
  }

  @Test("a long way is several reports, and none of it is lost") func longMovement() {
    send(0xF4)
    controller.moveMouse(dx: 10_000, dy: 0)
    var total = 0
    let bytes = drain()
    for report in stride(from: 0, to: bytes.count, by: 3) { total += Int(bytes[report + 1]) }
    #expect(total == 10_000)
  }

  @Test("200, 100, 80 makes it an IntelliMouse: identity 3 and a byte for the wheel") func wheel() {
    send(0xF3, 200, 0xF3, 100, 0xF3, 80)
    #expect(send(0xF2) == [0xFA, 3])
    send(0xF4)
    #expect(move(1, 0, wheel: 1) == [0x08, 1, 0, 1])
    #expect(move(0, 0, wheel: -2) == [0x08, 0, 0, 0xFE])
    #expect(move(0, 0, wheel: 20).count == 12, "seven notches a report")
    #expect(send(0xFF) == [0xFA, 0xAA, 0x00], "reset makes it a mouse of three buttons again")
  }

  @Test("200, 200, 80 makes it an Explorer: identity 4, the wheel in four bits, two more buttons") func fiveButtons() {
    send(0xF3, 200, 0xF3, 200, 0xF3, 80)
    #expect(send(0xF2) == [0xFA, 4])
    send(0xF4)
    #expect(move(0, 0, wheel: -1) == [0x08, 0, 0, 0x0F])
    controller.mouseButtons = [.back]
    #expect(drain() == [0x08, 0, 0, 0x10])
    controller.mouseButtons = [.forward, .left]
    #expect(drain() == [0x09, 0, 0, 0x20])
  }

  @Test("without a wheel its movement is nobody's") func noWheel() {
    send(0xF4)
    #expect(move(0, 0, wheel: 3) == [])
  }

  @Test("remote mode: reports come when asked for; beyond nine bits they overflow") func remote() {
    send(0xF0)
    #expect(move(3, -4) == [])
    #expect(send(0xEB) == [0xFA, 0x08, 3, 4])
    #expect(send(0xEB) == [0xFA, 0x08, 0, 0])
    controller.moveMouse(dx: 300, dy: 300)
    #expect(send(0xEB) == [0xFA, 0xE8, 0xFF, 0x00])
    #expect(send(0xE9)[1] == 0x40)
  }

  @Test("2:1 scaling in stream mode", arguments: [(0, 0), (1, 1), (2, 1), (3, 3), (4, 6), (5, 9), (6, 12), (100, 200)])
  func scaling(count: Int, reported: Int) {
    send(0xE7, 0xF4)
    let bytes = move(count, 1)
    #expect(bytes[1] == UInt8(reported))
  }

  @Test("while the port is off, movement gathers; what the queue holds comes first") func gathering() {
    send(0xF4)
    controller.out(0x64, 0xA7)
    for _ in 0..<50 { controller.moveMouse(dx: 1, dy: 0) }
    controller.out(0x64, 0xA8)
    let bytes = drain()
    var total = 0
    for report in stride(from: 0, to: bytes.count, by: 3) { total += Int(bytes[report + 1]) }
    #expect(total == 50)
    #expect(bytes.count < 50 * 3)
  }

  @Test("a command throws away the reports that wait") func commandClears() {
    send(0xF4)
    controller.moveMouse(dx: 1, dy: 1)
    controller.moveMouse(dx: 1, dy: 1)
    controller.out(0x64, 0xD4)
    controller.out(0x60, 0xF5)
    #expect(drain().last == 0xFA)
  }

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    send(0xF3, 200, 0xF3, 200, 0xF3, 80, 0xF4)
    controller.moveMouse(dx: 3000, dy: -20, wheel: 9)
    let copy = KeyboardController(clock: clock)
    copy.state = try controller.stateThroughBytes()
    #expect(copy.mouseInterrupt.level)
    let first = drain()
    var second: [UInt8] = []
    while copy.in(0x64) & 1 != 0 { second.append(copy.in(0x60)) }
    #expect(first == second && first.count > 40)
  }
}
