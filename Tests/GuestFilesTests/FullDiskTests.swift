import Foundation
import GuestFiles
import SystemCalls
import Testing

/// A full disk loses nothing. Every action is tried with no frame to be had, with one, with two, and so on until it has enough: each
/// refusal must leave everything as it was, which a second tree shows that never sees one.
@Suite struct FullDiskTests {
  @Test func everyPlaceWhereMemoryCanRunOut() throws {
    let seed =
      ProcessInfo.processInfo.environment["FILES_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
    print("FILES_SEED=\(seed)")
    var refusals = 0
    for round in 0..<12 {
      let (scarce, plenty) = (try TestTree(), try TestTree())
      let (guest, other) = (try GuestWorld(scarce, base: "/"), try GuestWorld(plenty, base: "/"))
      var actions = RandomActions(seed: seed &+ UInt64(round))
      actions: for number in 0..<3_000 {
        let action = actions.next()
        var allowance = 0
        while true {
          let (used, refused) = (scarce.frames.usedCount, scarce.frames.refusedCount)
          scarce.frames.remaining = allowance
          let outcome = guest.perform(action)
          scarce.frames.remaining = Int.max
          if scarce.frames.refusedCount > refused, outcome == .error(SystemError.noSpace.rawValue) {
            refusals += 1
            allowance += 1
            if scarce.frames.usedCount != used {
              Issue.record(
                "seed \(seed), round \(round), \(number): \(action): \(scarce.frames.usedCount - used) frames leaked")
              break actions
            }
            continue
          }
          // A write that found room for a part has written that part.
          let expected = other.perform(shortened(action, to: outcome))
          if outcome != expected {
            Issue.record("seed \(seed), round \(round), \(number): \(action)\n\(expected)\nfull: \(outcome)")
            break actions
          }
          break
        }
      }
      for world in [guest, other] {
        world.closeAll()
        world.test.tree.close(world.test.root)
      }
      #expect(scarce.tree.openFileCount == 0)
    }
    #expect(refusals > 200)
  }

  private func shortened(_ action: Action, to outcome: Outcome) -> Action {
    guard case .count(let count) = outcome else { return action }
    switch action {
    case .write(let slot, _, let byte): return .write(slot: slot, count: count, byte: byte)
    case .writeAt(let slot, let offset, _, let byte):
      return .writeAt(slot: slot, offset: offset, count: count, byte: byte)
    default: return action
    }
  }

  @Test func aFileSystemThatDoesNotFitIsNoFileSystem() {
    for count in 0..<3 {
      let frames = TestFrames()
      frames.remaining = count
      #expect(throws: SystemError.noSpace) { try RAMFileSystem(provider: frames, limit: .max) { 0 } }
      #expect(frames.usedCount == 0)
    }
  }

  @Test func theLimitIsKept() throws {
    let test = try TestTree(limit: 20)
    let file = try withBytes("/big") {
      try test.tree.open($0, from: test.root, flags: [.readWrite, .create], mode: 0o644)
    }
    let written = try [UInt8](repeating: 1, count: 1 << 20).withUnsafeBytes { try test.tree.write(file, from: $0) }
    #expect(written > 0 && written < 20 * 4096 && written % 4096 == 0)
    #expect(test.frames.usedCount <= 20)
    #expect(throws: SystemError.noSpace) {
      try [UInt8]([1, 2]).withUnsafeBytes { try test.tree.write(file, from: $0) }
    }
    #expect(test.tree.status(file).size == UInt64(written))
    // Names still fit where a record is free; a rename needs no memory at all.
    try withBytes("/big") { old in try withBytes("/huge") { try test.tree.rename(old, to: $0, from: test.root) } }
    let status = try withBytes("/") { try test.tree.fileSystemStatus($0, from: test.root) }
    #expect(status.freeBytes == 0 && status.totalBytes == 20 * 4096)
    try test.tree.truncate(file, to: 0)
    #expect(try [UInt8]([1, 2]).withUnsafeBytes { try test.tree.write(file, from: $0) } == 2)
    test.tree.close(file)
  }
}
