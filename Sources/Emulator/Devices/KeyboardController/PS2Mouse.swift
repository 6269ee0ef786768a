/// A PS/2 mouse that can become an IntelliMouse (wheel) and an IntelliMouse Explorer (five buttons). A value, all of it state.
///
/// In stream mode each movement is a report at once while the queue of 16 bytes has room; what does not fit accumulates, without
/// loss, until it has. In remote mode a report is made when asked for, and movement beyond nine bits is an overflow.
/// References are to the PS/2 Hardware Interface Technical Reference, "Auxiliary Device (Mouse)".
public struct PS2Mouse: Codable, Equatable, Sendable {
  /// What "read device type" answers: 0 for three buttons, 3 with a wheel, 4 with five buttons too.
  public internal(set) var identity: UInt8 = 0
  public internal(set) var isReporting = false
  public internal(set) var isRemote = false
  public internal(set) var isWrapping = false
  /// Whether the scaling is 2:1, which stream mode applies.
  public internal(set) var hasDoubleScaling = false
  /// Counts per millimetre are 2 to this power. Kept and told; movement comes in counts already.
  public internal(set) var resolution: UInt8 = 2
  /// Reports per second. Kept, told, and used for the knock; reports are not held back by it.
  public internal(set) var sampleRate: UInt8 = 100
  public internal(set) var buttons: MouseButtons = []
  /// Bytes of reports that wait to be sent.
  public internal(set) var queue: [UInt8] = []
  /// Bytes of answers, ahead of the reports.
  public internal(set) var replies: [UInt8] = []
  /// Movement that no report has told yet: right, up, and the wheel towards the user.
  public internal(set) var dx = 0, dy = 0, dz = 0
  /// The buttons that the last report told.
  var reportedButtons: MouseButtons = []
  /// The last three sample rates: the knock.
  var rates: [UInt8] = []
  /// The command whose option byte is due.
  var command: UInt8?
  /// What the last command was answered with, for "resend".
  var lastAnswer: [UInt8] = []

  static let queueSize = 16

  public init() {}

  /// Whether a byte waits to be sent.
  public var hasData: Bool { !replies.isEmpty || !queue.isEmpty }

  /// The next byte onto the wire. Room in the queue lets movement that has accumulated follow.
  mutating func send() -> UInt8? {
    if !replies.isEmpty { return replies.removeFirst() }
    guard !queue.isEmpty else { return nil }
    let byte = queue.removeFirst()
    stream()
    return byte
  }

  // MARK: Movement

  /// Right, down, and the wheel towards the user are positive, as on a screen.
  mutating func move(dx: Int, dy: Int, wheel: Int) {
    guard isReporting || isRemote else { return }
    let limit = 1 << 30
    self.dx = min(max(self.dx &+ min(max(dx, -limit), limit), -limit), limit)
    self.dy = min(max(self.dy &- min(max(dy, -limit), limit), -limit), limit)
    self.dz = identity == 0 ? 0 : min(max(self.dz &+ min(max(wheel, -limit), limit), -limit), limit)
    stream()
  }

  mutating func setButtons(_ buttons: MouseButtons) {
    self.buttons = buttons
    stream()
  }

  private var reportSize: Int { identity == 0 ? 3 : 4 }

  /// Stream mode: queues reports while there is something to tell and room to tell it.
  private mutating func stream() {
    guard isReporting, !isRemote, !isWrapping else { return }
    while queue.count + reportSize <= Self.queueSize, dx != 0 || dy != 0 || dz != 0 || buttons != reportedButtons {
      let limit = hasDoubleScaling ? 127 : 255
      let (x, y) = (min(max(dx, -limit), limit), min(max(dy, -limit), limit))
      dx -= x
      dy -= y
      queue += report(x: scaled(x), y: scaled(y), z: takeWheel())
    }
  }

  /// Remote mode, "read data": the counters as they are, told once.
  mutating func readData() -> [UInt8] {
    let bytes = report(x: dx, y: dy, z: takeWheel())
    (dx, dy) = (0, 0)
    return bytes
  }

  private mutating func takeWheel() -> Int {
    let z = min(max(dz, -8), 7)
    dz -= z
    return z
  }

  /// The scaling algorithm's table: 0, 1, 1, 3, 6, 9, then twice the count.
  private func scaled(_ count: Int) -> Int {
    guard hasDoubleScaling else { return count }
    let magnitude = abs(count)
    let scaled = magnitude < 6 ? [0, 1, 1, 3, 6, 9][magnitude] : magnitude * 2
    return count < 0 ? -scaled : scaled
  }

  /// Byte 1: YO XO YS XS 1 M R L. Bytes 2 and 3: the low eight bits of X and Y. Byte 4, if any: the wheel, and buttons 4 and 5.
  private mutating func report(x: Int, y: Int, z: Int) -> [UInt8] {
    reportedButtons = buttons
    var status: UInt8 = 0x08 | buttons.rawValue & 7
    if x < 0 { status |= 0x10 }
    if y < 0 { status |= 0x20 }
    if x < -256 || x > 255 { status |= 0x40 }
    if y < -256 || y > 255 { status |= 0x80 }
    let (x, y) = (min(max(x, -256), 255), min(max(y, -256), 255))
    var bytes = [status, UInt8(truncatingIfNeeded: x), UInt8(truncatingIfNeeded: y)]
    if identity == 3 { bytes.append(UInt8(truncatingIfNeeded: z)) }
    if identity == 4 { bytes.append(UInt8(truncatingIfNeeded: z) & 0x0F | (buttons.rawValue & 0x18) << 1) }
    return bytes
  }

  func describe() -> String {
    let kind = identity == 4 ? "five buttons and a wheel" : identity == 3 ? "wheel" : "three buttons"
    return """
      \(kind)  \(isWrapping ? "wrap" : isRemote ? "remote" : "stream")  \(isReporting ? "reporting" : "disabled")  \
      \(1 << Int(resolution & 3)) counts/mm  \(sampleRate)/s  scaling \(hasDoubleScaling ? "2:1" : "1:1")  \
      queue \(queue.map(\.hexadecimal).joined(separator: " "))
      """
  }
}

/// Buttons in the order of the report's bits.
public struct MouseButtons: OptionSet, Codable, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let left = MouseButtons(rawValue: 1)
  public static let right = MouseButtons(rawValue: 2)
  public static let middle = MouseButtons(rawValue: 4)
  /// The fourth and the fifth button.
  public static let back = MouseButtons(rawValue: 8)
  public static let forward = MouseButtons(rawValue: 16)
}
