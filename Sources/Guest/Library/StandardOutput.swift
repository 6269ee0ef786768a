#if hasFeature(Embedded)
  import SystemCalls

  /// What `print` writes: kept back until a line is whole, for a terminal, or the buffer full.
  public enum StandardOutput {
    nonisolated(unsafe) private static var bytes = InlineArray<1024, UInt8>(repeating: 0)
    nonisolated(unsafe) private static var count = 0
    /// Nil until somebody asked.
    nonisolated(unsafe) private static var isTerminal: Bool?

    static func put(_ byte: UInt8) {
      bytes[count] = byte
      count += 1
      if count == 1024 || byte == 10 && isLineBuffered { flush() }
    }

    private static var isLineBuffered: Bool {
      if let isTerminal { return isTerminal }
      let answer = FileDescriptor.standardOutput.isTerminal
      isTerminal = answer
      return answer
    }

    /// Writes what was kept back. What cannot be written is lost: a program that must know writes to a ``FileDescriptor``.
    public static func flush() {
      var done = 0
      while done < count {
        let written = withUnsafePointer(to: &bytes) { start in
          systemCall(.write, 1, Int(bitPattern: start) + done, count - done)
        }
        guard written > 0 else { break }
        done += written
      }
      count = 0
    }
  }

  /// Writes a line to standard error.
  public func printError(_ text: String) {
    StandardOutput.flush()
    try? FileDescriptor.standardError.write(text + "\n")
  }
#endif
