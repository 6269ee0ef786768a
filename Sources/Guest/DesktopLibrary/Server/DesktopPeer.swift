#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// A program, as the compositor's process sees it: a channel, and what it has not taken yet.
  final class DesktopPeer {
    let identifier: ClientIdentifier
    private let channel: Channel
    private(set) var hasEnded = false
    var results: PollEvents = []
    private var pending: [WindowEvent] = []
    nonisolated(unsafe) private static let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: ChannelLimits.messageSize, alignment: 16)

    /// So many messages of one program are taken before the next one's turn.
    private static let messagesAtOnce = 64
    /// So many events are kept for a program that takes none; then the oldest are lost.
    private static let pendingLimit = 512

    init(_ channel: Channel, identifier: ClientIdentifier) {
      (self.channel, self.identifier) = (channel, identifier)
      systemCall(.control, channel.descriptor.number, Int(ControlRequest.setNonblocking.rawValue), 1)
    }

    var pollEntry: PollEntry {
      PollEntry(channel.descriptor.rawValue, pending.isEmpty ? .readable : [.readable, .writable])
    }

    /// Takes what has come. Bytes that are no message are dropped.
    func receive(_ handle: (Message, FileDescriptor?) -> Void) {
      guard results.contains(.readable) || results.contains(.hungUp) else { return }
      for _ in 0..<Self.messagesAtOnce {
        do throws(SystemError) {
          let (count, attachment) = try channel.receive(into: Self.buffer, .noWait)
          guard count > 0 else {
            hasEnded = true
            return
          }
          if let message = Message(bytes: UnsafeRawBufferPointer(rebasing: Self.buffer[..<count])) {
            handle(message, attachment)
          } else {
            try? attachment?.close()
          }
        } catch {
          if error != .resourceTemporarilyUnavailable && error != .interrupted { hasEnded = true }
          return
        }
      }
    }

    /// Sends an event, or keeps it where the program's queue is full: of the pointer's movements only the last.
    func send(_ event: WindowEvent) {
      if pending.isEmpty, sendNow(event) { return }
      if case .pointer(let window, let new) = event, new.action == .moved,
        case .pointer(window, let old)? = pending.last, old.action == .moved
      {
        pending[pending.count - 1] = event
        return
      }
      if pending.count == Self.pendingLimit { pending.removeFirst() }
      pending.append(event)
    }

    func flush() {
      var sent = 0
      while sent < pending.count, sendNow(pending[sent]) { sent += 1 }
      if sent > 0 { pending.removeFirst(sent) }
    }

    /// False where there is no room now.
    private func sendNow(_ event: WindowEvent) -> Bool {
      var isSent = true
      event.message.bytes.withUnsafeBytes { bytes in
        do throws(SystemError) { try channel.send(bytes) } catch {
          // Where the program is gone, the next receive says so.
          isSent = error != .resourceTemporarilyUnavailable
        }
      }
      return isSent
    }

    func close() { try? channel.descriptor.close() }
  }
#endif
