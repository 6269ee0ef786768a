@_exported import GuestGraphics

/// What a window is when it is made.
public struct WindowOptions: Equatable, Sendable {
  public var title: String
  /// Of the content, without the title bar.
  public var size: Size
  public var minimumSize: Size
  public var isResizable: Bool
  /// Whether the content has weighted colours, 0xAARRGGBB, that what lies below shines through.
  public var isTranslucent: Bool
  /// Which of ``ProgramIcon/all``.
  public var icon: Int

  public init(
    title: String, size: Size, minimumSize: Size = Size(width: 160, height: 80), isResizable: Bool = true,
    isTranslucent: Bool = false, icon: Int = ProgramIcon.all.count - 1
  ) {
    self.title = title
    self.size = size
    self.minimumSize = minimumSize
    self.isResizable = isResizable
    self.isTranslucent = isTranslucent
    self.icon = icon
  }
}

/// What a program asks of the compositor. A window that is not the program's own, or numbers that make no sense, are
/// answered with ``WindowEvent/refused``, and nothing else happens.
public enum WindowRequest: Equatable, Sendable {
  /// Answered with ``WindowEvent/created``.
  case create(WindowOptions)
  /// From now on the content comes from the memory that is attached to the message: rows of `stride` pixels.
  case attach(window: UInt32, width: Int, height: Int, stride: Int)
  /// A part of the content is ready to be shown. Answered with ``WindowEvent/presented``; until then the program had better
  /// not draw there.
  case damage(window: UInt32, Rectangle)
  case setTitle(window: UInt32, String)
  case setCursor(window: UInt32, CursorShape)
  case close(window: UInt32)
  case resize(window: UInt32, Size)
  /// A part of a text; the first part clears what was there.
  case setClipboard(String, isFirst: Bool)
  /// Answered with ``WindowEvent/clipboard``.
  case getClipboard
  case setDark(Bool)
  case setWallpaper(Int)
  /// 1, slow, to 9.
  case setPointerSpeed(Int)
  case setMode(Size)
  /// Answered with ``WindowEvent/settings``.
  case getSettings

  public var message: Message {
    switch self {
    case .create(let options):
      let flags = (options.isResizable ? 1 : 0) | (options.isTranslucent ? 2 : 0)
      return Message(
        kind: 1,
        [
          options.size.width, options.size.height, options.minimumSize.width, options.minimumSize.height, flags,
          options.icon,
        ], text: options.title)
    case .attach(let window, let width, let height, let stride):
      return Message(kind: 2, window: window, [width, height, stride])
    case .damage(let window, let area):
      return Message(kind: 3, window: window, [area.x, area.y, area.width, area.height])
    case .setTitle(let window, let title): return Message(kind: 4, window: window, text: title)
    case .setCursor(let window, let shape): return Message(kind: 5, window: window, [Int(shape.rawValue)])
    case .close(let window): return Message(kind: 6, window: window)
    case .resize(let window, let size): return Message(kind: 7, window: window, [size.width, size.height])
    case .setClipboard(let text, let isFirst): return Message(kind: 8, [isFirst ? 1 : 0], text: text)
    case .getClipboard: return Message(kind: 9)
    case .setDark(let isDark): return Message(kind: 10, [isDark ? 1 : 0])
    case .setWallpaper(let number): return Message(kind: 11, [number])
    case .setPointerSpeed(let speed): return Message(kind: 12, [speed])
    case .setMode(let size): return Message(kind: 13, [size.width, size.height])
    case .getSettings: return Message(kind: 14)
    }
  }

  /// Nil where there is no such request.
  public init?(_ message: Message) {
    let numbers = message.numbers
    switch message.kind {
    case 1:
      self = .create(
        WindowOptions(
          title: message.text, size: Size(width: numbers[0], height: numbers[1]),
          minimumSize: Size(width: numbers[2], height: numbers[3]), isResizable: numbers[4] & 1 != 0,
          isTranslucent: numbers[4] & 2 != 0, icon: numbers[5]))
    case 2: self = .attach(window: message.window, width: numbers[0], height: numbers[1], stride: numbers[2])
    case 3: self = .damage(window: message.window, message.rectangle())
    case 4: self = .setTitle(window: message.window, message.text)
    case 5:
      guard let shape = CursorShape(rawValue: UInt8(truncatingIfNeeded: numbers[0])) else { return nil }
      self = .setCursor(window: message.window, shape)
    case 6: self = .close(window: message.window)
    case 7: self = .resize(window: message.window, Size(width: numbers[0], height: numbers[1]))
    case 8: self = .setClipboard(message.text, isFirst: numbers[0] != 0)
    case 9: self = .getClipboard
    case 10: self = .setDark(numbers[0] != 0)
    case 11: self = .setWallpaper(numbers[0])
    case 12: self = .setPointerSpeed(numbers[0])
    case 13: self = .setMode(Size(width: numbers[0], height: numbers[1]))
    case 14: self = .getSettings
    default: return nil
    }
  }
}
