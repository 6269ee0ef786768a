import CSDL2
import Machine

extension Key {
  /// The key at a position of SDL's keyboard, which is that of USB.
  init?(scancode: SDL_Scancode) {
    let number = Int(scancode.rawValue)
    guard Self.byUSBNumber.indices.contains(number), let key = Self.byUSBNumber[number] else { return nil }
    self = key
  }

  /// USB HID usage tables, page 7 (keyboard), from usage 0.
  private static let byUSBNumber: [Key?] =
    [nil, nil, nil, nil]
    + [.a, .b, .c, .d, .e, .f, .g, .h, .i, .j, .k, .l, .m, .n, .o, .p, .q, .r, .s, .t, .u, .v, .w, .x, .y, .z]
    + [.digit1, .digit2, .digit3, .digit4, .digit5, .digit6, .digit7, .digit8, .digit9, .digit0]
    + [.enter, .escape, .backspace, .tab, .space, .minus, .equal, .bracketLeft, .bracketRight, .backslash, .backslash]
    + [.semicolon, .quote, .backquote, .comma, .period, .slash, .capsLock]
    + [.f1, .f2, .f3, .f4, .f5, .f6, .f7, .f8, .f9, .f10, .f11, .f12]
    + [.printScreen, .scrollLock, .pause, .insert, .home, .pageUp, .delete, .end, .pageDown]
    + [.arrowRight, .arrowLeft, .arrowDown, .arrowUp, .numLock]
    + [.numpadDivide, .numpadMultiply, .numpadSubtract, .numpadAdd, .numpadEnter]
    + [.numpad1, .numpad2, .numpad3, .numpad4, .numpad5, .numpad6, .numpad7, .numpad8, .numpad9, .numpad0]
    + [.numpadDecimal, .intlBackslash, .contextMenu]
    + [Key?](repeating: nil, count: 224 - 102)
    + [.controlLeft, .shiftLeft, .altLeft, .metaLeft, .controlRight, .shiftRight, .altRight, .metaRight]
}

extension MouseButtons {
  init?(sdlButton: UInt8) {
    switch Int32(sdlButton) {
    case SDL_BUTTON_LEFT: self = .left
    case SDL_BUTTON_MIDDLE: self = .middle
    case SDL_BUTTON_RIGHT: self = .right
    case SDL_BUTTON_X1: self = .back
    case SDL_BUTTON_X2: self = .forward
    default: return nil
    }
  }
}
