extension UART16550A {
  /// Bits of the registers, by the datasheet's names.
  enum IER {
    static let receivedData: UInt8 = 1, transmitterEmpty: UInt8 = 2
    static let lineStatus: UInt8 = 4, modemStatus: UInt8 = 8
  }
  enum LSR {
    static let dataReady: UInt8 = 0x01, overrun: UInt8 = 0x02
    static let transmitterEmpty: UInt8 = 0x60, fifoError: UInt8 = 0x80
  }
  enum MCR { static let dtr: UInt8 = 1, rts: UInt8 = 2, out1: UInt8 = 4, out2: UInt8 = 8, loop: UInt8 = 0x10 }

  var hasFIFO: Bool { registers.fifoControl & 1 != 0 }
  var isLooped: Bool { registers.modemControl & MCR.loop != 0 }
  /// DLAB: the divisor latch is in the place of RBR, THR and IER.
  private var showsDivisor: Bool { registers.lineControl & 0x80 != 0 }

  // MARK: Ports

  public func readByte(port: UInt16) -> UInt8 {
    switch port & 7 {
    case 0: return showsDivisor ? UInt8(truncatingIfNeeded: registers.divisor) : readBuffer()
    case 1: return showsDivisor ? UInt8(truncatingIfNeeded: registers.divisor >> 8) : registers.interruptEnable
    case 2: return readInterruptIdentification()
    case 3: return registers.lineControl
    case 4: return registers.modemControl
    case 5: return readLineStatus()
    case 6: return readModemStatus()
    default: return registers.scratch
    }
  }

  public func writeByte(port: UInt16, value: UInt8) {
    switch port & 7 {
    case 0 where showsDivisor: registers.divisor = registers.divisor & 0xFF00 | UInt16(value)
    case 0: transmit(value)
    case 1 where showsDivisor: registers.divisor = registers.divisor & 0x00FF | UInt16(value) << 8
    case 1: writeInterruptEnable(value)
    case 2: writeFIFOControl(value)
    case 3: registers.lineControl = value
    case 4:
      let old = modemStatus
      registers.modemControl = value & 0x1F
      noteModemChange(from: old)
      scheduleArrival()  // the line may have been cut off by loopback
    case 7: registers.scratch = value
    default: break  // LSR and MSR: "for factory testing"
    }
    update()
  }

  // MARK: Interrupts

  /// "Interrupt Control Functions", the four low bits of IIR by priority; 1 when nothing is pending.
  var interruptIdentification: UInt8 {
    let enabled = registers.interruptEnable
    if enabled & IER.lineStatus != 0 && lineErrors != 0 { return 0x06 }
    if enabled & IER.receivedData != 0 {
      if hasFIFO ? registers.received.count >= triggerLevel : !registers.received.isEmpty { return 0x04 }
      if hasFIFO && registers.hasTimedOut { return 0x0C }
    }
    if enabled & IER.transmitterEmpty != 0 && registers.transmitterInterrupt { return 0x02 }
    if enabled & IER.modemStatus != 0 && registers.modemChanges != 0 { return 0x00 }
    return 0x01
  }

  func update() { interrupt.set(interruptIdentification != 1) }

  /// Reading IIR takes back the transmitter's interrupt, if that is the one it names.
  private func readInterruptIdentification() -> UInt8 {
    let value = interruptIdentification
    if value == 0x02 {
      registers.transmitterInterrupt = false
      update()
    }
    return value | (hasFIFO ? 0xC0 : 0)
  }

  /// Enabling the transmitter's interrupt while the transmitter is empty, which is always, raises it.
  private func writeInterruptEnable(_ value: UInt8) {
    let isNew = value & ~registers.interruptEnable & IER.transmitterEmpty != 0
    registers.interruptEnable = value & 0x0F
    if isNew { registers.transmitterInterrupt = true }
  }

  // MARK: Line status

  /// OE and, of the character that would be read next, its errors.
  private var lineErrors: UInt8 {
    registers.lineErrors | (registers.received.first?.errors.rawValue ?? 0)
  }

  private func readLineStatus() -> UInt8 {
    var value = lineErrors | LSR.transmitterEmpty
    if !registers.received.isEmpty { value |= LSR.dataReady }
    if hasFIFO && registers.received.contains(where: { !$0.errors.isEmpty }) { value |= LSR.fifoError }
    registers.lineErrors = 0
    if !registers.received.isEmpty { registers.received[0].errors = [] }
    update()
    return value
  }

  // MARK: Modem status

  /// MSR bits 7–4. In loopback the four modem outputs are the four inputs.
  var modemStatus: UInt8 {
    guard isLooped else { return registers.modemInputs.rawValue & 0xF0 }
    let control = registers.modemControl
    var value: UInt8 = 0
    if control & MCR.rts != 0 { value |= ModemInputs.clearToSend.rawValue }
    if control & MCR.dtr != 0 { value |= ModemInputs.dataSetReady.rawValue }
    if control & MCR.out1 != 0 { value |= ModemInputs.ringIndicator.rawValue }
    if control & MCR.out2 != 0 { value |= ModemInputs.carrierDetect.rawValue }
    return value
  }

  /// Sets DCTS, DDSR, TERI (trailing edge only) and DDCD.
  func noteModemChange(from old: UInt8) {
    let new = modemStatus
    let ring = ModemInputs.ringIndicator.rawValue
    registers.modemChanges |= ((old ^ new) & ~ring | old & ~new & ring) >> 4
  }

  private func readModemStatus() -> UInt8 {
    let value = modemStatus | registers.modemChanges
    registers.modemChanges = 0
    update()
    return value
  }

  public func describe() -> String {
    let format = "\(wordLength)\(registers.lineControl.bit(3) ? "P" : "N")\(registers.lineControl.bit(2) ? 2 : 1)"
    return """
      \(115200 / Int(max(registers.divisor, 1))) baud \(format)\(isLooped ? ", loopback" : "")
      IER \(registers.interruptEnable.binary)  IIR \(interruptIdentification.binary)  FCR \(registers.fifoControl.binary)
      LCR \(registers.lineControl.binary)  MCR \(registers.modemControl.binary)  MSR \((modemStatus | registers.modemChanges).binary)
      received \(registers.received.count), on the line \(waitingCount)
      """
  }
}
