import SystemCalls
import SystemLibrary

/// One child's calls.
struct Attack {
  private var random: RandomSource
  private let own: UnsafeMutableRawBufferPointer

  init(seed: UInt64) {
    random = RandomSource(seed: seed)
    own = .allocate(byteCount: 3 * 4096, alignment: 4096)
    for index in own.indices { own[index] = UInt8(truncatingIfNeeded: random.next()) }
    // Some of it looks like paths.
    for (index, byte) in "/tmp/../dev/zero\0/bin/hello/system/memory".utf8.enumerated() { own[index] = byte }
  }

  mutating func run(_ count: Int) {
    // The console is not what it attacks.
    for descriptor in 0..<3 { systemCall(.close, descriptor) }
    for _ in 0..<count {
      let number = number()
      let values = (0..<6).map { _ in value() }
      raw(number, values)
    }
  }

  /// Mostly a call that there is, but for those that end or stop this child before it has done its part.
  private mutating func number() -> UInt {
    while true {
      let number = UInt(random.next() % 130)
      switch SystemCall(rawValue: number) {
      case .exit, .power, .wait, .accept, .receive, .poll, .sleep, .kill: if random.next() % 16 == 0 { return number }
      case .fork, .spawn: if random.next() % 4 == 0 { return number }
      default: return number
      }
    }
  }

  private mutating func value() -> Int {
    let address = Int(bitPattern: own.baseAddress)
    switch random.next() % 14 {
    case 0: return 0
    case 1: return -1
    case 2: return Int(random.next() % 16)
    case 3: return Int(random.next() % 300)
    case 4: return Int(bitPattern: UInt(truncatingIfNeeded: random.next()))
    case 5: return Int.min
    case 6: return Int.max - Int(random.next() % 5000)
    case 7: return 0x100000 + Int(random.next() % 0x10_0000)
    case 8: return Int(AddressLayout.end) - Int(random.next() % 8192)
    case 9: return Int(AddressLayout.image) + Int(random.next() % 0x20000) - 4096
    case 10: return 1 << Int(random.next() % 63)
    case 11: return Int(random.next() % 4) * 4096
    default: return address + Int(random.next() % UInt64(own.count))
    }
  }

  private func raw(_ number: UInt, _ values: [Int]) {
    // A copy of this child, or a new one, does not go on attacking.
    if number == SystemCall.fork.rawValue {
      if let copy = try? Process.fork() { _ = try? copy.wait() } else { Process.exit(0) }
      return
    }
    if number == SystemCall.power.rawValue, values[0] == 0 || values[0] == 1 { return }
    if number == SystemCall.sleep.rawValue, values[0] > 1_000_000 { return }
    if number == SystemCall.poll.rawValue, values[2] < 0 || values[2] > 1_000_000 { return }
    systemCallRaw(number, values[0], values[1], values[2], values[3], values[4], values[5])
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct RandomSource {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
