/// Presses keys at a pace that no guest loses: the queue behind ``Input/type(_:)``.
///
/// Waits until the guest hears the keyboard and has taken what came before. All of it follows the machine's clock, so a run repeats.
final class Typist: Device {
  struct State: Codable, Equatable, Sendable {
    /// Keys still to go down (true) or up.
    var events: [Event] = []
    /// The tick of the next event; 0 when there is none.
    var due: UInt64 = 0

    struct Event: Codable, Equatable, Sendable {
      var key: Key
      var isDown: Bool
    }
  }

  let name = "typist"
  var state = State() {
    didSet { timer.deadline = state.events.isEmpty ? .max : state.due }
  }
  private let clock: Clock
  private let keyboard: KeyboardController
  private var timer: Clock.Timer!

  /// A hundred events in a second.
  private var pace: UInt64 { max(1, clock.frequency / 100) }

  init(clock: Clock, keyboard: KeyboardController) {
    self.clock = clock
    self.keyboard = keyboard
    timer = clock.makeTimer { [unowned self] in fire() }
  }

  func add(_ events: some Sequence<(key: Key, isDown: Bool)>) {
    let events = events.map { State.Event(key: $0.key, isDown: $0.isDown) }
    guard !events.isEmpty else { return }
    if state.events.isEmpty { state.due = clock.now + pace }
    state.events += events
  }

  private func fire() {
    guard !state.events.isEmpty else { return }
    var next = state
    next.due = clock.now + pace
    if keyboard.takesKeys {
      let event = next.events.removeFirst()
      if event.isDown { keyboard.keyDown(event.key) } else { keyboard.keyUp(event.key) }
    }
    state = next
  }

  /// The person at the keyboard types on, whatever happens to the machine.
  func reset() {}

  func describe() -> String { "\(state.events.count) key events to come" }
}
