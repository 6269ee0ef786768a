import Foundation
import Machine

/// A run without a window: the serial port on standard output and input.
struct HeadlessRun {
  let session: Session
  let signals: Signals

  func run() -> Ending {
    let machine = session.machine
    let readsInput = session.options.serial == .stdio
    let terminal = readsInput ? Terminal() : nil
    defer { terminal?.restore() }
    var input = StandardInput()
    if readsInput, terminal == nil { machine.input.serial(input.readAtStart()) }
    var length = SliceLength()
    var pacer = Pacer(frequency: machine.configuration.frequency, host: Session.hostTime(), guest: machine.now)
    while true {
      if let signal = signals.pending { return signal == SIGINT ? .person : .signal(signal) }
      let start = Session.hostTime()
      var wait = 0.0
      switch session.runSlice(ticks: length.ticks) {
      case nil: break
      case .stop(let stop)? where stop.reason == .halted:
        // Only what comes in on the serial line can wake the guest.
        guard readsInput, input.isOpen, machine.cpu.interruptsEnabled else { return .stop(stop) }
        wait = min(0.1, session.secondsLeft)
      case let ending?: return ending
      }
      let end = Session.hostTime()
      length.adjust(seconds: end - start)
      if session.isPaced {
        pacer.forgive(host: end, guest: machine.now)
        wait = max(wait, min(0.1, pacer.lead(host: end, guest: machine.now)))
      }
      if readsInput, input.isOpen {
        let bytes = input.read(waiting: Int32(wait * 1000))
        if !bytes.isEmpty { machine.input.serial(bytes) }
      } else if wait > 0 {
        usleep(UInt32(wait * 1e6))
      }
    }
  }
}
