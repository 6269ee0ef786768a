#if hasFeature(Embedded)
  import GuestGraphics

  /// A key press in words.
  enum KeyText {
    static func describe(_ press: KeyPress, capsLock: Bool) -> String {
      let name = name(press.key, capsLock: capsLock)
      switch press.key {
      case .control, .alternate: return name
      default: return (press.hasControl ? "Ctrl + " : "") + (press.hasAlternate ? "Alt + " : "") + name
      }
    }

    private static func name(_ key: KeyPress.Key, capsLock: Bool) -> String {
      switch key {
      case .character(" "): "Space"
      case .character(let scalar): String(Character(scalar))
      case .enter: "Enter"
      case .backspace: "Backspace"
      case .delete: "Delete"
      case .tab: "Tab"
      case .escape: "Escape"
      case .insert: "Insert"
      case .up: "Up"
      case .down: "Down"
      case .left: "Left"
      case .right: "Right"
      case .home: "Home"
      case .end: "End"
      case .pageUp: "Page Up"
      case .pageDown: "Page Down"
      case .function(let number): "F\(number)"
      case .shift: "Shift"
      case .control: "Ctrl"
      case .alternate: "Alt"
      case .command: "Super"
      case .menu: "Menu"
      case .capsLock: capsLock ? "Caps Lock on" : "Caps Lock off"
      }
    }
  }
#endif
