import KernelFixtures
import Testing

@testable import Machine

@Suite("State encoding and hash")
struct StateTests {
  private struct Chip: Codable {
    enum Mode: String, Codable { case idle, busy }
    var mask: UInt8 = 0xFF
    var latch: UInt16?
    var mode = Mode.idle
    var queue: [UInt8] = [1, 2]
    var inner = Inner()
    struct Inner: Codable {
      var count = -1
      var list: [UInt16] = [3]
    }
  }

  @Test("The bytes are those of the fields, in order, whatever the host")
  func bytes() throws {
    func key(_ name: String) -> [UInt8] { KernelFile.little(UInt32(name.utf8.count)) + Array(name.utf8) }
    let open = UInt8(ascii: "{")
    let close = UInt8(ascii: "}")
    var expected = key("mask") + [0xFF]
    expected += key("mode") + [open] + key("idle") + [close]
    expected += key("queue") + [UInt8(ascii: "b"), 2, 0, 0, 0, 0, 0, 0, 0, 1, 2]
    expected += key("inner") + [open] + key("count") + [UInt8](repeating: 0xFF, count: 8)
    expected += key("list") + [open, UInt8(ascii: ","), 3, 0, close, close]
    #expect(try StateEncoder.bytes(of: Chip()) == expected)
  }

  @Test("The hash of known bytes never changes, or recorded traces would be lost")
  func stable() {
    var hash = StateHash()
    hash.combine(1)
    hash.combine("Apus")
    hash.combine([UInt8](0...99))
    #expect(hash.description == "34fc494379082336")
  }

  @Test("One bit anywhere changes the hash")
  func sensitive() {
    let zeros = [UInt8](repeating: 0, count: 4096)
    func hash(_ bytes: [UInt8]) -> StateHash {
      var hash = StateHash()
      hash.combine(bytes)
      return hash
    }
    var seen: Set = [hash(zeros)]
    for bit in 0..<4096 * 8 {
      var bytes = zeros
      bytes[bit / 8] = 1 << UInt8(bit % 8)
      #expect(seen.insert(hash(bytes)).inserted)
    }
  }
}
