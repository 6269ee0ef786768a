import SystemCalls

/// What a terminal does between a keyboard and a program: it shows what is typed, lets a line be corrected, turns some keys into
/// signals, and hands lines, or single bytes, to who reads (POSIX, "General Terminal Interface").
///
/// Pure: bytes go in, bytes to show and to read come out. Nothing is allocated after the start.
public struct LineDiscipline: ~Copyable {
  public var mode = TerminalMode.cooked
  public var size = TerminalSize()

  /// What was typed and may be read, and behind it the line that is still being typed.
  private let bytes: UnsafeMutablePointer<UInt8>
  /// Beside each byte: whether reading stops behind it, since a line ends there, or the input does.
  private let ends: UnsafeMutablePointer<Mark>
  private static let capacity = 4096
  private var start = 0
  private var count = 0
  /// How much of it can be read.
  private var readable = 0

  private enum Mark: UInt8 {
    case none
    case line
    /// No byte at all: Ctrl-D.
    case inputEnd
  }

  /// Keys, as bytes.
  public enum Key {
    public static let interrupt: UInt8 = 0x03
    public static let end: UInt8 = 0x04
    static let backspace: UInt8 = 0x08
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let killLine: UInt8 = 0x15
    static let eraseWord: UInt8 = 0x17
    static let quit: UInt8 = 0x1C
    static let delete: UInt8 = 0x7F
  }

  public init() {
    bytes = .allocate(capacity: Self.capacity)
    bytes.initialize(repeating: 0, count: Self.capacity)
    ends = .allocate(capacity: Self.capacity)
    ends.initialize(repeating: .none, count: Self.capacity)
  }

  deinit {
    bytes.deallocate()
    ends.deallocate()
  }

  /// Whether a read would not have to wait.
  public var isReadable: Bool { readable > 0 }

  // MARK: Typing

  /// A byte was typed. `show` gets what is to appear; the result is the signal that it means.
  public mutating func type(_ typed: UInt8, show: (UInt8) -> Void) -> Signal? {
    var byte = typed
    if mode.contains(.newLines), byte == Key.carriageReturn { byte = Key.lineFeed }
    if mode.contains(.signals), byte == Key.interrupt || byte == Key.quit {
      dropLine()
      // The rest of what was typed ahead goes with it.
      (start, count, readable) = (0, 0, 0)
      echo(byte, show)
      newLine(show)
      return byte == Key.interrupt ? .interrupt : .quit
    }
    guard mode.contains(.canonical) else {
      if append(byte, .line) {
        readable = count
        echo(byte, show)
      }
      return nil
    }
    switch byte {
    case Key.backspace, Key.delete: erase(show)
    case Key.killLine: while eraseOne(show) {}
    case Key.eraseWord:
      while count > readable, last == 0x20 { _ = eraseOne(show) }
      while count > readable, last != 0x20 { _ = eraseOne(show) }
    case Key.end:
      // Behind a started line it hands that over without an end; on an empty one the input is at its end.
      if count > readable {
        ends[index(count - 1)] = .line
      } else if !append(0, .inputEnd) {
        return nil
      }
      readable = count
    case Key.lineFeed:
      // There is always room for the end of a line: see append.
      (bytes[index(count)], ends[index(count)]) = (byte, .line)
      count += 1
      readable = count
      if mode.contains(.echo) { newLine(show) }
    default:
      if append(byte, .none) { echo(byte, show) }
    }
    return nil
  }

  /// When the mode changes, what was typed can be read as it is.
  public mutating func setMode(_ new: TerminalMode) {
    if mode.contains(.canonical), !new.contains(.canonical) { readable = count }
    mode = new
  }

  private var last: UInt8 { bytes[index(count - 1)] }

  private func index(_ position: Int) -> Int { (start + position) % Self.capacity }

  /// False where there is no room: the byte is lost, but the end of a line still fits.
  private mutating func append(_ byte: UInt8, _ mark: Mark) -> Bool {
    guard count < Self.capacity - 2 else { return false }
    (bytes[index(count)], ends[index(count)]) = (byte, mark)
    count += 1
    return true
  }

  private mutating func dropLine() { count = readable }

  private mutating func erase(_ show: (UInt8) -> Void) {
    // A character's further bytes go with its first.
    while count > readable, last & 0xC0 == 0x80 { count -= 1 }
    _ = eraseOne(show)
  }

  private mutating func eraseOne(_ show: (UInt8) -> Void) -> Bool {
    guard count > readable else { return false }
    let byte = last
    count -= 1
    guard mode.contains(.echo), byte & 0xC0 != 0x80 else { return true }
    // Control characters were shown as two.
    for _ in 0..<(byte < 0x20 ? 2 : 1) { for shown: UInt8 in [8, 0x20, 8] { show(shown) } }
    return true
  }

  // MARK: Showing

  private func echo(_ byte: UInt8, _ show: (UInt8) -> Void) {
    guard mode.contains(.echo) else { return }
    if byte == Key.lineFeed {
      newLine(show)
    } else if byte < 0x20, byte != 9 {
      show(0x5E)
      show(byte + 0x40)
    } else {
      show(byte)
    }
  }

  private func newLine(_ show: (UInt8) -> Void) {
    if mode.contains(.newLines) { show(Key.carriageReturn) }
    show(Key.lineFeed)
  }

  /// A byte that a program writes, as it is to appear.
  public func write(_ byte: UInt8, show: (UInt8) -> Void) {
    if byte == Key.lineFeed { newLine(show) } else { show(byte) }
  }

  // MARK: Reading

  /// Takes up to a line of what can be read. 0 at the end of the input; nil where there is nothing yet.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard readable > 0 else { return nil }
    if mode.contains(.canonical), ends[start] == .inputEnd {
      take()
      return 0
    }
    var done = 0
    while done < buffer.count, readable > 0 {
      let mark = ends[start]
      if mark == .inputEnd {
        // Typed while lines were edited; as a byte it means nothing. Before, it ends this read.
        if mode.contains(.canonical) { break }
        take()
        continue
      }
      buffer[done] = bytes[start]
      done += 1
      take()
      if mark == .line, mode.contains(.canonical) { break }
    }
    return done
  }

  private mutating func take() {
    start = (start + 1) % Self.capacity
    count -= 1
    readable -= 1
  }
}
