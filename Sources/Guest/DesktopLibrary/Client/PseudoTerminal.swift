#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// A program, such as the shell, behind a terminal of its own.
  final class PseudoTerminal: TerminalConnection {
    /// The end that shows what the program writes.
    let descriptor: FileDescriptor
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
    /// What is shown before anything else: why there is no program.
    private var complaint: String?

    init(_ command: [String]) {
      var ends: (Int32, Int32) = (-1, -1)
      let result = withUnsafeMutablePointer(to: &ends) { systemCall(.openTerminal, Int(bitPattern: $0)) }
      guard result >= 0 else {
        printError("terminal: there is no terminal to be had")
        Process.exit(1)
      }
      descriptor = FileDescriptor(rawValue: ends.0)
      let terminal = FileDescriptor(rawValue: ends.1)
      do throws(SystemError) {
        _ = systemCall(.control, descriptor.number, Int(ControlRequest.setNonblocking.rawValue), 1)
        let process = try Process.spawn(
          command[0], arguments: command, environment: ["PATH=/bin", "HOME=/home", "TERM=xterm-256color"],
          descriptors: [terminal, terminal, terminal], group: 0)
        _ = systemCall(.control, descriptor.number, Int(ControlRequest.setForegroundGroup.rawValue), process.identifier)
      } catch {
        complaint = "\(command[0]): \(error)\r\n"
      }
      // The program has it now; when its last user ends, reading here ends too.
      if complaint == nil { try? terminal.close() }
    }

    func receive() -> [UInt8]? {
      if let text = complaint, !text.isEmpty {
        complaint = ""
        return Array(text.utf8)
      }
      do throws(SystemError) {
        let count = try descriptor.read(into: buffer)
        return count == 0 ? nil : Array(buffer[..<count])
      } catch {
        return error == .resourceTemporarilyUnavailable || error == .interrupted ? [] : nil
      }
    }

    func send(_ bytes: [UInt8]) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { (try? descriptor.writeSome($0)) ?? 0 }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }

    func resize(columns: Int, rows: Int) {
      var size = TerminalSize(columns: UInt16(clamping: columns), rows: UInt16(clamping: rows))
      _ = try? descriptor.control(.setTerminalSize, &size)
    }
  }
#endif
