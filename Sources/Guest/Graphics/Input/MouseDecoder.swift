/// What a mouse reports at once.
public struct MouseReport: Equatable, Sendable {
  /// To the right, and down: as the screen counts.
  public var dx: Int
  public var dy: Int
  /// Towards the user, as a page scrolls down.
  public var wheel: Int
  public var left: Bool
  public var right: Bool
  public var middle: Bool

  public init(dx: Int, dy: Int, wheel: Int, left: Bool, right: Bool, middle: Bool) {
    self.dx = dx
    self.dy = dy
    self.wheel = wheel
    self.left = left
    self.right = right
    self.middle = middle
  }
}

/// Packets of a PS/2 mouse, three bytes, or four where it has a wheel.
///
/// A byte that is lost would shift all that follow. The first byte of a packet has bit 3 set, so a byte that has not
/// cannot be one; the wheel's byte is a number from -8 to 7; and a packet that is not whole after some time never will
/// be. Where one of these fails, the packet is taken to start a byte later. After that, and at the start, nothing is
/// reported until two packets have followed each other: a wrong guess would press buttons.
public struct MouseDecoder {
  private var bytes = InlineArray<4, UInt8>(repeating: 0)
  private var count = 0
  private let packetSize: Int
  private var lastTime = 0
  /// Whether the last packet ended where this one started.
  private var isAligned: Bool

  private static let alwaysSet: UInt8 = 0x08
  private static let overflow: UInt8 = 0xC0

  /// `isAligned` says that the mouse has been silent: the first byte to come starts a packet.
  public init(hasWheel: Bool, isAligned: Bool = true) {
    packetSize = hasWheel ? 4 : 3
    self.isAligned = isAligned
  }

  /// Whether the bytes so far can be the start of a packet.
  private var isPlausible: Bool {
    guard count > 0 else { return true }
    if bytes[0] & Self.alwaysSet == 0 { return false }
    return count < 4 || (bytes[3] &+ 8) < 16
  }

  private mutating func dropFirst() {
    for index in 1..<count { bytes[index - 1] = bytes[index] }
    count -= 1
  }

  /// `time` counts ticks of any length; `patience` of them are too long within a packet.
  public mutating func decode(_ byte: UInt8, time: Int, patience: Int) -> MouseReport? {
    // After a pause a packet starts, whatever was before.
    if time - lastTime > patience {
      count = 0
      isAligned = true
    }
    lastTime = time
    bytes[count] = byte
    count += 1
    while !isPlausible {
      dropFirst()
      isAligned = false
    }
    guard count == packetSize else { return nil }
    count = 0
    guard isAligned else {
      isAligned = true
      return nil
    }

    let first = bytes[0]
    // Where a count overflowed, what is left of it says nothing.
    let moved = first & Self.overflow == 0
    // Nine bits, the ninth in the first byte; the mouse counts upwards.
    let dx = Int(bytes[1]) - (first & 0x10 != 0 ? 256 : 0)
    let dy = Int(bytes[2]) - (first & 0x20 != 0 ? 256 : 0)
    // Four bits of the fourth byte, with a sign.
    let wheel = packetSize == 4 ? Int(Int8(truncatingIfNeeded: bytes[3] << 4) >> 4) : 0
    return MouseReport(
      dx: moved ? dx : 0, dy: moved ? -dy : 0, wheel: wheel, left: first & 1 != 0, right: first & 2 != 0,
      middle: first & 4 != 0)
  }
}
