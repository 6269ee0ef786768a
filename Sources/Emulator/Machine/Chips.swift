/// The chips of the PC, made and wired to each other as on the board.
public struct Chips {
  public let interruptControllers = InterruptControllerPair()
  public let timer: ProgrammableIntervalTimer
  public let systemControlA = SystemControlPortA()
  public let numericError = NumericErrorLatch()
  public let systemControlB: SystemControlPortB
  public let keyboardController: KeyboardController
  public let uart: UART16550A
  public let clock: RealTimeClock
  public let pci = PCIHost()
  public let power: PowerManagement
  public let vga: VGA
  public let display: BochsDisplay
  public let debugExit = DebugExit()
  public let debugConsole = DebugConsole()
  public let resetControl = ResetControl()
  public let postCode = PostCode()
  public let dma = DMAControllerPair()
  public let firmwareConfiguration: FirmwareConfiguration

  init(clock ticks: Clock, configuration: Configuration, memory: PhysicalMemory) {
    firmwareConfiguration = FirmwareConfiguration(memory: memory)
    timer = ProgrammableIntervalTimer(clock: ticks)
    systemControlB = SystemControlPortB(clock: ticks, timer: timer)
    keyboardController = KeyboardController(clock: ticks)
    uart = UART16550A.com1(clock: ticks)
    clock = RealTimeClock(
      clock: ticks, startTime: DateAndTime(secondsSince1970: configuration.startTime),
      memorySize: configuration.memorySize)
    power = PowerManagement(clock: ticks)
    vga = VGA(clock: ticks)
    display = BochsDisplay(vga: vga)
    pci.insert(power.pciFunction, device: 1, function: 3)
    pci.insert(display.pciFunction, device: 2, function: 0)
    timer.output.connect(interruptControllers.input(0))
    keyboardController.keyboardInterrupt.connect(interruptControllers.input(1))
    uart.interrupt.connect(interruptControllers.input(4))
    clock.interrupt.connect(interruptControllers.input(8))
    power.interrupt.connect(interruptControllers.input(9))
    keyboardController.mouseInterrupt.connect(interruptControllers.input(12))
    numericError.interrupt.connect(interruptControllers.input(13))
  }

  /// What the firmware has done by the time a kernel starts.
  func applyFirmwareSettings() {
    interruptControllers.applyFirmwareSettings()
    timer.applyFirmwareSettings()
    keyboardController.applyFirmwareSettings()
    systemControlA.applyFirmwareSettings()
    dma.applyFirmwareSettings()
    pci.applyFirmwareSettings()
  }

  /// In the order in which they are reset, hashed and described. The interrupt controllers come last: lines of the others lead to them.
  public var all: [any Device] {
    [
      pci, timer, systemControlA, systemControlB, keyboardController, uart, clock, power, vga, display,
      numericError, debugExit, debugConsole, resetControl, postCode, dma, firmwareConfiguration,
      interruptControllers,
    ]
  }
}
