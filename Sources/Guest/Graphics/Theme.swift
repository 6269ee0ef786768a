/// The colours that everything on the screen shares.
public struct Theme: Sendable {
  public var text = Color(0xE8ECF4)
  /// Of labels and second lines.
  public var muted = Color(0x96A2BA)
  /// Of hints.
  public var faint = Color(0x66738F)
  public var accent = Color(0x5FD4E6)
  public var accentDeep = Color(0x3B74E8)
  public var panelTop = Color(0x151C2D)
  public var panelBottom = Color(0x111726)
  /// Borders and dividers.
  public var line = Color(0x263048)
  /// Where text is typed.
  public var well = Color(0x0C111D)
  public var alarm = Color(0xFF5C6C)

  public init() {}
}

/// The fonts of the screen.
public struct Fonts {
  public let title = Font(.title)
  public let clock = Font(.clock)
  public let body = Font(.body)
  public let label = Font(.label)
  public let fixed = Font(.fixed)

  public init() {}
}
