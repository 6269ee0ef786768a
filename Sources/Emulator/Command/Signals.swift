import Foundation

/// The signals that end a run cleanly. They are held back and asked for between slices, so nothing runs inside a handler.
struct Signals {
  /// Ctrl-C, `kill`, a closed terminal, a closed pipe.
  private static let held = [SIGINT, SIGTERM, SIGHUP, SIGPIPE]
  private var before = sigset_t()

  init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Self.held { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, &before)
  }

  /// The signal that waits to be heard, if any.
  var pending: Int32? {
    var set = sigset_t()
    sigemptyset(&set)
    sigpending(&set)
    return Self.held.first { $0 != SIGPIPE && sigismember(&set, $0) == 1 }
  }

  /// Forgets the signals that were heard, and lets signals through again.
  func release() {
    var mask = before
    for signal in Self.held where before.lacks(signal) { takePending(signal) }
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  private func takePending(_ signal: Int32) {
    var waiting = sigset_t()
    sigpending(&waiting)
    guard sigismember(&waiting, signal) == 1 else { return }
    var only = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, signal)
    var number: Int32 = 0
    sigwait(&only, &number)
  }
}

extension sigset_t {
  fileprivate func lacks(_ signal: Int32) -> Bool {
    var copy = self
    return sigismember(&copy, signal) == 0
  }
}
