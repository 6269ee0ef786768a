@_exported import GuestGraphics
@_exported import GuestWindows

/// What all widgets of a program share: colours, fonts, and pictures that are drawn once.
public final class Style {
  public var theme: Theme
  public let fonts: Fonts
  private var masks: [MaskKey: Mask] = [:]

  private struct MaskKey: Hashable {
    var icon: UInt
    var size: Int
  }

  public init(theme: Theme = .dark, fonts: Fonts = Fonts()) {
    self.theme = theme
    self.fonts = fonts
  }

  func mask(_ icon: Icon, size: Int) -> Mask {
    let key = MaskKey(icon: icon.identity, size: size)
    if let known = masks[key] { return known }
    let mask = icon.mask(size: size)
    masks[key] = mask
    return mask
  }
}

/// Distances on the grid.
public enum Spacing {
  public static let small = 4
  public static let normal = 8
  public static let large = 16
  /// Of buttons, fields and other controls in a row.
  public static let controlHeight = 28
  public static let rowHeight = 24
  public static let cornerRadius = 6
}
