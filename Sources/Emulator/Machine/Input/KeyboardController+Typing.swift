extension KeyboardController {
  /// Whether a key that is pressed now would neither be lost nor have to wait: the keyboard is on, and all it sent has been read.
  var takesKeys: Bool {
    let state = state
    let isPortOn = state.ram[0] & 0x10 == 0
    return isPortOn && state.keyboard.isScanning && !state.keyboard.hasData && state.output == nil
      && state.answers.isEmpty
  }

  /// Whether a key that is pressed now would raise interrupt 1.
  var interruptsOnKeys: Bool { state.ram[0] & 0x11 == 0x01 && state.keyboard.isScanning }
}
