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
/// cannot be one; and a packet that is not whole after some time never will be.
public struct MouseDecoder {
  private var bytes = InlineArray<4, UInt8>(repeating: 0)
  private var count = 0
  private let packetSize: Int
  private var lastTime = 0

  private static let alwaysSet: UInt8 = 0x08
  private static let overflow: UInt8 = 0xC0

  public init(hasWheel: Bool) { packetSize = hasWheel ? 4 : 3 }

  /// `time` counts ticks of any length; `patience` of them are too long within a packet.
  public mutating func decode(_ byte: UInt8, time: Int, patience: Int) -> MouseReport? {
    if count > 0, time - lastTime > patience { count = 0 }
    lastTime = time
    if count == 0, byte & Self.alwaysSet == 0 { return nil }
    bytes[count] = byte
    count += 1
    guard count == packetSize else { return nil }
    count = 0

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
