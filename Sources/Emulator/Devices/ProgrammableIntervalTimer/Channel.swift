extension ProgrammableIntervalTimer {
  /// One counter of the 8254: "Counter Block Diagram". A value, all of it state.
  ///
  /// Time is an argument: the number of CLK pulses since power-on. The counting element is exact as of ``pulse`` and moves on by
  /// arithmetic (`Channel+Counting.swift`), so a read after a billion pulses costs what a read after one does.
  public struct Channel: Codable, Equatable, Sendable {
    // MARK: Control word

    /// M2–M0, 0...5.
    public internal(set) var mode = 3
    /// Whether it counts in four decimal digits.
    public internal(set) var isBCD = false
    /// RW1 and RW0: which bytes of the count a read or a write moves.
    public internal(set) var access = Access.both
    public enum Access: UInt8, Codable, Sendable {
      case low = 1
      case high = 2
      case both = 3
    }

    // MARK: Counting

    /// CR, the count register, as it was written; BCD if ``isBCD``.
    public internal(set) var countRegister: UInt16 = 0
    /// CE, the counting element: a plain number, 65536 or 10000 when loaded with zero.
    public internal(set) var element = 0
    /// The pulse up to which everything here is exact.
    public internal(set) var pulse: UInt64 = 0
    /// The pulse at which CE takes over CR, after a write or a trigger; nil when none is due.
    public internal(set) var loadAt: UInt64?
    /// Whether CE counts (GATE apart): it has been loaded since the control word.
    public internal(set) var isCounting = false
    /// Modes 0, 1, 4 and 5: CE has reached zero since it was loaded, and now just wraps around.
    public internal(set) var hasExpired = false
    /// Mode 3: the count in CE was loaded from an odd one.
    public internal(set) var isOdd = false
    /// NULL COUNT: what was last written has not reached CE yet.
    public internal(set) var isNull = true
    /// Whether a count has been written since the control word.
    public internal(set) var hasCount = false

    // MARK: Pins

    public internal(set) var out = true
    public internal(set) var gate: Bool

    // MARK: Reading and writing

    /// The low byte of a two-byte count that is half written.
    public internal(set) var halfWritten: UInt8?
    /// Whether the next read of a two-byte count gives the high byte.
    public internal(set) var readsHigh = false
    /// OL, while it is latched.
    public internal(set) var latchedCount: UInt16?
    public internal(set) var latchedStatus: UInt8?

    public init(gate: Bool) { self.gate = gate }

    /// Brings a state from outside, such as a damaged snapshot, into range.
    mutating func confine() {
      mode = min(max(mode, 0), 5)
      element = min(max(element, 0), 65536)
    }

    // MARK: Commands

    /// A control word: the new mode starts with its idle output, and waits for a count.
    mutating func control(_ value: UInt8, at pulse: UInt64) {
      guard let access = Access(rawValue: value >> 4 & 3) else { return latchCount(at: pulse) }
      advance(to: pulse)
      self.access = access
      let field = Int(value >> 1 & 7)
      mode = field > 5 ? field - 4 : field  // M2 is a "don't care" in modes 2 and 3
      isBCD = value.bit(0)
      countRegister = 0
      isCounting = false
      hasExpired = false
      isNull = true
      hasCount = false
      loadAt = nil
      halfWritten = nil
      readsHigh = false
      latchedCount = nil
      latchedStatus = nil
      out = mode != 0
    }

    /// "Counter Latch Command": the count stays until it is read; a second latch before that does nothing.
    mutating func latchCount(at pulse: UInt64) {
      guard latchedCount == nil else { return }
      latchedCount = advanced(to: pulse).displayedCount
    }

    /// The status byte of the read-back command.
    mutating func latchStatus(at pulse: UInt64) {
      guard latchedStatus == nil else { return }
      latchedStatus = advanced(to: pulse).status
    }

    /// OUTPUT, NULL COUNT, RW, M, BCD.
    var status: UInt8 {
      (out ? 0x80 : 0) | (isNull ? 0x40 : 0) | access.rawValue << 4 | UInt8(mode & 7) << 1 | (isBCD ? 1 : 0)
    }

    /// CE as the data bus would show it.
    public var displayedCount: UInt16 {
      guard isBCD else { return UInt16(truncatingIfNeeded: element) }
      var (rest, shown) = (element % 10000, 0)
      for digit in 0..<4 {
        shown |= (rest % 10) << (digit * 4)
        rest /= 10
      }
      return UInt16(shown)
    }

    /// The number that CR stands for: zero is the largest count. A digit above nine counts as what it is worth.
    var initialCount: Int {
      guard isBCD else { return countRegister == 0 ? 65536 : Int(countRegister) }
      var value = 0
      for digit in [12, 8, 4, 0] { value = value * 10 + Int(countRegister >> UInt16(digit) & 15) }
      return value == 0 ? 10000 : value
    }

    // MARK: Bytes

    /// A read of the counter's port: a latched status first, then a latched count, then the count as it runs.
    mutating func read(at pulse: UInt64) -> UInt8 {
      if let status = latchedStatus {
        latchedStatus = nil
        return status
      }
      let count = latchedCount ?? advanced(to: pulse).displayedCount
      let isHigh = access == .high || access == .both && readsHigh
      if access == .both { readsHigh.toggle() }
      if access != .both || isHigh { latchedCount = nil }
      return UInt8(truncatingIfNeeded: isHigh ? count >> 8 : count)
    }

    /// A write of the counter's port.
    mutating func write(_ value: UInt8, at pulse: UInt64) {
      advance(to: pulse)
      switch access {
      case .low: setCount(UInt16(value), at: pulse)
      case .high: setCount(UInt16(value) << 8, at: pulse)
      case .both:
        if let low = halfWritten {
          halfWritten = nil
          setCount(UInt16(value) << 8 | UInt16(low), at: pulse)
        } else {
          halfWritten = value
          guard mode == 0 else { return }
          // "Writing the first byte disables counting. OUT is set low immediately."
          isCounting = false
          loadAt = nil
          out = false
        }
      }
    }

    func describe() -> String {
      let modes = [
        "interrupt on terminal count", "one-shot", "rate generator", "square wave", "strobe", "hardware strobe",
      ]
      var latches = latchedCount.map { "  OL \($0.hexadecimal)" } ?? ""
      if let latchedStatus { latches += "  status \(latchedStatus.hexadecimal)" }
      return """
        mode \(mode) (\(modes[mode]))\(isBCD ? " BCD" : "")  CR \(countRegister.hexadecimal)  CE \
        \(displayedCount.hexadecimal)  OUT \(out ? 1 : 0)  GATE \(gate ? 1 : 0)\(isNull ? "  null count" : "")\(latches)
        """
    }
  }
}
