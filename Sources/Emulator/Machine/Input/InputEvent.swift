/// Something that a person, or the other end of a cable, does to a machine: what a trace records.
public enum InputEvent: Equatable, Sendable {
  case keyDown(Key)
  case keyUp(Key)
  case type(String)
  case press([Key], holding: [Key])
  case move(dx: Int, dy: Int, wheel: Int)
  case buttons(MouseButtons)
  case serial([UInt8])
  /// The reset button.
  case reset
}

extension Machine {
  /// Does what a person does, now: tells who records, then does it. While a replay provides the input, nothing else is heard.
  public func perform(_ event: InputEvent) {
    if let replay, !replay.isFinished { return }
    apply(event)
  }

  /// The same for the replay itself.
  func apply(_ event: InputEvent) {
    for attendant in attendants { attendant.note(event, self) }
    switch event {
    case .keyDown(let key): keyboardController.keyDown(key)
    case .keyUp(let key): keyboardController.keyUp(key)
    case .type(let text): for character in text { typist.add(KeyStroke.typing(character)?.events ?? []) }
    case .press(let keys, let modifiers):
      typist.add(modifiers.map { (key: $0, isDown: true) })
      for key in keys { typist.add([(key: key, isDown: true), (key: key, isDown: false)]) }
      typist.add(modifiers.reversed().map { (key: $0, isDown: false) })
    case .move(let dx, let dy, let wheel): keyboardController.moveMouse(dx: dx, dy: dy, wheel: wheel)
    case .buttons(let buttons): keyboardController.mouseButtons = buttons
    case .serial(let bytes): uart.receive(bytes)
    case .reset: resetNow()
    }
  }
}
