import CSDL2
import Machine

/// Why there is no window.
struct WindowError: Error, CustomStringConvertible {
  let description: String
  init() { description = String(cString: SDL_GetError()) }
}

/// An SDL window that shows a picture, and says what the person does.
///
/// The mouse belongs to the guest after a click into the window, until Ctrl+Alt+G.
final class Window {
  enum Event {
    case close
    case key(Key, isDown: Bool)
    case mouse(dx: Int, dy: Int)
    case wheel(Int)
    case buttons(MouseButtons)
    /// What the window showed is lost.
    case exposed
    /// All keys are up, whatever was down.
    case unfocused
  }

  private let window: OpaquePointer
  private let renderer: OpaquePointer
  private var texture: OpaquePointer?
  private var size: (width: Int, height: Int) = (0, 0)
  private let scale: Int
  private(set) var isCaptured = false
  private var buttons: MouseButtons = []

  init(scale: Int) throws(WindowError) {
    self.scale = scale
    SDL_SetHint("SDL_NO_SIGNAL_HANDLERS", "1")
    SDL_SetHint("SDL_RENDER_SCALE_QUALITY", "nearest")
    guard SDL_Init(SDL_INIT_VIDEO) == 0 else { throw WindowError() }
    let centered: Int32 = 0x2FFF_0000
    guard
      let window = SDL_CreateWindow(
        "Apus", centered, centered, 640 * Int32(scale), 480 * Int32(scale),
        SDL_WINDOW_ALLOW_HIGHDPI.rawValue | SDL_WINDOW_RESIZABLE.rawValue)
    else {
      SDL_Quit()
      throw WindowError()
    }
    guard let renderer = SDL_CreateRenderer(window, -1, 0) else {
      SDL_DestroyWindow(window)
      SDL_Quit()
      throw WindowError()
    }
    self.window = window
    self.renderer = renderer
    SDL_RenderSetIntegerScale(renderer, SDL_TRUE)
  }

  deinit {
    if let texture { SDL_DestroyTexture(texture) }
    SDL_DestroyRenderer(renderer)
    SDL_DestroyWindow(window)
    SDL_Quit()
  }

  func setTitle(_ title: String) { SDL_SetWindowTitle(window, title) }

  /// Shows `rows` of the picture anew; the rest is as before unless the size changed.
  func show(_ picture: Picture, rows: Range<Int>) {
    var rows = rows
    if size != (picture.width, picture.height) || texture == nil {
      resize(to: picture)
      rows = 0..<picture.height
    }
    guard let texture, !rows.isEmpty else { return }
    var area = SDL_Rect(x: 0, y: Int32(rows.lowerBound), w: Int32(picture.width), h: Int32(rows.count))
    picture.pixels.withUnsafeBufferPointer { pixels in
      _ = SDL_UpdateTexture(
        texture, &area, pixels.baseAddress! + rows.lowerBound * picture.width, Int32(picture.width * 4))
    }
    present()
  }

  /// Shows what was shown last.
  func present() {
    SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255)
    SDL_RenderClear(renderer)
    if let texture { SDL_RenderCopy(renderer, texture, nil, nil) }
    SDL_RenderPresent(renderer)
  }

  private func resize(to picture: Picture) {
    if let texture { SDL_DestroyTexture(texture) }
    texture = SDL_CreateTexture(
      renderer, SDL_PIXELFORMAT_RGB888.rawValue, Int32(SDL_TEXTUREACCESS_STREAMING.rawValue), Int32(picture.width),
      Int32(picture.height))
    size = (picture.width, picture.height)
    SDL_RenderSetLogicalSize(renderer, Int32(picture.width), Int32(picture.height))
    SDL_SetWindowSize(window, Int32(picture.width * scale), Int32(picture.height * scale))
    SDL_SetWindowPosition(window, 0x2FFF_0000, 0x2FFF_0000)
  }

  // MARK: Events

  /// What has happened since the last call, waiting at most `milliseconds` for something to happen.
  func events(waiting milliseconds: Int) -> [Event] {
    var events: [Event] = []
    var event = SDL_Event()
    var isThere = milliseconds > 0 ? SDL_WaitEventTimeout(&event, Int32(milliseconds)) : SDL_PollEvent(&event)
    while isThere == 1 {
      translate(event, into: &events)
      isThere = SDL_PollEvent(&event)
    }
    return events
  }

  private func translate(_ event: SDL_Event, into events: inout [Event]) {
    switch SDL_EventType(event.type) {
    case SDL_QUIT: events.append(.close)
    case SDL_KEYDOWN, SDL_KEYUP: translate(event.key, into: &events)
    case SDL_MOUSEMOTION:
      if isCaptured { events.append(.mouse(dx: Int(event.motion.xrel), dy: Int(event.motion.yrel))) }
    case SDL_MOUSEWHEEL:
      // SDL counts away from the user, the guest's mouse towards.
      if isCaptured { events.append(.wheel(-Int(event.wheel.y))) }
    case SDL_MOUSEBUTTONDOWN, SDL_MOUSEBUTTONUP: translate(event.button, into: &events)
    case SDL_WINDOWEVENT:
      switch SDL_WindowEventID(UInt32(event.window.event)) {
      case SDL_WINDOWEVENT_EXPOSED, SDL_WINDOWEVENT_SIZE_CHANGED: events.append(.exposed)
      case SDL_WINDOWEVENT_FOCUS_LOST:
        capture(false)
        events.append(.unfocused)
      default: break
      }
    default: break
    }
  }

  private func translate(_ key: SDL_KeyboardEvent, into events: inout [Event]) {
    let isDown = key.state == UInt8(SDL_PRESSED)
    let modifiers = UInt32(key.keysym.mod)
    let holdsBoth = modifiers & KMOD_CTRL.rawValue != 0 && modifiers & KMOD_ALT.rawValue != 0
    if isDown, holdsBoth, key.keysym.scancode == SDL_SCANCODE_G {
      capture(false)
      events.append(.unfocused)
      return
    }
    // The guest's keyboard repeats keys by itself.
    guard key.repeat == 0, let name = Key(scancode: key.keysym.scancode) else { return }
    events.append(.key(name, isDown: isDown))
  }

  private func translate(_ press: SDL_MouseButtonEvent, into events: inout [Event]) {
    let isDown = press.state == UInt8(SDL_PRESSED)
    guard isCaptured else {
      if isDown { capture(true) }
      return
    }
    guard let button = MouseButtons(sdlButton: press.button) else { return }
    if isDown { buttons.formUnion(button) } else { buttons.subtract(button) }
    events.append(.buttons(buttons))
  }

  private func capture(_ captured: Bool) {
    isCaptured = captured
    buttons = []
    SDL_SetRelativeMouseMode(captured ? SDL_TRUE : SDL_FALSE)
  }
}
