/// "Mode Definitions": how CE and OUT move with CLK and GATE.
///
/// CE is loaded on the CLK pulse after the write or trigger that asked for it, and counts from the pulse after that.
extension ProgrammableIntervalTimer.Channel {
  /// A whole count has been written to CR.
  mutating func setCount(_ count: UInt16, at pulse: UInt64) {
    countRegister = count
    isNull = true
    switch mode {
    case 0:
      out = false
      hasExpired = false
      loadAt = pulse &+ 1
    case 4: loadAt = pulse &+ 1
    case 2, 3: if !hasCount { loadAt = pulse &+ 1 }  // later counts wait for the end of the (half) cycle
    default: break  // modes 1 and 5 wait for a trigger
    }
    hasCount = true
  }

  /// Drives GATE: "Gate Pin Operations Summary".
  mutating func setGate(_ level: Bool, at pulse: UInt64) {
    guard level != gate else { return }
    advance(to: pulse)
    gate = level
    switch mode {
    case 1, 5: if level && hasCount { loadAt = pulse &+ 1 }
    case 2, 3:
      if !level {
        out = true
      } else if hasCount {
        loadAt = pulse &+ 1
      }
    default: break  // modes 0 and 4: GATE only enables counting
    }
  }

  // MARK: Moving on

  /// The channel as it is at `pulse`.
  func advanced(to pulse: UInt64) -> Self {
    var copy = self
    copy.advance(to: pulse)
    return copy
  }

  /// Brings the channel up to `target`. O(1).
  mutating func advance(to target: UInt64) {
    guard target > pulse else { return }
    if let due = loadAt, due <= target {
      if due > pulse &+ 1 { count(due - pulse - 1) }
      load()
      pulse = due
    }
    if target > pulse { count(target - pulse) }
    pulse = target
  }

  /// CR to CE.
  private mutating func load() {
    loadAt = nil
    isCounting = true
    hasExpired = false
    reload()
    if mode == 1 { out = false }
    if mode == 2 { out = element != 1 || !gate }
  }

  private mutating func reload() {
    element = initialCount
    isNull = false
    isOdd = mode == 3 && element & 1 != 0
    if isOdd { element -= 1 }
  }

  /// `pulses` CLK pulses with no load between them.
  private mutating func count(_ pulses: UInt64) {
    guard isCounting else { return }
    switch mode {
    case 2: if gate { divide(pulses) }
    case 3: if gate { square(pulses) }
    case 1, 5: countDown(pulses)
    default:
      if gate {
        countDown(pulses)
      } else if mode == 4 {
        out = true  // GATE stops the count, not the end of the strobe
      }
    }
  }

  /// Modes 0, 1, 4, 5: down to zero, then on from the top.
  private mutating func countDown(_ pulses: UInt64) {
    let modulus: UInt64 = isBCD ? 10000 : 65536
    let start = UInt64(max(element, 0))
    element = Int((start + modulus - pulses % modulus) % modulus)
    let reachesZero = !hasExpired && pulses >= start
    if reachesZero { hasExpired = true }
    switch mode {
    case 0, 1: if reachesZero { out = true }
    default: out = !(reachesZero && pulses == start)  // a strobe of one pulse
    }
  }

  /// Mode 2: N, N−1, ... 1, and again; OUT is low while CE is 1. A count that was written meanwhile is taken at the reload.
  private mutating func divide(_ pulses: UInt64) {
    let first = UInt64(max(element, 1))
    if pulses < first {
      element = Int(first - pulses)
    } else {
      reload()
      element -= Int((pulses - first) % UInt64(max(element, 1)))
    }
    out = element != 1
  }

  /// Mode 3: CE counts down by two in each half; an odd count stays one pulse longer in the high half.
  private mutating func square(_ pulses: UInt64) {
    var left = pulses
    if left < remainingInHalf {
      element -= Int(left) * 2
      return
    }
    left -= remainingInHalf
    out.toggle()
    reload()
    let period = UInt64(max(initialCount, 1))
    left %= period
    if left >= remainingInHalf {
      left -= remainingInHalf
      out.toggle()
      reload()
    }
    element -= Int(left) * 2
  }

  /// How many pulses are left before OUT of mode 3 toggles: at the pulse that would take CE below the end of its half.
  private var remainingInHalf: UInt64 { UInt64(max(element, 0) / 2 + (isOdd && out ? 1 : 0)) }

  // MARK: Looking ahead

  /// The next pulse at which OUT may change or CE is loaded; nil when neither comes without a write or a gate.
  var nextEvent: UInt64? {
    if let loadAt { return loadAt }
    guard isCounting else { return nil }
    switch mode {
    case 0: return !hasExpired && gate ? pulse &+ UInt64(element) : nil
    case 1: return !hasExpired ? pulse &+ UInt64(element) : nil
    case 2:
      if !gate || initialCount <= 1 && element <= 1 { return nil }
      return out ? pulse &+ UInt64(max(element - 1, 1)) : pulse &+ 1
    case 3: return gate && initialCount > 1 ? pulse &+ max(remainingInHalf, 1) : nil  // a low half of 1 has no length
    default:
      if !out { return pulse &+ 1 }
      return !hasExpired && (mode == 5 || gate) ? pulse &+ UInt64(element) : nil
    }
  }
}
