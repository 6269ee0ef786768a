// The chips by the names that the field uses.
extension Machine {
  /// The two 8259A interrupt controllers.
  public var pic: InterruptControllerPair { chips.interruptControllers }
  /// The 8254 interval timer.
  public var pit: ProgrammableIntervalTimer { chips.timer }
  /// The first serial port.
  public var uart: UART16550A { chips.uart }
  /// The MC146818 real-time clock and its memory.
  public var rtc: RealTimeClock { chips.clock }
  /// The i8042 keyboard controller.
  public var keyboardController: KeyboardController { chips.keyboardController }
  /// The keyboard at its first port.
  public var keyboard: PS2Keyboard { chips.keyboardController.keyboard }
  /// The mouse at its second port.
  public var mouse: PS2Mouse { chips.keyboardController.mouse }
  /// The two 8237A DMA controllers.
  public var dma: DMAControllerPair { chips.dma }
  /// The VGA, which has the screen while the Bochs display does not.
  public var vga: VGA { chips.vga }
  /// QEMU's firmware configuration device.
  public var fwCfg: FirmwareConfiguration { chips.firmwareConfiguration }
  /// The host bridge and what is plugged into it.
  public var pci: PCIHost { chips.pci }
  /// The power-management part of the PIIX4.
  public var power: PowerManagement { chips.power }
  /// The Bochs display.
  public var display: BochsDisplay { chips.display }
}
