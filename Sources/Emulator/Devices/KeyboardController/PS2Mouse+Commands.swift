/// "Auxiliary Device Commands".
extension PS2Mouse {
  private enum Reply { static let acknowledge: UInt8 = 0xFA, resend: UInt8 = 0xFE, selfTestPassed: UInt8 = 0xAA }

  /// A byte from the system. Any but "resend" forgets the reports that wait and the movement so far.
  mutating func receive(_ byte: UInt8) {
    if byte == 0xFE && !isWrapping && command == nil {
      replies = lastAnswer
      return
    }
    queue.removeAll()
    (dx, dy, dz) = byte == 0xEB ? (dx, dy, dz) : (0, 0, 0)
    let answer: [UInt8]
    if isWrapping && byte != 0xEC && byte != 0xFF {
      answer = [byte]
    } else if let command {
      self.command = nil
      answer = option(byte, of: command)
    } else {
      answer = execute(byte)
    }
    replies = answer
    lastAnswer = answer
  }

  private mutating func execute(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 0xE6: hasDoubleScaling = false
    case 0xE7: hasDoubleScaling = true
    case 0xE8, 0xF3: command = byte  // resolution, sample rate
    case 0xE9: return [Reply.acknowledge, status, resolution, sampleRate]
    case 0xEA: isRemote = false
    case 0xEB: return [Reply.acknowledge] + readData()
    case 0xEC: isWrapping = false
    case 0xEE: isWrapping = true
    case 0xF0: isRemote = true
    case 0xF2: return [Reply.acknowledge, identity]
    case 0xF4:
      isReporting = true
      reportedButtons = buttons
    case 0xF5: isReporting = false
    case 0xF6: setDefaults()
    case 0xFF:
      let buttons = buttons
      self = PS2Mouse()
      self.buttons = buttons
      return [Reply.acknowledge, Reply.selfTestPassed, identity]
    default: return [Reply.resend]
    }
    return [Reply.acknowledge]
  }

  private mutating func option(_ byte: UInt8, of command: UInt8) -> [UInt8] {
    if command == 0xE8 {
      guard byte <= 3 else { return [Reply.resend] }
      resolution = byte
    } else {
      sampleRate = byte
      rates = rates.suffix(2) + [byte]
      // "Knock" sequences of the IntelliMouse and the IntelliMouse Explorer.
      if rates == [200, 100, 80] { identity = 3 }
      if rates == [200, 200, 80] { identity = 4 }
    }
    return [Reply.acknowledge]
  }

  /// The first byte of "status request": remote, enabled, 2:1, and the buttons in the order left, middle, right.
  private var status: UInt8 {
    (isRemote ? 0x40 : 0) | (isReporting ? 0x20 : 0) | (hasDoubleScaling ? 0x10 : 0) | (buttons.contains(.left) ? 4 : 0)
      | (buttons.contains(.middle) ? 2 : 0) | (buttons.contains(.right) ? 1 : 0)
  }

  private mutating func setDefaults() {
    let fresh = PS2Mouse()
    sampleRate = fresh.sampleRate
    resolution = fresh.resolution
    hasDoubleScaling = fresh.hasDoubleScaling
    isRemote = fresh.isRemote
    isReporting = fresh.isReporting
    isWrapping = false
    rates = []
  }
}
