import CSDL2
import DesktopSimulation
import Foundation
import GuestApplications

/// Shows the desktop in a window of the host until that is closed.
func show(_ desktop: SimulatedDesktop) throws {
  guard SDL_Init(SDL_INIT_VIDEO) == 0 else { fail("no display: \(String(cString: SDL_GetError())); use --png FILE") }
  defer { SDL_Quit() }
  var size = desktop.screen.surface.bounds.size
  let centered: Int32 = 0x2FFF_0000
  guard
    let window = SDL_CreateWindow("Apus desktop", centered, centered, Int32(size.width), Int32(size.height), 0),
    let renderer = SDL_CreateRenderer(window, -1, 0)
  else { fail(String(cString: SDL_GetError())) }
  func makeTexture() -> OpaquePointer? {
    SDL_CreateTexture(
      renderer, SDL_PIXELFORMAT_RGB888.rawValue, Int32(SDL_TEXTUREACCESS_STREAMING.rawValue), Int32(size.width),
      Int32(size.height))
  }
  var texture = makeTexture()
  SDL_ShowCursor(SDL_DISABLE)
  let start = Date()
  var buttons = MouseReport(dx: 0, dy: 0, wheel: 0, left: false, right: false, middle: false)
  while !desktop.isOff {
    var event = SDL_Event()
    while SDL_PollEvent(&event) == 1 {
      switch SDL_EventType(event.type) {
      case SDL_QUIT: return
      case SDL_MOUSEMOTION:
        desktop.move(to: Int(event.motion.x), Int(event.motion.y))
      case SDL_MOUSEBUTTONDOWN, SDL_MOUSEBUTTONUP:
        let isDown = SDL_EventType(event.type) == SDL_MOUSEBUTTONDOWN
        switch event.button.button {
        case 1: buttons.left = isDown
        case 2: buttons.middle = isDown
        default: buttons.right = isDown
        }
        desktop.compositor.handle(buttons, now: Int(Date().timeIntervalSince(start) * 1000))
      case SDL_MOUSEWHEEL: desktop.mouse(wheel: -Int(event.wheel.y))
      case SDL_KEYDOWN, SDL_KEYUP:
        if let key = HostKeys.event(event.key) { desktop.compositor.handle(key) }
      case SDL_TEXTINPUT:
        let text = withUnsafeBytes(of: event.text.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        for scalar in text.unicodeScalars { desktop.compositor.handle(KeyEvent(.character(scalar))) }
      default: break
      }
    }
    desktop.wait(milliseconds: 20)
    let surface = desktop.screen.surface
    if surface.bounds.size != size {
      size = surface.bounds.size
      SDL_SetWindowSize(window, Int32(size.width), Int32(size.height))
      SDL_DestroyTexture(texture)
      texture = makeTexture()
    }
    SDL_UpdateTexture(texture, nil, surface.pixels, Int32(surface.stride * 4))
    SDL_RenderCopy(renderer, texture, nil, nil)
    SDL_RenderPresent(renderer)
    SDL_Delay(10)
  }
}

/// Keys of SDL that are not text.
enum HostKeys {
  static func event(_ key: SDL_KeyboardEvent) -> KeyEvent? {
    let held = UInt32(key.keysym.mod)
    var modifiers: KeyModifiers = []
    if held & KMOD_SHIFT.rawValue != 0 { modifiers.insert(.shift) }
    if held & KMOD_CTRL.rawValue != 0 { modifiers.insert(.control) }
    if held & KMOD_ALT.rawValue != 0 { modifiers.insert(.alternate) }
    if held & KMOD_GUI.rawValue != 0 { modifiers.insert(.command) }
    let isDown = key.state == UInt8(SDL_PRESSED)
    if let name = named[key.keysym.scancode.rawValue] { return KeyEvent(name, modifiers: modifiers, isDown: isDown) }
    // Letters with modifiers are no text to SDL.
    let code = UInt32(bitPattern: key.keysym.sym)
    guard !modifiers.isDisjoint(with: [.control, .alternate, .command]), code >= 0x20, code < 0x7F,
      let scalar = Unicode.Scalar(code)
    else { return nil }
    return KeyEvent(.character(scalar), modifiers: modifiers, isDown: isDown)
  }

  private static let named: [UInt32: KeyPress.Key] = {
    var keys: [UInt32: KeyPress.Key] = [
      SDL_SCANCODE_RETURN.rawValue: .enter, SDL_SCANCODE_BACKSPACE.rawValue: .backspace,
      SDL_SCANCODE_DELETE.rawValue: .delete, SDL_SCANCODE_TAB.rawValue: .tab, SDL_SCANCODE_ESCAPE.rawValue: .escape,
      SDL_SCANCODE_UP.rawValue: .up, SDL_SCANCODE_DOWN.rawValue: .down, SDL_SCANCODE_LEFT.rawValue: .left,
      SDL_SCANCODE_RIGHT.rawValue: .right, SDL_SCANCODE_HOME.rawValue: .home, SDL_SCANCODE_END.rawValue: .end,
      SDL_SCANCODE_PAGEUP.rawValue: .pageUp, SDL_SCANCODE_PAGEDOWN.rawValue: .pageDown,
      SDL_SCANCODE_LSHIFT.rawValue: .shift, SDL_SCANCODE_RSHIFT.rawValue: .shift,
      SDL_SCANCODE_LCTRL.rawValue: .control, SDL_SCANCODE_RCTRL.rawValue: .control,
      SDL_SCANCODE_LALT.rawValue: .alternate, SDL_SCANCODE_LGUI.rawValue: .command,
      SDL_SCANCODE_RGUI.rawValue: .command,
    ]
    for number in 0..<12 { keys[SDL_SCANCODE_F1.rawValue + UInt32(number)] = .function(number + 1) }
    return keys
  }()
}
