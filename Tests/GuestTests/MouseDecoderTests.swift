import GuestGraphics
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
    #expect(reports([0x0C, 0, 0, 0x0F]) == [report(0, 0, wheel: -1, middle: true)], "four bits are the wheel's")
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
    #expect(reports([0x01, 0x02, 0x08, 1, 2, 0]) == [report(1, -2)], "what cannot be a first byte is dropped")
  }
}
