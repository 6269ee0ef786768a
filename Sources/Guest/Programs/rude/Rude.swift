import SystemCalls
import SystemLibrary

/// `rude [COUNT [SEED]]`: a program that the desktop has to bear. It sends random requests about its own and others' windows, memory
/// that is too small or no memory at all, and bytes that are no message, and never takes an answer.
@main
struct Rude {
  static func main() {
    let numbers = Process.arguments.dropFirst().map { UInt64($0) ?? 1 }
    let count = numbers.first.map { Int($0) } ?? 2000
    var random = Numbers(state: numbers.dropFirst().first ?? 1)
    do throws(SystemError) {
      var channel = try Channel.connect(to: "windows")
      for index in 0..<count {
        if index % 200 == 199 {
          // As somebody else: what the last one had goes.
          try channel.descriptor.close()
          channel = try Channel.connect(to: "windows")
        }
        try send(on: channel, &random)
      }
    } catch {
      // A desktop that hangs up has every right to.
      printError("rude: \(error)")
      Process.exit(1)
    }
    print("rude: sent \(count)")
  }

  private static func send(on channel: Channel, _ random: inout Numbers) throws(SystemError) {
    var bytes = [UInt8](repeating: 0, count: 32)
    // Kinds 10 to 13 are settings, which are everybody's to change.
    let kinds: [UInt64] = [1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 14, 15, 40_000]
    store(kinds[Int(random.next() % UInt64(kinds.count))], 2, at: 0, &bytes)
    let text = random.next() % 4 == 0 ? Int(random.next() % 64) : 0
    store(random.next() % 16 == 0 ? random.next() : UInt64(text), 2, at: 2, &bytes)
    store(random.next() % 12, 4, at: 4, &bytes)
    for field in 0..<6 {
      store(random.next() % 3 == 0 ? random.next() : random.next() % 400, 4, at: 8 + 4 * field, &bytes)
    }
    for _ in 0..<text { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
    if random.next() % 16 == 0 { bytes = Array(bytes.dropLast(Int(random.next() % 31))) }
    let attachment = try attachment(&random)
    let result = bytes.withUnsafeBytes {
      systemCall(
        .send, channel.descriptor.number, Int(bitPattern: $0.baseAddress), $0.count, attachment?.number ?? -1)
    }
    try attachment?.close()
    if let error = SystemError(result: result) { throw error }
  }

  private static func attachment(_ random: inout Numbers) throws(SystemError) -> FileDescriptor? {
    switch random.next() % 6 {
    case 0, 1: try SharedMemory(size: Int(random.next() % 300_000) + 1).descriptor
    case 2: try FileDescriptor.open("/dev/zero")
    default: nil
    }
  }

  private static func store(_ value: UInt64, _ count: Int, at place: Int, _ bytes: inout [UInt8]) {
    for index in 0..<count { bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
  }

  private struct Numbers {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
