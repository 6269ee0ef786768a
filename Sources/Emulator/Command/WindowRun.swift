import Foundation
import Machine

/// A run in a window: sixty pictures a second, the guest's clock beside the host's, sleep when the guest sleeps.
struct WindowRun {
  let session: Session
  let window: Window
  let signals: Signals

  private static let frame = 1.0 / 60

  func run() -> Ending {
    let machine = session.machine
    var pacer = Pacer(frequency: machine.configuration.frequency, host: Session.hostTime(), guest: machine.now)
    var length = SliceLength()
    var screen = ScreenWatch(machine)
    var speed = Speedometer(host: Session.hostTime(), instructions: 0)
    var keys: Set<Key> = []
    var hasStopped = false
    window.setTitle(title(speed))
    while true {
      if let signal = signals.pending { return signal == SIGINT ? .person : .signal(signal) }
      let start = Session.hostTime()
      var now = start
      // The guest runs until its clock has caught up with this picture's moment, or the next picture is due. The moment stays
      // where it is meanwhile: chasing the host's clock would never end, and never sleep.
      let moment = pacer.target(host: start)
      while !hasStopped, now - start < Self.frame, machine.now < moment {
        let ticks = min(length.ticks, moment - machine.now)
        switch session.runSlice(ticks: ticks) {
        case nil: break
        case .stop(let stop)? where stop.reason == .halted:
          note(Ending.stop(stop).message ?? "")
          hasStopped = !machine.cpu.interruptsEnabled
          if !hasStopped { pacer = Pacer(frequency: machine.configuration.frequency, host: now, guest: machine.now) }
        case let ending?: return ending
        }
        let end = Session.hostTime()
        if ticks == length.ticks { length.adjust(seconds: end - now) }
        now = end
      }
      pacer.forgive(host: now, guest: machine.now)
      if let change = screen.change() { window.show(change.picture, rows: change.rows) }
      if speed.update(host: now, instructions: machine.instructionCount) { window.setTitle(title(speed)) }
      if hasStopped, session.secondsLeft == 0 { return .timeout(seconds: session.options.timeout ?? 0) }
      let wait = max(0, start + Self.frame - Session.hostTime())
      for event in window.events(waiting: Int(wait * 1000)) {
        if case .close = event { return .person }
        handle(event, &keys)
      }
    }
  }

  private func handle(_ event: Window.Event, _ keys: inout Set<Key>) {
    let input = session.machine.input
    switch event {
    case .close: break
    case .key(let key, isDown: true):
      keys.insert(key)
      input.keyDown(key)
    case .key(let key, isDown: false):
      keys.remove(key)
      input.keyUp(key)
    case .mouse(let dx, let dy): input.move(dx, dy)
    case .wheel(let turns): input.move(0, 0, wheel: turns)
    case .buttons(let buttons): input.buttons = buttons
    case .exposed: window.present()
    case .unfocused:
      for key in Key.allCases where keys.contains(key) { input.keyUp(key) }
      keys = []
      input.buttons = []
    }
  }

  private func title(_ speed: Speedometer) -> String {
    let hint = window.isCaptured ? "Ctrl+Alt+G releases the mouse" : "click to use the mouse"
    return "Apus: \(session.fileName) · \(speed.mips) MIPS · \(hint)"
  }
}

/// Millions of instructions per second of the host's time, over the last half second.
struct Speedometer {
  private(set) var mips = 0
  private var host: Double
  private var instructions: UInt64

  init(host: Double, instructions: UInt64) {
    self.host = host
    self.instructions = instructions
  }

  /// Returns whether the figure is new.
  mutating func update(host: Double, instructions: UInt64) -> Bool {
    let seconds = host - self.host
    guard seconds >= 0.5 else { return false }
    mips = Int(Double(instructions - self.instructions) / seconds / 1e6)
    (self.host, self.instructions) = (host, instructions)
    return true
  }
}
