import Machine

/// Our names of keys as QEMU's (`qapi/ui.json`, QKeyCode).
enum QEMUKeys {
  static func event(_ key: Key, isDown: Bool) -> [String: Any] {
    let code: [String: Any] = ["type": "qcode", "data": name(key)]
    return ["type": "key", "data": ["down": isDown, "key": code] as [String: Any]]
  }

  static func name(_ key: Key) -> String {
    if key.rawValue.hasPrefix("digit") { return String(key.rawValue.dropFirst(5)) }
    return names[key] ?? key.rawValue
  }

  /// Those that differ.
  private static let names: [Key: String] = [
    .enter: "ret", .escape: "esc", .space: "spc", .bracketLeft: "bracket_left", .bracketRight: "bracket_right",
    .quote: "apostrophe", .backquote: "grave_accent", .period: "dot", .intlBackslash: "less", .capsLock: "caps_lock",
    .arrowLeft: "left", .arrowRight: "right", .arrowUp: "up", .arrowDown: "down", .pageUp: "pgup",
    .pageDown: "pgdn", .controlLeft: "ctrl", .controlRight: "ctrl_r", .shiftLeft: "shift", .shiftRight: "shift_r",
    .altLeft: "alt", .altRight: "alt_r", .metaLeft: "meta_l", .metaRight: "meta_r", .contextMenu: "menu",
  ]
}
