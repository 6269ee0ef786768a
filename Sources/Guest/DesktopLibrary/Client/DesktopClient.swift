#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// A program's side of its channel to the compositor: events in, requests out, and waiting for whichever comes first.
  final class DesktopClient {
    private let channel: Channel
    /// Something else that the program waits for, and what it does then.
    private var served: (descriptor: FileDescriptor, action: () -> Void)?
    private var isConnected = true
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: ChannelLimits.messageSize, alignment: 16)

    init(_ channel: Channel) { self.channel = channel }

    func serve(_ descriptor: FileDescriptor, _ action: @escaping () -> Void) { served = (descriptor, action) }

    private static var now: Int { Int(Clock.monotonic.now / 1_000_000) }

    /// Until the program ends, or the desktop does.
    func run(_ application: Application) -> Never {
      let session = Session(
        application, allocate: { SharedPixels.make(byteCount: $0) },
        send: { [unowned(unsafe) self] request, buffer in self.send(request, buffer) })
      while isConnected {
        session.update(now: Self.now)
        // Its last requests are in the compositor's queue, which outlives it.
        if session.hasEnded { Process.exit() }
        wait(session.delay(now: Self.now))
        receive(session)
        Self.forgetChildren()
      }
      printError("\(application.options.title): the desktop is gone")
      Process.exit(1)
    }

    private func wait(_ milliseconds: Int?) {
      var entries = [PollEntry(channel.descriptor.rawValue, .readable)]
      if let served { entries.append(PollEntry(served.descriptor.rawValue, .readable)) }
      _ = try? poll(&entries, timeout: milliseconds.map { Int64($0) * 1_000_000 })
      if entries.count > 1, !entries[1].results.isEmpty { served?.action() }
    }

    private func receive(_ session: Session) {
      while isConnected {
        do throws(SystemError) {
          let (count, attachment) = try channel.receive(into: buffer, .noWait)
          if let attachment { try? attachment.close() }
          guard count > 0 else {
            isConnected = false
            return
          }
          guard let message = Message(bytes: UnsafeRawBufferPointer(rebasing: buffer[..<count])),
            let event = WindowEvent(message)
          else { continue }
          session.handle(event)
        } catch {
          if error == .resourceTemporarilyUnavailable { return }
          if error != .interrupted { isConnected = false }
        }
      }
    }

    private func send(_ request: WindowRequest, _ pixels: SharedBuffer?) {
      guard isConnected else { return }
      let attachment = (pixels as? SharedPixels)?.takeDescriptor()
      let bytes = request.message.bytes
      var failed = false
      bytes.withUnsafeBytes { bytes in
        do throws(SystemError) { try channel.send(bytes, attachment: attachment) } catch { failed = true }
      }
      if let attachment { try? attachment.close() }
      if failed { isConnected = false }
    }

    /// Programs that this one started, and that have ended.
    private static func forgetChildren() {
      while let ended = try? Process.waitForAny(.noHang) { _ = ended }
    }
  }
#endif
