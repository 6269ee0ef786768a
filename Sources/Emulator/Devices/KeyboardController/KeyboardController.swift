/// The 8042 of a PS/2-style PC with its two ports: a ``PS2Keyboard`` on IRQ 1 and a ``PS2Mouse`` on IRQ 12, at ports 0x60 and 0x64.
///
/// Bytes take no time on the wire: the output buffer is filled again in the instruction that empties it, and the interrupt
/// line falls in between, so each byte is an edge. The controller's own answers go first, then the keyboard's, then the
/// mouse's. References are to the PS/2 Hardware Interface Technical Reference, "Keyboard and Auxiliary Device Controller".
public final class KeyboardController: BytePortDevice {
  public let name = "i8042"
  public let ports: [ClosedRange<UInt16>] = [0x60...0x60, 0x64...0x64]
  /// IRQ 1 and IRQ 12: the output buffer has a byte of the one or the other.
  public let keyboardInterrupt = Line()
  public let mouseInterrupt = Line()
  /// Bit 1 of the output port: address bit 20 passes.
  public let a20 = Line()
  /// Pulses when bit 0 of the output port falls: the processor's RESET.
  public let resetRequest = Line()

  let clock: Clock
  private var typematic: Clock.Timer!
  @exclusivity(unchecked) var registers = State()

  public init(clock: Clock) {
    self.clock = clock
    typematic = clock.makeTimer { [unowned self] in self.repeatKey() }
    update()
  }

  // MARK: State

  public struct State: Codable, Equatable, Sendable {
    public internal(set) var keyboard = PS2Keyboard()
    public internal(set) var mouse = PS2Mouse()
    /// The controller's RAM. Byte 0 is the command byte; both interrupts are enabled at power-on, as in QEMU.
    public internal(set) var ram: [UInt8] = [0x03] + Array(repeating: 0, count: 31)
    /// The output buffer, and where its byte came from; nil while OBF is clear.
    public internal(set) var output: Output?
    /// What a read of an empty output buffer gives: the last byte.
    public internal(set) var lastOutput: UInt8 = 0
    /// What the controller still has to answer to its last command, when the output buffer is free.
    public internal(set) var answers: [Output] = []
    /// The output port, P2, without the bits that follow from the output buffer.
    public internal(set) var outputPort: UInt8 = 0xCF
    /// SYS, bit 2 of the status register.
    public internal(set) var isInitialized = false
    /// C/D, bit 3: the last write was to port 0x64.
    public internal(set) var wroteCommand = true
    /// The controller command whose data byte is due at port 0x60.
    public internal(set) var command: UInt8?
    /// Translation has swallowed 0xF0.
    var sawBreak = false
  }

  public struct Output: Codable, Equatable, Sendable {
    public var byte: UInt8
    public var isMouse: Bool
    /// Whether it is an answer of the controller, which the next answer may take the place of.
    public var isAnswer = false
  }

  public var state: State {
    get { registers }
    set {
      registers = newValue
      if registers.ram.count != 32 { registers.ram = State().ram }
      update()
    }
  }
  public var keyboard: PS2Keyboard { registers.keyboard }
  public var mouse: PS2Mouse { registers.mouse }

  /// The RESET line. Keys that are down stay down.
  public func reset() {
    let held = registers.keyboard.held
    let buttons = registers.mouse.buttons
    registers = State()
    registers.keyboard.held = held
    registers.mouse.buttons = buttons
    update()
  }

  // MARK: Input

  private func repeatKey() {
    registers.keyboard.repeatKey(now: clock.now, clock: clock)
    update()
  }

  public func keyDown(_ key: Key) {
    registers.keyboard.press(key, now: clock.now, clock: clock)
    update()
  }

  public func keyUp(_ key: Key) {
    registers.keyboard.release(key)
    update()
  }

  /// Moves the mouse by counts: right, down, and the wheel towards the user are positive.
  public func moveMouse(dx: Int, dy: Int, wheel: Int = 0) {
    registers.mouse.move(dx: dx, dy: dy, wheel: wheel)
    update()
  }

  public var mouseButtons: MouseButtons {
    get { registers.mouse.buttons }
    set {
      registers.mouse.setButtons(newValue)
      update()
    }
  }

  // MARK: Output buffer

  /// Bits of the command byte.
  enum CommandByte {
    static let keyboardInterrupt: UInt8 = 0x01, mouseInterrupt: UInt8 = 0x02, system: UInt8 = 0x04
    static let keyboardDisabled: UInt8 = 0x10, mouseDisabled: UInt8 = 0x20, translates: UInt8 = 0x40
  }

  var commandByte: UInt8 {
    get { registers.ram[0] }
    set { registers.ram[0] = newValue }
  }

  /// Fills the output buffer if it is empty, then sets the lines and the alarm from the state.
  func update() {
    if registers.output == nil { fill() }
    let isFull = registers.output != nil
    let isMouse = registers.output?.isMouse == true
    let enabled = commandByte
    keyboardInterrupt.set(
      isFull && !isMouse && enabled & CommandByte.keyboardInterrupt != 0
        && enabled & CommandByte.keyboardDisabled == 0)
    mouseInterrupt.set(isFull && isMouse && enabled & CommandByte.mouseInterrupt != 0)
    a20.set(registers.outputPort.bit(1))
    typematic.deadline = registers.keyboard.repeatsAt ?? .max
  }

  private func fill() {
    if !registers.answers.isEmpty {
      registers.output = registers.answers.removeFirst()
      return
    }
    if commandByte & CommandByte.keyboardDisabled == 0 {
      while let byte = registers.keyboard.send() {
        guard let byte = translated(byte) else { continue }
        registers.output = Output(byte: byte, isMouse: false)
        return
      }
    }
    if commandByte & CommandByte.mouseDisabled == 0, let byte = registers.mouse.send() {
      registers.output = Output(byte: byte, isMouse: true)
    }
  }

  /// A byte from the keyboard as the controller passes it on; nil for the break prefix, which it swallows.
  private func translated(_ byte: UInt8) -> UInt8? {
    guard commandByte & CommandByte.translates != 0 else {
      registers.sawBreak = false
      return byte
    }
    if byte == 0xF0 {
      registers.sawBreak = true
      return nil
    }
    defer { registers.sawBreak = false }
    return Translation.translated(byte) | (registers.sawBreak ? 0x80 : 0)
  }

  public func describe() -> String {
    let output = registers.output.map { "\($0.byte.hexadecimal) of the \($0.isMouse ? "mouse" : "keyboard")" }
    return """
      status \(status.binary)  command byte \(commandByte.binary)  output port \(outputPort.binary)
      output buffer \(output ?? "empty")
      keyboard: \(keyboard.describe())
      mouse: \(mouse.describe())
      """
  }
}
