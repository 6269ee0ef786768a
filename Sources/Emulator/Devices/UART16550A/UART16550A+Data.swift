/// The way of a character: out at once, in at the speed of the line.
extension UART16550A {
  static let fifoSize = 16

  /// RCVR trigger level, FCR bits 7 and 6.
  var triggerLevel: Int { [1, 4, 8, 14][Int(registers.fifoControl >> 6)] }

  /// WLS: 5 to 8 bits.
  var wordLength: Int { Int(registers.lineControl & 3) + 5 }

  /// Start, data, parity and stop bits at 1.8432 MHz / (16 · divisor), in ticks. A divisor of zero stops a real baud generator;
  /// here it counts as 1, so that a guest that never set the speed can still be typed at.
  private var characterTime: UInt64 {
    let bits = UInt64(2 + wordLength + (registers.lineControl.bit(3) ? 1 : 0) + (registers.lineControl.bit(2) ? 1 : 0))
    return clock.tick(ofPeriod: bits * UInt64(max(registers.divisor, 1)), hertz: 115_200)
  }

  // MARK: Out

  /// A write of THR. The request falls for a moment even if it rises again for the same reason: a new edge, a new interrupt.
  func transmit(_ byte: UInt8) {
    registers.transmitterInterrupt = false
    update()
    if isLooped {
      accept(ReceivedByte(byte: byte & UInt8(truncatingIfNeeded: (1 << wordLength) - 1)))
    } else {
      onTransmit?(byte)
    }
    registers.transmitterInterrupt = true
  }

  // MARK: In

  /// Starts the next character on its way, if there is one and none is under way.
  func scheduleArrival() {
    guard registers.arrivesAt == nil, waitingCount > 0 else { return }
    registers.arrivesAt = clock.now &+ characterTime
    arrival.deadline = clock.now &+ characterTime
  }

  /// The time of ``State/arrivesAt`` has come.
  func hasArrived() {
    registers.arrivesAt = nil
    deliver()
  }

  /// The time of ``State/timesOutAt`` has come.
  func hasTimedOut() {
    registers.timesOutAt = nil
    registers.hasTimedOut = !registers.received.isEmpty
    update()
  }

  /// A character is through the line: it goes into the FIFO, or waits until there is room. In loopback the line is cut off.
  func deliver() {
    let room = hasFIFO ? Self.fifoSize : 1
    guard waitingCount > 0, !isLooped, registers.received.count < room else { return }
    let character = registers.incoming[registers.incomingStart]
    registers.incomingStart += 1
    if registers.incomingStart == registers.incoming.count || registers.incomingStart >= 4096 {
      registers.incoming.removeFirst(registers.incomingStart)
      registers.incomingStart = 0
    }
    accept(character)
    scheduleArrival()
    update()
  }

  /// Puts a character into the FIFO or the buffer. Overrun: a full FIFO keeps what it has, the buffer takes the new one.
  private func accept(_ character: ReceivedByte) {
    if hasFIFO {
      if registers.received.count >= Self.fifoSize {
        registers.lineErrors |= LSR.overrun
      } else {
        registers.received.append(character)
      }
    } else {
      if !registers.received.isEmpty { registers.lineErrors |= LSR.overrun }
      registers.received = [character]
    }
    restartTimeout()
  }

  /// A read of RBR.
  func readBuffer() -> UInt8 {
    if !registers.received.isEmpty {
      registers.lastReceived = registers.received.removeFirst().byte
      restartTimeout()
      update()
      if registers.arrivesAt == nil { scheduleArrival() }
    }
    return registers.lastReceived
  }

  /// "FIFO Interrupt Mode Operation": the time-out comes four character times after the last character came or was read.
  private func restartTimeout() {
    registers.hasTimedOut = false
    registers.timesOutAt = hasFIFO && !registers.received.isEmpty ? clock.now &+ characterTime &* 4 : nil
    timeout.deadline = registers.timesOutAt ?? .max
  }

  /// A write of FCR. Turning the FIFOs on or off empties them; bits 1 and 2 empty one each and clear themselves.
  func writeFIFOControl(_ value: UInt8) {
    let changes = (value ^ registers.fifoControl) & 1 != 0
    if changes || value & 0x02 != 0 { registers.received.removeAll() }
    if changes || value & 0x04 != 0 { registers.transmitterInterrupt = true }
    // "Bit 0 must be a 1 when other FCR bits are written to or they will not be programmed."
    registers.fifoControl = value & 1 != 0 ? value & 0xC9 : 0
    restartTimeout()
    if registers.arrivesAt == nil { scheduleArrival() }
  }
}
