/// What an IBM PS/2 keyboard sends for its keys ("Scan Codes" in the PS/2 Hardware Interface Technical Reference, Keyboards).
///
/// Set 2 is the keyboard's own. Set 1 is what the 8042 makes of it (`Translation.swift`). Set 3 gives each key one code.
struct ScanCode {
  /// The make code in set 2, and whether 0xE0 stands before it.
  var set2: UInt8
  var isExtended: Bool
  /// The make code in set 3, and what the key does there by default.
  var set3: UInt8
  var kind: KeyKind

  /// One row of the table: set 2 (0xE0xx when extended), set 3, kind.
  init(_ set2: UInt16, _ set3: UInt8, _ kind: KeyKind = .typematic) {
    self.set2 = UInt8(set2 & 0xFF)
    isExtended = set2 >> 8 == 0xE0
    self.set3 = set3
    self.kind = kind
  }
}

/// What a key does in set 3, besides its make code. In sets 1 and 2 every key makes, breaks and repeats.
enum KeyKind: UInt8, Codable, Sendable {
  case makeOnly = 0
  case typematic = 1
  case makeBreak = 2
  case typematicMakeBreak = 3
}

extension Key {
  var scanCode: ScanCode {
    switch self {
    case .a: ScanCode(0x1C, 0x1C)
    case .b: ScanCode(0x32, 0x32)
    case .c: ScanCode(0x21, 0x21)
    case .d: ScanCode(0x23, 0x23)
    case .e: ScanCode(0x24, 0x24)
    case .f: ScanCode(0x2B, 0x2B)
    case .g: ScanCode(0x34, 0x34)
    case .h: ScanCode(0x33, 0x33)
    case .i: ScanCode(0x43, 0x43)
    case .j: ScanCode(0x3B, 0x3B)
    case .k: ScanCode(0x42, 0x42)
    case .l: ScanCode(0x4B, 0x4B)
    case .m: ScanCode(0x3A, 0x3A)
    case .n: ScanCode(0x31, 0x31)
    case .o: ScanCode(0x44, 0x44)
    case .p: ScanCode(0x4D, 0x4D)
    case .q: ScanCode(0x15, 0x15)
    case .r: ScanCode(0x2D, 0x2D)
    case .s: ScanCode(0x1B, 0x1B)
    case .t: ScanCode(0x2C, 0x2C)
    case .u: ScanCode(0x3C, 0x3C)
    case .v: ScanCode(0x2A, 0x2A)
    case .w: ScanCode(0x1D, 0x1D)
    case .x: ScanCode(0x22, 0x22)
    case .y: ScanCode(0x35, 0x35)
    case .z: ScanCode(0x1A, 0x1A)
    case .digit0: ScanCode(0x45, 0x45)
    case .digit1: ScanCode(0x16, 0x16)
    case .digit2: ScanCode(0x1E, 0x1E)
    case .digit3: ScanCode(0x26, 0x26)
    case .digit4: ScanCode(0x25, 0x25)
    case .digit5: ScanCode(0x2E, 0x2E)
    case .digit6: ScanCode(0x36, 0x36)
    case .digit7: ScanCode(0x3D, 0x3D)
    case .digit8: ScanCode(0x3E, 0x3E)
    case .digit9: ScanCode(0x46, 0x46)
    case .enter: ScanCode(0x5A, 0x5A)
    case .escape: ScanCode(0x76, 0x08, .makeOnly)
    case .backspace: ScanCode(0x66, 0x66)
    case .tab: ScanCode(0x0D, 0x0D)
    case .space: ScanCode(0x29, 0x29)
    case .minus: ScanCode(0x4E, 0x4E)
    case .equal: ScanCode(0x55, 0x55)
    case .bracketLeft: ScanCode(0x54, 0x54)
    case .bracketRight: ScanCode(0x5B, 0x5B)
    case .backslash: ScanCode(0x5D, 0x5C)
    case .semicolon: ScanCode(0x4C, 0x4C)
    case .quote: ScanCode(0x52, 0x52)
    case .backquote: ScanCode(0x0E, 0x0E)
    case .comma: ScanCode(0x41, 0x41)
    case .period: ScanCode(0x49, 0x49)
    case .slash: ScanCode(0x4A, 0x4A)
    case .intlBackslash: ScanCode(0x61, 0x13)
    case .capsLock: ScanCode(0x58, 0x14, .makeBreak)
    case .numLock: ScanCode(0x77, 0x76, .makeOnly)
    case .scrollLock: ScanCode(0x7E, 0x5F, .makeOnly)
    case .f1: ScanCode(0x05, 0x07, .makeOnly)
    case .f2: ScanCode(0x06, 0x0F, .makeOnly)
    case .f3: ScanCode(0x04, 0x17, .makeOnly)
    case .f4: ScanCode(0x0C, 0x1F, .makeOnly)
    case .f5: ScanCode(0x03, 0x27, .makeOnly)
    case .f6: ScanCode(0x0B, 0x2F, .makeOnly)
    case .f7: ScanCode(0x83, 0x37, .makeOnly)
    case .f8: ScanCode(0x0A, 0x3F, .makeOnly)
    case .f9: ScanCode(0x01, 0x47, .makeOnly)
    case .f10: ScanCode(0x09, 0x4F, .makeOnly)
    case .f11: ScanCode(0x78, 0x56, .makeOnly)
    case .f12: ScanCode(0x07, 0x5E, .makeOnly)
    case .printScreen: ScanCode(0xE07C, 0x57, .makeOnly)
    case .pause: ScanCode(0xE07E, 0x62, .makeOnly)
    case .insert: ScanCode(0xE070, 0x67, .makeOnly)
    case .home: ScanCode(0xE06C, 0x6E, .makeOnly)
    case .pageUp: ScanCode(0xE07D, 0x6F, .makeOnly)
    case .delete: ScanCode(0xE071, 0x64)
    case .end: ScanCode(0xE069, 0x65, .makeOnly)
    case .pageDown: ScanCode(0xE07A, 0x6D, .makeOnly)
    case .arrowUp: ScanCode(0xE075, 0x63)
    case .arrowLeft: ScanCode(0xE06B, 0x61)
    case .arrowDown: ScanCode(0xE072, 0x60)
    case .arrowRight: ScanCode(0xE074, 0x6A)
    case .numpadDivide: ScanCode(0xE04A, 0x77, .makeOnly)
    case .numpadMultiply: ScanCode(0x7C, 0x7E, .makeOnly)
    case .numpadSubtract: ScanCode(0x7B, 0x84, .makeOnly)
    case .numpadAdd: ScanCode(0x79, 0x7C)
    case .numpadEnter: ScanCode(0xE05A, 0x79, .makeOnly)
    case .numpadDecimal: ScanCode(0x71, 0x71, .makeOnly)
    case .numpad0: ScanCode(0x70, 0x70, .makeOnly)
    case .numpad1: ScanCode(0x69, 0x69, .makeOnly)
    case .numpad2: ScanCode(0x72, 0x72, .makeOnly)
    case .numpad3: ScanCode(0x7A, 0x7A, .makeOnly)
    case .numpad4: ScanCode(0x6B, 0x6B, .makeOnly)
    case .numpad5: ScanCode(0x73, 0x73, .makeOnly)
    case .numpad6: ScanCode(0x74, 0x74, .makeOnly)
    case .numpad7: ScanCode(0x6C, 0x6C, .makeOnly)
    case .numpad8: ScanCode(0x75, 0x75, .makeOnly)
    case .numpad9: ScanCode(0x7D, 0x7D, .makeOnly)
    case .controlLeft: ScanCode(0x14, 0x11, .makeBreak)
    case .shiftLeft: ScanCode(0x12, 0x12, .makeBreak)
    case .altLeft: ScanCode(0x11, 0x19, .makeBreak)
    case .metaLeft: ScanCode(0xE01F, 0x8B, .makeOnly)
    case .controlRight: ScanCode(0xE014, 0x58, .makeOnly)
    case .shiftRight: ScanCode(0x59, 0x59, .makeBreak)
    case .altRight: ScanCode(0xE011, 0x39, .makeOnly)
    case .metaRight: ScanCode(0xE027, 0x8C, .makeOnly)
    case .contextMenu: ScanCode(0xE02F, 0x8D, .makeOnly)
    }
  }
}
