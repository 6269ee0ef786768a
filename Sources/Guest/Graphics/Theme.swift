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
  public var warning = Color(0xF2B04A)
  public var success = Color(0x4CC38A)

  // MARK: Windows
  public var isDark = true
  /// Behind controls.
  public var window = Color(0x171D2B)
  /// Title bars: of the window that has the keyboard, and of the others.
  public var bar = Color(0x202839)
  public var barInactive = Color(0x1A2130)
  /// Side bars, headers of tables, tool bars.
  public var side = Color(0x131825)
  /// Buttons and other things to be pressed, at rest, under the pointer, and pressed.
  public var control = Color(0x2A3348)
  public var controlHover = Color(0x344059)
  public var controlPressed = Color(0x212A3D)
  public var controlLine = Color(0x3A4560)
  /// What is chosen, and text on it.
  public var selection = Color(0x2F6BE0)
  public var onSelection = Color(0xFFFFFF)
  /// What is chosen in a window that has not the keyboard.
  public var selectionInactive = Color(0x2B3650)
  public var hover = Color(0x222B3E)
  /// Of shadows, up to 256.
  public var shadow: UInt32 = 150
  public var panel = Color(0x0F1420)
  public var panelLine = Color(0x222A3C)

  public init() {}

  public static let dark = Theme()

  public static let light: Theme = {
    var theme = Theme()
    theme.isDark = false
    theme.text = Color(0x1C2333)
    theme.muted = Color(0x566178)
    theme.faint = Color(0x8E98AC)
    theme.accent = Color(0x1F8FB8)
    theme.accentDeep = Color(0x2563D8)
    theme.panelTop = Color(0xFFFFFF)
    theme.panelBottom = Color(0xF7F8FB)
    theme.line = Color(0xDCE0E8)
    theme.well = Color(0xFFFFFF)
    theme.alarm = Color(0xD8394B)
    theme.warning = Color(0xB97509)
    theme.success = Color(0x1E8E5A)
    theme.window = Color(0xF5F6F9)
    theme.bar = Color(0xFFFFFF)
    theme.barInactive = Color(0xEEF0F4)
    theme.side = Color(0xECEEF3)
    theme.control = Color(0xFFFFFF)
    theme.controlHover = Color(0xF2F5FA)
    theme.controlPressed = Color(0xE3E8F1)
    theme.controlLine = Color(0xCBD1DD)
    theme.selection = Color(0x2F6BE0)
    theme.selectionInactive = Color(0xD5DCE9)
    theme.hover = Color(0xE6EAF1)
    theme.shadow = 82
    theme.panel = Color(0xF4F6FA)
    theme.panelLine = Color(0xD3D8E2)
    return theme
  }()
}

/// The fonts of the screen, each made ready when it is first asked for.
public final class Fonts {
  public private(set) lazy var title = Font(.title)
  public private(set) lazy var heading = Font(.heading)
  public private(set) lazy var clock = Font(.clock)
  public private(set) lazy var body = Font(.body)
  /// Of controls, lists and menus.
  public private(set) lazy var text = Font(.text)
  public private(set) lazy var strong = Font(.strong)
  public private(set) lazy var label = Font(.label)
  public private(set) lazy var fixed = Font(.fixed)
  public private(set) lazy var fixedBold = Font(.fixedBold)

  public init() {}
}
