import Storage

@testable import Devices

/// Our chips, wired as on QEMU's `pc`, without a processor.
final class Board {
  let clock = Clock()
  let pic = InterruptControllerPair()
  let timer: ProgrammableIntervalTimer
  let keyboard: KeyboardController
  let rtc: RealTimeClock
  let com1: UART16550A
  let com2: UART16550A
  let pci = PCIHost()
  let power: PowerManagement
  let vga: VGA
  let display: BochsDisplay
  let dma = DMAControllerPair()
  private(set) var devices: [any Device] = []

  init() {
    timer = ProgrammableIntervalTimer(clock: clock)
    keyboard = KeyboardController(clock: clock)
    rtc = RealTimeClock(clock: clock, memorySize: 16 << 20)
    com1 = .com1(clock: clock)
    com2 = .com2(clock: clock)
    power = PowerManagement(clock: clock)
    vga = VGA(clock: clock)
    display = BochsDisplay(vga: vga)
    pci.insert(power.pciFunction, device: 1, function: 3)
    pci.insert(display.pciFunction, device: 2, function: 0)
    timer.output.connect(pic.input(0))
    keyboard.keyboardInterrupt.connect(pic.input(1))
    com2.interrupt.connect(pic.input(3))
    com1.interrupt.connect(pic.input(4))
    rtc.interrupt.connect(pic.input(8))
    power.interrupt.connect(pic.input(9))
    keyboard.mouseInterrupt.connect(pic.input(12))
    let port61 = SystemControlPortB(clock: clock, timer: timer)
    devices = [
      pic, timer, port61, keyboard, rtc, com1, com2, pci, power, vga, display, SystemControlPortA(), PostCode(), dma,
    ]
  }

  private func device(at port: UInt16) -> (any Device)? {
    devices.first { device in device.ports.contains { $0.contains(port) } }
  }

  /// One access, at a time in nanoseconds; what a read gives.
  @discardableResult
  func perform(_ access: PortScript.Access, at time: UInt64) -> UInt32 {
    clock.run(time - clock.now)
    let device = device(at: access.port)
    guard let value = access.value else { return device?.read(port: access.port, width: access.width) ?? .max }
    device?.write(port: access.port, width: access.width, value: value)
    return 0
  }
}
