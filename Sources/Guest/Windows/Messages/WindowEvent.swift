/// What the pointer does over a window, in pixels from the content's upper left corner.
public struct PointerEvent: Equatable, Sendable {
  public enum Action: UInt8, Sendable { case moved, pressed, released, wheel, left }
  public enum Button: UInt8, Sendable { case none, left, right, middle }

  public var action: Action
  public var x: Int
  public var y: Int
  /// Which was pressed or released; while moving, which is held.
  public var button: Button
  /// Of a press, how many came close after each other, at one place; of the wheel, steps towards the user.
  public var count: Int
  public var modifiers: KeyModifiers

  public init(
    _ action: Action, x: Int, y: Int, button: Button = .none, count: Int = 0, modifiers: KeyModifiers = []
  ) {
    self.action = action
    self.x = x
    self.y = y
    self.button = button
    self.count = count
    self.modifiers = modifiers
  }
}

/// What holds for the whole desktop.
public struct DesktopSettings: Equatable, Sendable {
  public var isDark: Bool
  public var wallpaper: Int
  public var pointerSpeed: Int
  public var mode: Size

  public init(isDark: Bool = true, wallpaper: Int = 0, pointerSpeed: Int = 5, mode: Size) {
    self.isDark = isDark
    self.wallpaper = wallpaper
    self.pointerSpeed = pointerSpeed
    self.mode = mode
  }
}

/// What the compositor tells a program.
public enum WindowEvent: Equatable, Sendable {
  /// The window that was asked for, and how large its content is to be.
  case created(window: UInt32, Size)
  /// The content is to have another size: attach memory for it.
  case configure(window: UInt32, Size)
  /// Somebody wants the window closed.
  case closeRequested(window: UInt32)
  case key(window: UInt32, KeyEvent)
  case pointer(window: UInt32, PointerEvent)
  case focus(window: UInt32, Bool)
  /// All damage that was announced is on the screen: time for the next picture.
  case presented(window: UInt32)
  case clipboard(String, isLast: Bool)
  case settings(DesktopSettings)
  /// A request of this kind made no sense.
  case refused(kind: Int, window: UInt32)

  public var message: Message {
    switch self {
    case .created(let window, let size): return Message(kind: 1, window: window, [size.width, size.height])
    case .configure(let window, let size): return Message(kind: 2, window: window, [size.width, size.height])
    case .closeRequested(let window): return Message(kind: 3, window: window)
    case .key(let window, let event):
      let (code, scalar) = event.key.numbers
      return Message(kind: 4, window: window, [code, scalar, Int(event.modifiers.rawValue), event.isDown ? 1 : 0])
    case .pointer(let window, let event):
      return Message(
        kind: 5, window: window,
        [
          Int(event.action.rawValue), event.x, event.y, Int(event.button.rawValue), event.count,
          Int(event.modifiers.rawValue),
        ])
    case .focus(let window, let hasFocus): return Message(kind: 6, window: window, [hasFocus ? 1 : 0])
    case .presented(let window): return Message(kind: 7, window: window)
    case .clipboard(let text, let isLast): return Message(kind: 8, [isLast ? 1 : 0], text: text)
    case .settings(let settings):
      return Message(
        kind: 9,
        [
          settings.isDark ? 1 : 0, settings.wallpaper, settings.pointerSpeed, settings.mode.width, settings.mode.height,
        ])
    case .refused(let kind, let window): return Message(kind: 10, window: window, [kind])
    }
  }

  public init?(_ message: Message) {
    let (window, numbers) = (message.window, message.numbers)
    switch message.kind {
    case 1: self = .created(window: window, Size(width: numbers[0], height: numbers[1]))
    case 2: self = .configure(window: window, Size(width: numbers[0], height: numbers[1]))
    case 3: self = .closeRequested(window: window)
    case 4:
      guard let key = KeyPress.Key(code: numbers[0], scalar: numbers[1]) else { return nil }
      self = .key(
        window: window,
        KeyEvent(key, modifiers: KeyModifiers(rawValue: UInt8(truncatingIfNeeded: numbers[2])), isDown: numbers[3] != 0)
      )
    case 5:
      guard let action = PointerEvent.Action(rawValue: UInt8(truncatingIfNeeded: numbers[0])),
        let button = PointerEvent.Button(rawValue: UInt8(truncatingIfNeeded: numbers[3]))
      else { return nil }
      self = .pointer(
        window: window,
        PointerEvent(
          action, x: numbers[1], y: numbers[2], button: button, count: numbers[4],
          modifiers: KeyModifiers(rawValue: UInt8(truncatingIfNeeded: numbers[5]))))
    case 6: self = .focus(window: window, numbers[0] != 0)
    case 7: self = .presented(window: window)
    case 8: self = .clipboard(message.text, isLast: numbers[0] != 0)
    case 9:
      self = .settings(
        DesktopSettings(
          isDark: numbers[0] != 0, wallpaper: numbers[1], pointerSpeed: numbers[2],
          mode: Size(width: numbers[3], height: numbers[4])))
    case 10: self = .refused(kind: numbers[0], window: window)
    default: return nil
    }
  }
}

extension KeyPress.Key {
  private static let named: [KeyPress.Key] = [
    .enter, .backspace, .delete, .tab, .escape, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
    .shift, .control, .alternate, .capsLock, .command, .menu,
  ]

  /// A number, and the character or the number of the function key.
  var numbers: (Int, Int) {
    switch self {
    case .character(let scalar): (1, Int(scalar.value))
    case .function(let number): (2, number)
    default: (3 + (Self.named.firstIndex(of: self) ?? 0), 0)
    }
  }

  init?(code: Int, scalar: Int) {
    switch code {
    case 1:
      guard let value = UInt32(exactly: scalar), let character = Unicode.Scalar(value) else { return nil }
      self = .character(character)
    case 2: self = .function(scalar)
    case 3..<3 + Self.named.count: self = Self.named[code - 3]
    default: return nil
    }
  }
}
