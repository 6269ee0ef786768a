extension ProgrammableInterruptController {
  /// A read with A0 = 0: the IRR or the ISR, as the last OCW3 chose; or the poll word.
  public mutating func readEven() -> UInt8 { isPolled ? poll() : readsInService ? inService : requests }

  /// A read with A0 = 1: the IMR; or the poll word.
  public mutating func readOdd() -> UInt8 { isPolled ? poll() : mask }

  /// "Poll Command": the next read is an acknowledge. Bit 7 says whether there was a request, bits 2–0 which. Without one the
  /// datasheet leaves bits 2–0 open; QEMU gives zero.
  private mutating func poll() -> UInt8 {
    isPolled = false
    guard highestRequest != nil else { return 0 }
    return 0x80 | UInt8(acknowledge())
  }

  /// A write with A0 = 0: ICW1, OCW2 or OCW3, told apart by bits 4 and 3.
  public mutating func writeEven(_ value: UInt8) {
    if value & ICW1.marker != 0 {
      initialize(value)
    } else if value & 0x08 == 0 {
      operate(command: Int(value >> 5), level: value & 7)
    } else {
      // OCW3. ESMM guards SMM, RR guards RIS.
      if value & 0x40 != 0 { isSpecialMask = value & 0x20 != 0 }
      if value & 0x04 != 0 { isPolled = true }
      if value & 0x02 != 0 { readsInService = value & 0x01 != 0 }
    }
  }

  /// A write with A0 = 1: the initialization command word that is due, else OCW1.
  public mutating func writeOdd(_ value: UInt8) {
    switch expects {
    case .operation:
      mask = value
    case .icw2:
      vectorBase = value
      expects = isSingle ? afterICW3 : .icw3
    case .icw3:
      cascade = isPrimary ? value : value & 7
      expects = afterICW3
    case .icw4:
      icw4 = value & 0x1F
      expects = .operation
    }
  }

  private var afterICW3: Expectation { icw1 & ICW1.needsICW4 != 0 ? .icw4 : .operation }

  /// ICW1, steps (a) to (f): the edge latches, the mask, the priorities, the secondary's number, special mask mode and the
  /// status read start over, and so do the functions of ICW4. What is in service is forgotten, as in PIIX3.
  private mutating func initialize(_ value: UInt8) {
    icw1 = value
    icw4 = 0
    edges = 0
    mask = 0
    inService = 0
    lowestPriority = 7
    cascade = isPrimary ? 0 : 7
    isSpecialMask = false
    rotatesOnAutomaticEOI = false
    readsInService = false
    isPolled = false
    expects = .icw2
  }

  /// OCW2, by its bits R, SL and EOI.
  private mutating func operate(command: Int, level: UInt8) {
    switch command {
    case 0b000: rotatesOnAutomaticEOI = false
    case 0b100: rotatesOnAutomaticEOI = true
    case 0b001: endHighest(rotates: false)
    case 0b101: endHighest(rotates: true)
    case 0b011: inService &= ~UInt8.bit(Int(level))
    case 0b111:
      inService &= ~UInt8.bit(Int(level))
      lowestPriority = level
    case 0b110: lowestPriority = level
    default: break  // 0b010: no operation
    }
  }

  /// The non-specific end of interrupt: the highest level in service. "An IS bit that is masked by an IMR bit will not be
  /// cleared by a non-specific EOI if the 8259A is in the Special Mask Mode."
  private mutating func endHighest(rotates: Bool) {
    let serving = isSpecialMask ? inService & ~mask : inService
    for offset in 1...8 {
      let level = (lowestPriority &+ UInt8(offset)) & 7
      guard serving & .bit(Int(level)) != 0 else { continue }
      inService &= ~UInt8.bit(Int(level))
      if rotates { lowestPriority = level }
      return
    }
  }

  /// The registers in two lines.
  func describe() -> String {
    var modes: [String] = []
    if expects != .operation { modes.append("waits for \(expects.rawValue.uppercased())") }
    if icw4 & ICW4.is8086 == 0 { modes.append("MCS-80/85") }
    if icw4 & ICW4.automaticEOI != 0 { modes.append(rotatesOnAutomaticEOI ? "AEOI rotating" : "AEOI") }
    if icw4 & ICW4.specialFullyNested != 0 { modes.append("SFNM") }
    if isSpecialMask { modes.append("SMM") }
    if isPolled { modes.append("polled") }
    return """
      IRR \(requests.binary)  IMR \(mask.binary)  ISR \(inService.binary)  IR \(inputs.binary)  ELCR \(levelTriggered.binary)
      vectors \(vector(of: 0).hexadecimal)–\(vector(of: 7).hexadecimal)  lowest priority IR\(lowestPriority)\
      \(modes.isEmpty ? "" : "  " + modes.joined(separator: ", "))
      """
  }
}
