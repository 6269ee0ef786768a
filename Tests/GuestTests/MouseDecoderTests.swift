import GuestGraphics
import RandomInput
import Testing

struct MouseDecoderTests {
  private func reports(_ bytes: [UInt8], hasWheel: Bool = true) -> [MouseReport] {
    var decoder = MouseDecoder(hasWheel: hasWheel)
    return bytes.compactMap { decoder.decode($0, time: 0, patience: 10) }
  }

  private func report(
    _ dx: Int, _ dy: Int, wheel: Int = 0, left: Bool = false, right: Bool = false, middle: Bool = false
  ) -> MouseReport {
    MouseReport(dx: dx, dy: dy, wheel: wheel, left: left, right: right, middle: middle)
  }

  @Test func countsAreNineBitsWithASignAndUpIsPositive() {
    #expect(reports([0x08, 5, 3, 0]) == [report(5, -3)])
    #expect(reports([0x38, 0xFB, 0xFD, 0]) == [report(-5, 3)])
    #expect(reports([0x18, 0x00, 0x00, 0]) == [report(-256, 0)])
    #expect(reports([0x08, 5, 3], hasWheel: false) == [report(5, -3)])
  }

  @Test func buttonsAndWheel() {
    #expect(reports([0x09, 0, 0, 1]) == [report(0, 0, wheel: 1, left: true)])
    #expect(reports([0x0A, 0, 0, 0xFF]) == [report(0, 0, wheel: -1, right: true)])
    #expect(reports([0x0C, 0, 0, 0x07]) == [report(0, 0, wheel: 7, middle: true)])
    #expect(reports([0x0C, 0, 0, 0x0F]) == [], "no wheel turns by 15: these are not the bytes of one packet")
  }

  @Test func overflowMovesNothing() {
    #expect(reports([0x49, 200, 7, 0]) == [report(0, 0, left: true)])
  }

  @Test func findsTheNextPacketAfterALostByte() {
    // The first packet lacks its last byte.
    var decoder = MouseDecoder(hasWheel: true)
    for byte in [0x08, 5, 3] as [UInt8] { #expect(decoder.decode(byte, time: 0, patience: 10) == nil) }
    let late = ([0x08, 1, 2, 0] as [UInt8]).compactMap { decoder.decode($0, time: 100, patience: 10) }
    #expect(late == [report(1, -2)], "time has passed")
    #expect(
      reports([0x01, 0x02, 0x08, 1, 2, 0, 0x08, 3, 4, 0]) == [report(3, -4)],
      "what cannot be a first byte is dropped, and the packet after that is believed")
  }

  /// A stream without pauses, of which bytes are lost, finds its way again, and hardly a report is made up.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func findsItsWayInAFlood(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var decoder = MouseDecoder(hasWheel: true, isAligned: false)
    var (lost, wrong, missed) = (0, 0, 0)
    // Entered in the middle of a packet.
    for byte in [3, 0] as [UInt8] { _ = decoder.decode(byte, time: 0, patience: 10) }
    for _ in 0..<20_000 {
      let (dx, dy) = (Int.random(in: -40...40, using: &random), Int.random(in: -40...40, using: &random))
      let first = 0x08 | (dx < 0 ? 0x10 : 0) as UInt8 | (dy < 0 ? 0x20 : 0)
      var bytes: [UInt8] = [first, UInt8(truncatingIfNeeded: dx), UInt8(truncatingIfNeeded: dy), 0]
      if Int.random(in: 0..<50, using: &random) == 0 {
        bytes.remove(at: Int.random(in: 0..<4, using: &random))
        lost += 1
      }
      let found = bytes.compactMap { decoder.decode($0, time: 0, patience: 10) }
      if found == [report(dx, -dy)] { continue }
      missed += 1
      if found.contains(where: { $0.left || $0.right || $0.middle }) { wrong += 1 }
    }
    #expect(missed < lost * 6, "seed \(seed): \(missed) packets missed after \(lost) lost bytes")
    #expect(wrong * 20 < lost, "seed \(seed): \(wrong) presses made up after \(lost) lost bytes")
  }
}
