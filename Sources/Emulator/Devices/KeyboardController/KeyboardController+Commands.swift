/// Ports 0x60 and 0x64, and the controller's commands.
extension KeyboardController {
  /// The status register: OBF, IBF (never set: writes take no time), SYS, C/D, the keyboard lock (open), auxiliary OBF.
  var status: UInt8 {
    var value: UInt8 = 0x10
    if let output = registers.output { value |= output.isMouse ? 0x21 : 0x01 }
    if registers.isInitialized { value |= 0x04 }
    if registers.wroteCommand { value |= 0x08 }
    return value
  }

  /// The output port: RESET#, A20, and in bits 4 and 5 the output buffer's two interrupts.
  var outputPort: UInt8 {
    var value = registers.outputPort & ~0x30
    if let output = registers.output { value |= output.isMouse ? 0x20 : 0x10 }
    return value
  }

  public func readByte(port: UInt16) -> UInt8 {
    if port == 0x64 { return status }
    guard let output = registers.output else { return registers.lastOutput }
    registers.output = nil
    registers.lastOutput = output.byte
    (output.isMouse ? mouseInterrupt : keyboardInterrupt).set(false)
    update()
    return output.byte
  }

  public func writeByte(port: UInt16, value: UInt8) {
    registers.wroteCommand = port == 0x64
    if port == 0x64 { execute(value) } else { writeData(value) }
    update()
  }

  /// Answers a command: at once if the output buffer is empty or has an older answer, else when it has been read.
  private func answer(_ bytes: UInt8..., isMouse: Bool = false) {
    registers.answers = bytes.map { Output(byte: $0, isMouse: isMouse, isAnswer: true) }
    if registers.output?.isAnswer == true { registers.output = nil }
  }

  /// A write of port 0x64.
  private func execute(_ command: UInt8) {
    registers.command = nil
    switch command {
    case 0x20...0x3F: answer(registers.ram[Int(command & 0x1F)])
    case 0x60...0x7F, 0xD1...0xD4: registers.command = command
    case 0xA4: answer(0xF1)  // no password
    case 0xA7: commandByte |= CommandByte.mouseDisabled
    case 0xA8: commandByte &= ~CommandByte.mouseDisabled
    case 0xA9, 0xAB: answer(0x00)  // clock and data of the port are well
    case 0xAA:
      registers.isInitialized = true
      answer(0x55)
    case 0xAC:
      // The diagnostic dump: the start of the RAM, the input and the output port, the status.
      let ram = registers.ram
      answer(ram[0], ram[1], ram[2], ram[3], ram[4], ram[5], ram[6], ram[7], 0x80, outputPort, status)
    case 0xAD: commandByte |= CommandByte.keyboardDisabled
    case 0xAE: commandByte &= ~CommandByte.keyboardDisabled
    case 0xC0: answer(0x80)  // input port: the keyboard is not locked
    case 0xD0: answer(outputPort)
    case 0xDD: writeOutputPort(registers.outputPort & ~0x02)
    case 0xDF: writeOutputPort(registers.outputPort | 0x02)
    case 0xE0: answer(0x00)  // test inputs: both clocks are low
    case 0xF0...0xFF:
      // Pulses the bits of P2 that are clear in the command; only bit 0 is wired to something that a pulse moves.
      if !command.bit(0) { resetRequest.pulse() }
    default: break
    }
  }

  /// A write of port 0x60: data of a controller command, or a byte for the keyboard, which turns its port on again.
  private func writeData(_ value: UInt8) {
    let command = registers.command
    registers.command = nil
    switch command {
    case .some(0x60):
      commandByte = value
      registers.isInitialized = value & CommandByte.system != 0
    case .some(let command) where command < 0x80: registers.ram[Int(command & 0x1F)] = value
    case .some(0xD1): writeOutputPort(value)
    case .some(0xD2): answer(value)
    case .some(0xD3): answer(value, isMouse: true)
    case .some(0xD4):
      commandByte &= ~CommandByte.mouseDisabled
      registers.mouse.receive(value)
    default:
      commandByte &= ~CommandByte.keyboardDisabled
      registers.keyboard.receive(value)
    }
  }

  private func writeOutputPort(_ value: UInt8) {
    registers.outputPort = value | 0x01
    if !value.bit(0) { resetRequest.pulse() }
  }
}
