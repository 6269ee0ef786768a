import Testing

@testable import Devices

/// The 8237A pair, by the datasheet's table of registers.
@Suite struct DMAControllerTests {
  private let dma = DMAControllerPair()

  @Test("Address and count: low byte first, by one flip-flop for all; read back as they count", arguments: 0..<8)
  func words(channel: Int) {
    let port: UInt16 = channel < 4 ? UInt16(channel) * 2 : 0xC0 + UInt16(channel - 4) * 4
    let (count, clear) = channel < 4 ? (port + 1, 0x0C as UInt16) : (port + 2, 0xD8)
    dma.out(clear, 0)
    dma.out(port, 0x34)
    dma.out(port, 0x12)
    dma.out(count, 0x78)
    dma.out(count, 0x56)
    #expect([dma.in(port), dma.in(port), dma.in(count), dma.in(count)] == [0x34, 0x12, 0x78, 0x56])
    // One byte, then the flip-flop is cleared: the low byte again.
    #expect(dma.in(port) == 0x34)
    dma.out(clear, 0)
    #expect(dma.in(port) == 0x34)
  }

  @Test("Masks: one at a time, all at once, none; set by a master clear")
  func masks() {
    #expect(dma.primary.mask == 0x0F)
    dma.out(0x0E, 0)
    #expect(dma.primary.mask == 0)
    dma.out(0x0A, 0x06)
    #expect(dma.primary.mask == 0x04)
    dma.out(0x0A, 0x02)
    dma.out(0x0F, 0x09)
    #expect(dma.primary.mask == 0x09 && dma.in(0x0F) & 0x0F == 0x09)
    dma.out(0x0D, 0)
    #expect(dma.primary.mask == 0x0F)
    dma.out(0xD4, 0x00)
    #expect(dma.secondary.mask == 0x0E)
  }

  @Test("A software request in block mode counts to the end: terminal count, mask, and the count at FFFF")
  func softwareRequest() {
    for (port, values) in [(0x02, [0x00, 0x10]), (0x03, [0xFF, 0x00])] as [(UInt16, [UInt8])] {
      for value in values { dma.out(port, value) }
    }
    dma.out(0x0B, 0x81)  // block, verify, channel 1
    dma.out(0x0A, 0x01)
    dma.out(0x09, 0x05)
    #expect(dma.in(0x08) == 0x02)
    #expect(dma.in(0x08) == 0x00, "a read clears the terminal counts")
    #expect(dma.primary.channels[1].address == 0x1100 && dma.primary.channels[1].count == 0xFFFF)
    #expect(dma.primary.mask.bit(1))
    // With autoinitialization, all is as it was, and the mask stays open.
    dma.out(0x0B, 0x91)
    dma.out(0x0A, 0x01)
    dma.out(0x09, 0x05)
    #expect(dma.primary.channels[1].address == 0x1000 && dma.primary.channels[1].count == 0x00FF)
    #expect(!dma.primary.mask.bit(1))
  }

  @Test("A request waits while the controller is disabled, or the channel is not in block mode")
  func waitingRequests() {
    dma.out(0x08, 0x04)
    dma.out(0x0B, 0x82)
    dma.out(0x09, 0x06)
    #expect(dma.in(0x08) == 0x40)
    dma.out(0x08, 0x00)
    #expect(dma.in(0x08) == 0x04)
    dma.out(0x09, 0x07)
    #expect(dma.in(0x08) == 0x80)
    dma.out(0x09, 0x03)
    #expect(dma.in(0x08) == 0x00)
  }

  @Test("Page registers are kept; port 80 is another device's")
  func pages() {
    for port in UInt16(0x81)...0x8F { dma.out(port, UInt8(port ^ 0x55)) }
    for port in UInt16(0x81)...0x8F { #expect(dma.in(port) == UInt8(port ^ 0x55)) }
    #expect(!dma.ports.contains { $0.contains(0x80) })
  }

  @Test("A reset is a master clear; addresses and pages stay")
  func reset() {
    dma.out(0x00, 0x34)
    dma.out(0x81, 0x12)
    dma.out(0x0E, 0)
    dma.reset()
    #expect(dma.primary.mask == 0x0F && !dma.primary.isUpper && dma.in(0x81) == 0x12 && dma.in(0x00) == 0x34)
  }
}
