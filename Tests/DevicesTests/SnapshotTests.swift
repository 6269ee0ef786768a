import Foundation
import Storage
import Testing

@testable import Devices

/// A state is all that a chip remembers: a board that takes over another's states goes on exactly as the other does.
@Suite struct SnapshotTests {
  /// Sets every state of `copy` from `board`'s, through bytes.
  private func copy(_ board: Board, to copy: Board) throws {
    copy.clock.restore(to: board.clock.now)
    // The interrupt controllers come last: lines may move on the way.
    for (from, to) in zip(board.devices, copy.devices).reversed() { try takeOver(from, to) }
    for offset in stride(from: UInt64(0), to: 1 << 20, by: 1) where board.vga.vram.byte(at: offset) != 0 {
      copy.vga.vram.setByte(board.vga.vram.byte(at: offset), at: offset)
    }
  }

  private func takeOver<Chip: Device>(_ from: Chip, _ to: any Device) throws {
    let target = try #require(to as? Chip)
    target.state = try from.stateThroughBytes()
  }

  private func states(_ board: Board) throws -> [Data] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try board.devices.map { device in
      func encode(_ device: some Device) throws -> Data { try encoder.encode(device.state) }
      return try encode(device)
    }
  }

  /// Does something to a board, by chance: a port access, a key, a movement, a byte on a line, time.
  private func disturb(_ board: Board, _ random: inout SplitMix64) -> UInt32? {
    func byte(_ random: inout SplitMix64) -> UInt8 { .random(in: 0...255, using: &random) }
    switch Int.random(in: 0..<20, using: &random) {
    case 0: board.keyboard.keyDown(Key.allCases.randomElement(using: &random)!)
    case 1: board.keyboard.keyUp(Key.allCases.randomElement(using: &random)!)
    case 2:
      let (dx, dy) = (Int.random(in: -400...400, using: &random), Int.random(in: -400...400, using: &random))
      board.keyboard.moveMouse(dx: dx, dy: dy, wheel: Int.random(in: -3...3, using: &random))
    case 3: board.keyboard.mouseButtons = MouseButtons(rawValue: byte(&random) & 31)
    case 4: board.com1.receive([byte(&random), byte(&random)])
    case 5: board.com2.modemInputs = UART16550A.ModemInputs(rawValue: byte(&random) & 0xF0)
    case 6: if board.pic.intr.level { return UInt32(board.pic.acknowledge()) }
    case 7, 8: board.clock.run(.random(in: 0...3_000_000, using: &random))
    default:
      let ranges = board.devices.flatMap(\.ports)
      let port = UInt16.random(in: ranges.randomElement(using: &random)!, using: &random)
      let isWrite = Bool.random(using: &random)
      let access = PortScript.Access(
        width: [1, 1, 1, 2, 4].randomElement(using: &random)!, port: port, value: isWrite ? random.next32() : nil,
        wait: 1)
      return board.perform(access, at: board.clock.now)
    }
    return nil
  }

  @Test("after a snapshot, the copy and the original go the same way", arguments: 0..<6)
  func takeOver(seed: Int) throws {
    var random = SplitMix64(state: UInt64(seed))
    let board = Board()
    for _ in 0..<1500 { _ = disturb(board, &random) }
    let twin = Board()
    try copy(board, to: twin)
    for (index, (first, second)) in zip(try states(board), try states(twin)).enumerated() {
      #expect(first == second, "\(board.devices[index].name)")
    }
    for step in 0..<1500 {
      var other = random
      let first = disturb(board, &random)
      let second = disturb(twin, &other)
      guard first == second, board.pic.intr.level == twin.pic.intr.level else {
        Issue.record("step \(step): \(String(describing: first)) and \(String(describing: second))")
        return
      }
    }
    #expect(try states(board) == states(twin))
    #expect(board.clock.nextDeadline == twin.clock.nextDeadline)
  }

  @Test("describing and looking change no state", arguments: 10..<13)
  func looking(seed: Int) throws {
    var random = SplitMix64(state: UInt64(seed))
    let board = Board()
    for _ in 0..<1000 { _ = disturb(board, &random) }
    let before = try states(board)
    for device in board.devices { #expect(!device.describe().isEmpty) }
    _ = (board.timer.channels, board.rtc.time, board.display.picture(), board.display.pictureVersion)
    #expect(try states(board) == before)
  }
}
