import Storage
// Goes away when the chips arrive from the branch `devices`.
public enum Key: String, CaseIterable, Codable, Sendable {
  case a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z
  case digit0, digit1, digit2, digit3, digit4, digit5, digit6, digit7, digit8, digit9
  case enter, escape, backspace, tab, space, minus, equal, bracketLeft, bracketRight, backslash, intlBackslash
  case semicolon, quote, backquote, comma, period, slash, capsLock, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12
  case printScreen, scrollLock, pause, insert, home, pageUp, delete, end, pageDown
  case arrowRight, arrowLeft, arrowDown, arrowUp, numLock
  case numpadDivide, numpadMultiply, numpadSubtract, numpadAdd, numpadEnter
  case numpad0, numpad1, numpad2, numpad3, numpad4, numpad5, numpad6, numpad7, numpad8, numpad9, numpadDecimal
  case controlLeft, shiftLeft, altLeft, metaLeft, controlRight, shiftRight, altRight, metaRight, contextMenu
}
public struct KeyStroke {
  public var key: Key
  public var isShifted: Bool
  public static func typing(_ character: Character) -> KeyStroke? { nil }
  public var events: [(key: Key, isDown: Bool)] { [] }
}
public struct MouseButtons: OptionSet, Codable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let left = MouseButtons(rawValue: 1)
  public static let right = MouseButtons(rawValue: 2)
  public static let middle = MouseButtons(rawValue: 4)
  public static let back = MouseButtons(rawValue: 8)
  public static let forward = MouseButtons(rawValue: 16)
}
public struct PS2Keyboard {}
public struct PS2Mouse {}
public struct Empty: Codable, Equatable, Sendable { public init() {} }
public class StubDevice: Device {
  public var state = Empty()
  public var name: String { "stub" }
  public func reset() {}
  public func describe() -> String { "" }
  public var ports: [ClosedRange<UInt16>] { [] }
  public func write(port: UInt16, width: Int, value: UInt32) {}
}
public final class KeyboardController: StubDevice {
  public let keyboardInterrupt = Line(), mouseInterrupt = Line(), a20 = Line(), resetRequest = Line()
  public init(clock: Clock) {}
  public func keyDown(_ key: Key) {}
  public func keyUp(_ key: Key) {}
  public func moveMouse(dx: Int, dy: Int, wheel: Int = 0) {}
  public var mouseButtons: MouseButtons = []
  public var keyboard: PS2Keyboard { PS2Keyboard() }
  public var mouse: PS2Mouse { PS2Mouse() }
  public var takesKeys: Bool { true }
}
public struct DateAndTime { public init(secondsSince1970: Int64) {} }
public final class RealTimeClock: StubDevice {
  public let interrupt = Line()
  public init(clock: Clock, startTime: DateAndTime, memorySize: UInt64) {}
}
public final class PCIFunction {}
public final class PCIHost: StubDevice {
  public override init() {}
  public var onMappingChange: (() -> Void)?
  public func insert(_ function: PCIFunction, device: Int, function number: Int) {}
}
public final class VGA: StubDevice { public init(clock: Clock) {} }
public final class BochsDisplay: StubDevice {
  public init(vga: VGA) {}
  public let pciFunction = PCIFunction()
  public let vram = MemoryRegion(name: "VRAM", byteCount: 16 << 20)
  public var onApertureChange: ((UInt64?) -> Void)?
  public func picture() -> Picture { Picture(width: 640, height: 480, pixels: Array(repeating: 0, count: 640 * 480)) }
  public var generation: UInt64 { 0 }
}
public struct Picture: Equatable, Sendable {
  public let width: Int
  public let height: Int
  public var pixels: [UInt32]
  public init(width: Int, height: Int, pixels: [UInt32]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
public final class DebugExit: StubDevice {
  public override init() {}
  public var onExit: ((UInt32) -> Void)?
  public override var ports: [ClosedRange<UInt16>] { [0xF4...0xF7] }
  public override func write(port: UInt16, width: Int, value: UInt32) { onExit?(value << 1 | 1) }
}
public final class DebugConsole: StubDevice {
  public override init() {}
  public var onWrite: ((UInt8) -> Void)?
}
public final class ResetControl: StubDevice {
  public override init() {}
  public let resetRequest = Line()
}
public final class SystemControlPortA: StubDevice {
  public override init() {}
  public let a20 = Line(), resetRequest = Line()
}
public final class PostCode: StubDevice { public override init() {} }
