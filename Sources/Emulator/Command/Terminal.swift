import Foundation

/// The terminal on standard input, without line editing and echo while the guest has it. Ctrl-C still ends the run.
final class Terminal {
  private var before = termios()

  /// No character: `_POSIX_VDISABLE`.
  #if os(Linux)
    private static let disabled: UInt8 = 0
  #else
    private static let disabled: UInt8 = 0xFF
  #endif

  /// Nil when standard input is no terminal.
  init?() {
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    raw.c_iflag &= ~tcflag_t(ICRNL | IXON)
    // Ctrl-Z and Ctrl-\ go to the guest; they would leave the terminal as it is now.
    withUnsafeMutableBytes(of: &raw.c_cc) { characters in
      characters[Int(VSUSP)] = Self.disabled
      characters[Int(VQUIT)] = Self.disabled
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
  }

  /// Gives the terminal back as it was.
  func restore() {
    var before = before
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
  }

  deinit { restore() }
}
