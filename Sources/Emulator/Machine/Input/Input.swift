/// The hands of the user: keyboard, mouse, and the other end of the serial cable.
///
/// Input happens at the present instruction. Nothing here runs the guest: call ``Machine/run(until:limit:)`` afterwards.
public struct Input {
  let keyboard: KeyboardController
  let typist: Typist
  let uart: UART16550A

  /// Types text on an American keyboard, as fast as the guest takes it. A character that is not on it is left out.
  public func type(_ text: String) {
    for character in text { typist.add(KeyStroke.typing(character)?.events ?? []) }
  }

  /// Presses and releases keys one after the other, after what is still to be typed; with `holding`, between presses of those.
  public func press(_ keys: Key..., holding modifiers: [Key] = []) {
    typist.add(modifiers.map { (key: $0, isDown: true) })
    for key in keys { typist.add([(key: key, isDown: true), (key: key, isDown: false)]) }
    typist.add(modifiers.reversed().map { (key: $0, isDown: false) })
  }

  /// Presses a key now, and holds it.
  public func keyDown(_ key: Key) { keyboard.keyDown(key) }

  /// Releases a key now.
  public func keyUp(_ key: Key) { keyboard.keyUp(key) }

  /// Whether keys are still to be typed.
  public var isTyping: Bool { !typist.state.events.isEmpty }

  /// Moves the mouse to the right and down, and turns its wheel towards the user.
  public func move(_ dx: Int, _ dy: Int, wheel: Int = 0) { keyboard.moveMouse(dx: dx, dy: dy, wheel: wheel) }

  /// The mouse buttons that are held.
  public var buttons: MouseButtons {
    get { keyboard.mouseButtons }
    nonmutating set { keyboard.mouseButtons = newValue }
  }

  /// Presses or releases mouse buttons.
  public func button(_ buttons: MouseButtons, isDown: Bool) {
    if isDown { keyboard.mouseButtons.formUnion(buttons) } else { keyboard.mouseButtons.subtract(buttons) }
  }

  /// Sends text to the guest's first serial port.
  public func serial(_ text: String) { serial(Array(text.utf8)) }

  /// Sends bytes to the guest's first serial port, at the speed that the guest has set.
  public func serial(_ bytes: [UInt8]) { uart.receive(bytes) }
}
