/// The hands of the user: keyboard, mouse, and the other end of the serial cable.
///
/// Input happens at the present instruction. Nothing here runs the guest: call ``Machine/run(until:limit:)`` afterwards. All of it is
/// recorded when somebody records (``Machine/record(_:)``).
public struct Input {
  let machine: Machine

  /// Types text on an American keyboard, as fast as the guest takes it. A character that is not on it is left out.
  public func type(_ text: String) { machine.perform(.type(text)) }

  /// Presses and releases keys one after the other, after what is still to be typed; with `holding`, between presses of those.
  public func press(_ keys: Key..., holding modifiers: [Key] = []) { machine.perform(.press(keys, holding: modifiers)) }

  /// Presses a key now, and holds it.
  public func keyDown(_ key: Key) { machine.perform(.keyDown(key)) }

  /// Releases a key now.
  public func keyUp(_ key: Key) { machine.perform(.keyUp(key)) }

  /// Whether keys are still to be typed.
  public var isTyping: Bool { !machine.typist.state.events.isEmpty }

  /// Moves the mouse to the right and down, and turns its wheel towards the user.
  public func move(_ dx: Int, _ dy: Int, wheel: Int = 0) { machine.perform(.move(dx: dx, dy: dy, wheel: wheel)) }

  /// The mouse buttons that are held.
  public var buttons: MouseButtons {
    get { machine.keyboardController.mouseButtons }
    nonmutating set { machine.perform(.buttons(newValue)) }
  }

  /// Presses or releases mouse buttons.
  public func button(_ buttons: MouseButtons, isDown: Bool) {
    self.buttons = isDown ? self.buttons.union(buttons) : self.buttons.subtracting(buttons)
  }

  /// Sends text to the guest's first serial port.
  public func serial(_ text: String) { serial(Array(text.utf8)) }

  /// Sends bytes to the guest's first serial port, at the speed that the guest has set.
  public func serial(_ bytes: [UInt8]) { machine.perform(.serial(bytes)) }
}
