#if hasFeature(Embedded)
  import KernelSupport

  /// The 8042 keyboard controller, with a keyboard on its first port and a mouse on its second. Bytes arrive by
  /// interrupt and wait in a queue.
  enum KeyboardController {
    static let keyboardLine: UInt8 = 1
    static let mouseLine: UInt8 = 12

    private static let data: UInt16 = 0x60
    private static let status: UInt16 = 0x64
    private static let command: UInt16 = 0x64

    private static let outputFull: UInt8 = 0x01
    private static let inputFull: UInt8 = 0x02
    private static let fromMouse: UInt8 = 0x20

    private enum Command {
      static let readConfiguration: UInt8 = 0x20
      static let writeConfiguration: UInt8 = 0x60
      static let disableMouse: UInt8 = 0xA7
      static let enableMouse: UInt8 = 0xA8
      static let disableKeyboard: UInt8 = 0xAD
      static let enableKeyboard: UInt8 = 0xAE
      static let toMouse: UInt8 = 0xD4
    }

    /// Of the configuration byte: both interrupts, both clocks running, codes translated to set 1.
    private static let interruptsAndTranslation: UInt8 = 0x43
    private static let clocksOff: UInt8 = 0x30

    private enum DeviceCommand {
      static let identify: UInt8 = 0xF2
      static let setRate: UInt8 = 0xF3
      static let enable: UInt8 = 0xF4
      static let setDefaults: UInt8 = 0xF6
    }

    private static let acknowledge: UInt8 = 0xFA
    private static let wheelMouse: UInt8 = 3

    nonisolated(unsafe) static var hasMouse = false
    nonisolated(unsafe) static var hasWheel = false

    /// False where there is no controller.
    static func start() -> Bool {
      guard inb(status) != 0xFF else { return false }
      send(command: Command.disableKeyboard)
      send(command: Command.disableMouse)
      while inb(status) & outputFull != 0 { _ = inb(data) }
      send(command: Command.readConfiguration)
      guard let configuration = receive() else { return false }
      send(command: Command.enableMouse)
      startMouse()
      send(command: Command.enableKeyboard)
      send(DeviceCommand.enable)
      _ = receive()
      send(command: Command.writeConfiguration)
      send(configuration & ~clocksOff | interruptsAndTranslation)
      InterruptController.enable(line: keyboardLine)
      InterruptController.enable(line: mouseLine)
      return true
    }

    /// A mouse with a wheel says so after three changes of its rate that no program would make otherwise (Microsoft's
    /// IntelliMouse protocol).
    private static func startMouse() {
      hasMouse = mouse(DeviceCommand.setDefaults)
      guard hasMouse else { return }
      for rate: UInt8 in [200, 100, 80] {
        _ = mouse(DeviceCommand.setRate)
        _ = mouse(rate)
      }
      if mouse(DeviceCommand.identify) { hasWheel = receive() == wheelMouse }
      _ = mouse(DeviceCommand.enable)
    }

    private static func mouse(_ byte: UInt8) -> Bool {
      send(command: Command.toMouse)
      send(byte)
      return receive() == acknowledge
    }

    private static func waitForRoom() {
      var patience = 100_000
      while inb(status) & inputFull != 0, patience > 0 { patience -= 1 }
    }

    private static func send(command byte: UInt8) {
      waitForRoom()
      outb(command, byte)
    }

    private static func send(_ byte: UInt8) {
      waitForRoom()
      outb(data, byte)
    }

    private static func receive() -> UInt8? {
      var patience = 100_000
      while inb(status) & outputFull == 0 {
        patience -= 1
        if patience == 0 { return nil }
      }
      return inb(data)
    }

    /// Called by both interrupts: whatever waits goes into the queue.
    static func interrupt() {
      var now = inb(status)
      while now & outputFull != 0, now != 0xFF {
        InputQueue.put(InputQueue.Item(byte: inb(data), isMouse: now & fromMouse != 0))
        now = inb(status)
      }
    }
  }
#endif
