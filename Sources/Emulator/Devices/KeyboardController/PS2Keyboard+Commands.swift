/// "Commands from the System".
extension PS2Keyboard {
  private enum Reply { static let acknowledge: UInt8 = 0xFA, resend: UInt8 = 0xFE, selfTestPassed: UInt8 = 0xAA }

  /// A byte from the system: a command, or the option of the last one. A command in place of an option wins.
  mutating func receive(_ byte: UInt8) {
    if let command, byte < 0xED {
      option(byte, of: command)
    } else {
      command = nil
      execute(byte)
    }
  }

  private mutating func execute(_ byte: UInt8) {
    if byte != 0xFE { replies.removeAll() }  // a new command cancels what was still to be said about the old one
    switch byte {
    case 0xED, 0xF0, 0xF3, 0xFB, 0xFC, 0xFD:  // LEDs, scan code set, typematic, the kind of single keys
      command = byte
      replies = [Reply.acknowledge]
    case 0xEE: replies = [0xEE]
    case 0xF2: replies = [Reply.acknowledge, 0xAB, 0x83]
    case 0xF4:
      queue.removeAll()
      stopRepeating()
      isScanning = true
      replies = [Reply.acknowledge]
    case 0xF5, 0xF6:
      setDefaults()
      isScanning = byte == 0xF6
      replies = [Reply.acknowledge]
    case 0xF7, 0xF8, 0xF9, 0xFA:
      let kind: [KeyKind] = [.typematic, .makeBreak, .makeOnly, .typematicMakeBreak]
      kinds = Array(repeating: kind[Int(byte - 0xF7)], count: 256)
      replies = [Reply.acknowledge]
    case 0xFE: replies.insert(lastSent, at: 0)
    case 0xFF:
      let held = held
      self = PS2Keyboard()
      self.held = held
      replies = [Reply.acknowledge, Reply.selfTestPassed]
    default: replies = [Reply.resend]
    }
  }

  private mutating func option(_ byte: UInt8, of command: UInt8) {
    self.command = nil
    replies = [Reply.acknowledge]
    switch command {
    case 0xED: leds = byte & 7
    case 0xF3: typematic = byte & 0x7F
    case 0xF0:
      switch byte {
      case 0: replies.append(scanCodeSet)
      case 1...3:
        scanCodeSet = byte
        queue.removeAll()
      default: replies = [Reply.resend]
      }
    default:
      // FB, FC and FD take codes of set 3 until another command comes.
      let kind: [KeyKind] = [.typematic, .makeBreak, .makeOnly]
      if kinds.count < 256 { kinds = Array(repeating: nil, count: 256) }
      kinds[Int(byte)] = kind[Int(command &- 0xFB) % 3]
      self.command = command
    }
  }

  /// "Default conditions": the typematic rate, the kinds of keys and the set; the queue is cleared. LEDs stay.
  private mutating func setDefaults() {
    let fresh = PS2Keyboard()
    typematic = fresh.typematic
    scanCodeSet = fresh.scanCodeSet
    kinds = fresh.kinds
    queue.removeAll()
    stopRepeating()
  }
}
