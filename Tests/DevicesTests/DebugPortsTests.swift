import Testing

@testable import Devices

/// The small ports: exit, console, POST, and the ways to reset.
@Suite struct DebugPortsTests {
  @Test(
    "isa-debug-exit reports (value << 1) | 1, for any width and port",
    arguments: [
      (0xF4, 1, 0x10, 0x21), (0xF4, 1, 0x1FF, 0x1FF), (0xF5, 2, 0x1234, 0x2469), (0xF4, 4, 0xFFFF_FFFF, 0xFFFF_FFFF),
      (0xF7, 4, 0, 1),
    ] as [(UInt16, Int, UInt32, UInt32)])
  func debugExit(port: UInt16, width: Int, value: UInt32, status: UInt32) {
    let device = DebugExit()
    var statuses: [UInt32] = []
    device.onExit = { statuses.append($0) }
    device.write(port: port, width: width, value: value)
    #expect(statuses == [status])
    #expect(device.ports == [0xF4...0xF7])
    #expect(device.read(port: port, width: width) == 0)
  }

  @Test("port E9 reads as E9 and passes bytes on") func debugConsole() {
    let device = DebugConsole()
    var bytes: [UInt8] = []
    device.onWrite = { bytes.append($0) }
    for byte in "hi".utf8 { device.out(0xE9, byte) }
    #expect(device.in(0xE9) == 0xE9)
    #expect(bytes == Array("hi".utf8))
  }

  @Test("port 80 is a latch") func post() {
    let device = PostCode()
    device.out(0x80, 0x42)
    #expect(device.code == 0x42 && device.in(0x80) == 0x42)
  }

  @Test("port CF9: bit 2 resets, bit 1 stays") func resetControl() {
    let device = ResetControl()
    let resets = EdgeCounter(device.resetRequest)
    device.out(0xCF9, 0x02)
    #expect(resets.rising == 0 && device.in(0xCF9) == 0x02)
    device.out(0xCF9, 0x06)
    #expect(resets.rising == 1 && device.in(0xCF9) == 0x02)
  }

  @Test("port 92: bit 1 opens A20; bit 0 resets when it rises") func systemControlPortA() {
    let device = SystemControlPortA()
    let resets = EdgeCounter(device.resetRequest)
    device.out(0x92, 0x02)
    #expect(device.a20.level && device.in(0x92) == 0x02)
    device.out(0x92, 0x03)
    device.out(0x92, 0x03)
    #expect(resets.rising == 1)
    device.out(0x92, 0x00)
    #expect(!device.a20.level)
    device.applyFirmwareSettings()
    #expect(device.a20.level)
  }

  @Test("FERR# makes IRQ 13; port F0 takes it back and holds IGNNE# until FERR# goes") func numericError() {
    let device = NumericErrorLatch()
    device.setError(true)
    #expect(device.interrupt.level && !device.ignore.level)
    device.out(0xF0, 0)
    #expect(!device.interrupt.level && device.ignore.level)
    device.setError(false)
    #expect(!device.interrupt.level && !device.ignore.level)
    // Without FERR#, a write has nothing to take back.
    device.out(0xF0, 0)
    #expect(!device.ignore.level)
    // An edge: the next error asks again.
    device.setError(true)
    #expect(device.interrupt.level)
  }
}
