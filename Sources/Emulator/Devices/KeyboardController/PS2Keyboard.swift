/// An IBM PS/2 keyboard with 105 keys: what is behind the wire, not the controller. A value, all of it state.
///
/// Keys go into a queue of 16 bytes, answers to commands in front of it. A key that does not fit leaves an overrun code in its
/// place. Time is an argument, in ticks; the one deadline is ``repeatsAt``.
/// References are to the PS/2 Hardware Interface Technical Reference, "Keyboards (101- and 102-Key)".
public struct PS2Keyboard: Codable, Equatable, Sendable {
  /// 1, 2 or 3.
  public internal(set) var scanCodeSet: UInt8 = 2
  /// Scroll Lock, Num Lock, Caps Lock: bits 0–2.
  public internal(set) var leds: UInt8 = 0
  /// The delay and the rate of repetition, as command F3 takes them: 500 ms, 10.9 a second.
  public internal(set) var typematic: UInt8 = 0x2B
  /// False between "default disable" and "enable".
  public internal(set) var isScanning = true
  /// Keys that are down, in the order in which they went down.
  public internal(set) var held: [Key] = []
  /// The key that repeats, and the tick at which it does next.
  public internal(set) var repeating: Key?
  public internal(set) var repeatsAt: UInt64?
  /// Bytes of keys that wait to be sent.
  public internal(set) var queue: [UInt8] = []
  /// Bytes of answers that wait to be sent, ahead of the keys.
  public internal(set) var replies: [UInt8] = []
  /// The last byte sent, for "resend".
  public internal(set) var lastSent: UInt8 = 0
  /// The command whose option byte is due.
  public internal(set) var command: UInt8?
  /// What the keys do in set 3, by make code: nil where it is the default; empty when it is everywhere.
  var kinds: [KeyKind?] = []

  static let queueSize = 16

  public init() {}

  /// Whether a byte waits to be sent.
  public var hasData: Bool { !replies.isEmpty || !queue.isEmpty }

  /// The next byte onto the wire.
  mutating func send() -> UInt8? {
    if !replies.isEmpty {
      lastSent = replies.removeFirst()
    } else if !queue.isEmpty {
      lastSent = queue.removeFirst()
    } else {
      return nil
    }
    return lastSent
  }

  // MARK: Keys

  /// A key goes down. One that is down already stays so: the keyboard repeats by itself.
  mutating func press(_ key: Key, now: UInt64, clock: Clock) {
    guard !held.contains(key) else { return }
    held.append(key)
    guard isScanning else { return }
    enqueue(makeCode(of: key))
    repeating = repeats(key) ? key : nil
    let quarters = UInt64(typematic >> 5 & 3) + 1
    repeatsAt = repeating == nil ? nil : now &+ clock.tick(ofPeriod: quarters, hertz: 4)
  }

  mutating func release(_ key: Key) {
    guard let index = held.firstIndex(of: key) else { return }
    held.remove(at: index)
    if repeating == key { stopRepeating() }
    if isScanning { enqueue(breakCode(of: key)) }
  }

  /// ``repeatsAt`` has come. While earlier bytes wait, the wire is held and the repetition is dropped: "only the first make code is
  /// stored in the buffer".
  mutating func repeatKey(now: UInt64, clock: Clock) {
    guard let repeating, isScanning else { return stopRepeating() }
    if !hasData { enqueue(repeatCode(of: repeating)) }
    // The period is (8 + A) · 2^B / 240 s.
    let units = (UInt64(typematic & 7) + 8) << UInt64(typematic >> 3 & 3)
    repeatsAt = now &+ clock.tick(ofPeriod: units, hertz: 240)
  }

  mutating func stopRepeating() {
    repeating = nil
    repeatsAt = nil
  }

  /// Puts a key's bytes into the queue, all or none; a full queue ends in an overrun code.
  private mutating func enqueue(_ bytes: [UInt8]) {
    if queue.count + bytes.count <= Self.queueSize {
      queue += bytes
    } else if queue.count <= Self.queueSize {
      let overrun: UInt8 = scanCodeSet == 1 ? 0xFF : 0x00
      if queue.last != overrun { queue.append(overrun) }
    }
  }

  func describe() -> String {
    let locks = ["Scroll", "Num", "Caps"].enumerated().filter { leds.bit($0.offset) }.map(\.element)
    return """
      set \(scanCodeSet)  \(isScanning ? "scanning" : "disabled")  LEDs \(locks.isEmpty ? "off" : locks.joined(separator: ", "))  \
      typematic \(typematic.hexadecimal)  held \(held.map(\.rawValue).joined(separator: " "))  \
      queue \(queue.map(\.hexadecimal).joined(separator: " "))
      """
  }
}
