import Foundation

/// What comes in on standard input, for the guest's serial port.
///
/// A file, or a pipe whose writer is done, is taken whole before the run, so that the run repeats. A terminal, and a pipe that stays
/// open, is looked at between slices. The end of the input is nothing special.
struct StandardInput {
  private(set) var isOpen = true

  /// What can be had now, waiting at most `milliseconds` for it.
  mutating func read(waiting milliseconds: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var wait = milliseconds
    var chunk = [UInt8](repeating: 0, count: 4096)
    while isOpen, bytes.count < HostFile.largest {
      var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, wait) > 0 else { break }
      let count = Foundation.read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count]
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        isOpen = false
      }
      wait = 0
    }
    return bytes
  }

  /// All of a file or of a pipe whose writer is done within a moment.
  mutating func readAtStart() -> [UInt8] {
    var bytes: [UInt8] = []
    while isOpen {
      let more = read(waiting: 50)
      if more.isEmpty { break }
      bytes += more
      // An endless writer is read as the run goes on.
      if bytes.count > 1 << 20 { break }
    }
    return bytes
  }
}
