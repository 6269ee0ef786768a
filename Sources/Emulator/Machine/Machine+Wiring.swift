extension Machine {
  /// Connects what leads out of the chips: to the processor, to memory, to the person.
  func connect() {
    cpu.observer = lookout
    clock.deadlineChanged = { [unowned self] in cpu.requestExit() }
    pic.intr.connect { [unowned self] level in cpu.interruptRequest = level }
    cpu.onNumericError = { [unowned self] level in chips.numericError.setError(level) }
    chips.numericError.ignore.connect { [unowned self] level in cpu.ignoresNumericErrors = level }
    pci.onMappingChange = { [unowned self] in bus.devicesMoved() }
    display.onApertureChange = { [unowned self] address in moveVideoMemory(to: address) }
    for line in [
      keyboardController.resetRequest, chips.systemControlA.resetRequest, chips.resetControl.resetRequest,
    ] {
      line.connect { [unowned self] level in if level { raise(.reset) } }
    }
    for gate in [keyboardController.a20, chips.systemControlA.a20] {
      gate.connect { [unowned self] _ in
        cpu.setA20(open: keyboardController.a20.level || chips.systemControlA.a20.level)
      }
    }
    chips.power.onPowerOff = { [unowned self] in raise(.powerOff) }
    chips.debugExit.onExit = { [unowned self] value in raise(.exit(value)) }
    chips.debugConsole.onWrite = { [unowned self] byte in onDebugOutput?(byte) }
    uart.onTransmit = { [unowned self] byte in
      serialLog.append(byte)
      onSerialOutput?(byte)
      serialWatch?()
    }
  }

  /// Ends the run that is under way at the next instruction boundary. The first event stands.
  func raise(_ event: Event) {
    if self.event == nil { self.event = event }
    cpu.requestExit()
  }

  /// Ends the run that is under way with ``Stop/Reason/requested``; for closures that the machine calls.
  public func requestStop() { raise(.stop) }

  private func moveVideoMemory(to address: UInt64?) {
    memory.physical.unmap(display.vram)
    guard let address, address & 0xFFF == 0 else { return }
    let (end, overflow) = address.addingReportingOverflow(display.vram.byteCount)
    if !overflow { memory.physical.map(display.vram, at: address..<end) }
  }
}
