/// A key going down, and what it means with the keys that are held.
public struct KeyPress: Equatable, Sendable {
  public enum Key: Equatable, Sendable {
    case character(Unicode.Scalar)
    case enter, backspace, delete, tab, escape, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    case shift, control, alternate, capsLock
    /// The key with a mark between Ctrl and Alt, and the one that opens a menu.
    case command, menu
  }

  public var key: Key
  public var hasControl = false
  public var hasAlternate = false

  public init(key: Key, hasControl: Bool = false, hasAlternate: Bool = false) {
    self.key = key
    self.hasControl = hasControl
    self.hasAlternate = hasAlternate
  }
}

/// The keys that change what others mean.
public struct KeyModifiers: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let shift = KeyModifiers(rawValue: 1)
  public static let control = KeyModifiers(rawValue: 2)
  public static let alternate = KeyModifiers(rawValue: 4)
  public static let command = KeyModifiers(rawValue: 8)
}

/// A key that goes down, repeats while it is held, or comes up, with the modifiers that are held then.
public struct KeyEvent: Equatable, Sendable {
  public var key: KeyPress.Key
  public var modifiers: KeyModifiers
  public var isDown: Bool

  public init(_ key: KeyPress.Key, modifiers: KeyModifiers = [], isDown: Bool = true) {
    self.key = key
    self.modifiers = modifiers
    self.isDown = isDown
  }
}

/// Scan code set 1, as the keyboard controller translates to, with the layout of a US keyboard.
public struct KeyboardDecoder {
  private var hasPrefix = false
  private var leftShift = false
  private var rightShift = false
  private var leftControl = false
  private var rightControl = false
  private var leftAlternate = false
  private var rightAlternate = false
  private var leftCommand = false
  private var rightCommand = false
  public private(set) var capsLock = false
  /// What remains of the one sequence that is longer than a prefix and a code: Pause, E1 1D 45 E1 9D C5.
  private var pauseBytes = 0

  private static let prefix: UInt8 = 0xE0
  private static let pausePrefix: UInt8 = 0xE1
  private static let release: UInt8 = 0x80

  /// From code 0x02 on. A zero where the key is no character.
  private static let plain: StaticString =
    "1234567890-=\0\0qwertyuiop[]\0\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 "
  private static let shifted: StaticString =
    "!@#$%^&*()_+\0\0QWERTYUIOP{}\0\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 "
  /// The keypad with Num Lock on, from code 0x47.
  private static let keypad: StaticString = "789-456+1230."

  public init() {}

  public var hasShift: Bool { leftShift || rightShift }

  public var modifiers: KeyModifiers {
    var held: KeyModifiers = []
    if hasShift { held.insert(.shift) }
    if leftControl || rightControl { held.insert(.control) }
    if leftAlternate || rightAlternate { held.insert(.alternate) }
    if leftCommand || rightCommand { held.insert(.command) }
    return held
  }

  /// The next byte; a key press when it ends one.
  public mutating func decode(_ byte: UInt8) -> KeyPress? {
    guard let event = decodeEvent(byte), event.isDown else { return nil }
    return KeyPress(
      key: event.key, hasControl: event.modifiers.contains(.control), hasAlternate: event.modifiers.contains(.alternate)
    )
  }

  /// The next byte; what happened to a key when it ends that. A modifier counts as held from its own press on, and not at
  /// its release.
  public mutating func decodeEvent(_ byte: UInt8) -> KeyEvent? {
    if pauseBytes > 0 {
      pauseBytes -= 1
      return nil
    }
    switch byte {
    case Self.prefix:
      hasPrefix = true
      return nil
    case Self.pausePrefix:
      pauseBytes = 5
      return nil
    // Answers and complaints of the keyboard: acknowledge, resend, self-test passed, buffer overrun.
    case 0xFA, 0xFE, 0xFF, 0x00:
      hasPrefix = false
      return nil
    default: break
    }
    defer { hasPrefix = false }
    let isDown = byte & Self.release == 0
    let code = byte & ~Self.release
    let key = modifier(code, isDown: isDown) ?? (hasPrefix ? extended(code) : ordinary(code))
    // Shift with a prefix is made up by the keyboard, around the grey keys.
    return key.map { KeyEvent($0, modifiers: modifiers, isDown: isDown) }
  }

  private mutating func modifier(_ code: UInt8, isDown: Bool) -> KeyPress.Key? {
    switch code {
    // With a prefix these are made up by the keyboard, around the grey keys.
    case 0x2A where !hasPrefix: leftShift = isDown
    case 0x36 where !hasPrefix: rightShift = isDown
    case 0x1D:
      if hasPrefix { rightControl = isDown } else { leftControl = isDown }
      return .control
    case 0x38:
      if hasPrefix { rightAlternate = isDown } else { leftAlternate = isDown }
      return .alternate
    case 0x5B where hasPrefix:
      leftCommand = isDown
      return .command
    case 0x5C where hasPrefix:
      rightCommand = isDown
      return .command
    case 0x3A where !hasPrefix:
      if isDown { capsLock.toggle() }
      return .capsLock
    default: return nil
    }
    return .shift
  }

  private func extended(_ code: UInt8) -> KeyPress.Key? {
    switch code {
    case 0x1C: .enter
    case 0x35: .character("/")
    case 0x47: .home
    case 0x48: .up
    case 0x49: .pageUp
    case 0x4B: .left
    case 0x4D: .right
    case 0x4F: .end
    case 0x50: .down
    case 0x51: .pageDown
    case 0x52: .insert
    case 0x53: .delete
    case 0x5D: .menu
    default: nil
    }
  }

  private func ordinary(_ code: UInt8) -> KeyPress.Key? {
    switch code {
    case 0x01: .escape
    case 0x0E: .backspace
    case 0x0F: .tab
    case 0x1C: .enter
    case 0x3B...0x44: .function(Int(code) - 0x3A)
    case 0x57: .function(11)
    case 0x58: .function(12)
    case 0x47...0x53: .character(Unicode.Scalar(Self.keypad.utf8Start[Int(code) - 0x47]))
    case 0x02...0x39: character(Int(code) - 2)
    default: nil
    }
  }

  private func character(_ index: Int) -> KeyPress.Key? {
    let plain = Self.plain.utf8Start[index]
    guard plain != 0 else { return nil }
    let isLetter = plain >= 0x61 && plain <= 0x7A
    let usesShifted = isLetter ? hasShift != capsLock : hasShift
    return .character(Unicode.Scalar(usesShifted ? Self.shifted.utf8Start[index] : plain))
  }
}
