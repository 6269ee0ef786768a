#if hasFeature(Embedded)
  import GuestFiles
  import GuestTasks
  import SystemCalls

  /// A message under way, with what was sent along.
  private struct Message {
    var bytes: [UInt8]
    var attachment: OpenObject?
  }

  /// Messages in one direction.
  private final class MessageQueue {
    var messages: [Message] = []
    /// How many of the first are taken already.
    var taken = 0
    var size = 0
    var isClosed = false
    let readable = WaitQueue()
    let writable = WaitQueue()

    var isEmpty: Bool { taken == messages.count }

    func put(_ message: Message) {
      size += message.bytes.count + Self.overhead
      messages.append(message)
      Threads.wakeAll(readable)
      Pollers.notify()
    }

    func take() -> Message {
      let message = messages[taken]
      messages[taken] = Message(bytes: [], attachment: nil)
      taken += 1
      if taken == messages.count {
        messages.removeAll(keepingCapacity: messages.capacity <= 64)
        taken = 0
      } else if taken > 64 {
        messages.removeFirst(taken)
        taken = 0
      }
      size -= message.bytes.count + Self.overhead
      Threads.wakeAll(writable)
      Pollers.notify()
      return message
    }

    func close() {
      isClosed = true
      Threads.wakeAll(readable)
      Threads.wakeAll(writable)
      Pollers.notify()
    }

    /// What a message counts beside its bytes, so that empty ones cannot fill all memory.
    static let overhead = 64
  }

  /// One end of a channel.
  final class ChannelEnd: OpenObject {
    private let incoming: MessageQueue
    private let outgoing: MessageQueue
    private var descriptors = 0

    private init(incoming: MessageQueue, outgoing: MessageQueue) {
      (self.incoming, self.outgoing) = (incoming, outgoing)
    }

    static func pair() -> (ChannelEnd, ChannelEnd) {
      let (one, other) = (MessageQueue(), MessageQueue())
      return (ChannelEnd(incoming: one, outgoing: other), ChannelEnd(incoming: other, outgoing: one))
    }

    func send(from address: UInt64, count: Int, _ attachment: OpenObject?) throws(SystemError) {
      guard count <= ChannelLimits.messageSize else { throw .messageTooLong }
      guard count > 0 else { throw .invalidArgument }
      try Memory.requireSpare()
      // An end that travels could hold itself, and would then never be let go of.
      if attachment is ChannelEnd || attachment is ListenerObject { throw .notSupported }
      let bytes = try UserMemory.bytes(at: address, count: count, limit: ChannelLimits.messageSize)
      while !outgoing.isClosed, outgoing.size + count > ChannelLimits.queueSize {
        if isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: outgoing.writable) == .interrupted { throw .interrupted }
      }
      if outgoing.isClosed { throw .brokenPipe }
      // The message holds it open: a pipe's end counts as open while it travels.
      attachment?.opened()
      outgoing.put(Message(bytes: bytes, attachment: attachment))
    }

    func receive(
      to address: UInt64, count: Int, _ attachmentAddress: UInt64, noWait: Bool, _ process: Process
    ) throws(SystemError) -> Int {
      while incoming.isEmpty {
        if incoming.isClosed { return 0 }
        if noWait || isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: incoming.readable) == .interrupted { throw .interrupted }
      }
      let next = incoming.messages[incoming.taken]
      guard next.bytes.count <= count else { throw .messageTooLong }
      // Everything that can fail comes before the message is taken.
      var number = -1
      if let attachment = next.attachment, attachmentAddress != 0 { number = try process.add(attachment) }
      do throws(SystemError) {
        if attachmentAddress != 0 { try UserMemory.write(Int32(number), to: attachmentAddress) }
        try next.bytes.withBytes { (bytes) throws(SystemError) in
          if let start = bytes.baseAddress { try UserMemory.copyOut(start, to: address, count: bytes.count) }
        }
      } catch {
        if number >= 0 { process.set(number, to: nil) }
        throw error
      }
      let message = incoming.take()
      message.attachment?.closed()
      return message.bytes.count
    }

    override func status() -> FileStatus { FileStatus(kind: .channel, mode: 0o600) }

    override var readiness: PollEvents {
      var events: PollEvents = []
      if !incoming.isEmpty || incoming.isClosed { events.insert(.readable) }
      if outgoing.isClosed || outgoing.size + ChannelLimits.messageSize <= ChannelLimits.queueSize {
        events.insert(.writable)
      }
      if incoming.isClosed { events.insert(.hungUp) }
      return events
    }

    override func opened() { descriptors += 1 }

    override func closed() {
      descriptors -= 1
      guard descriptors == 0 else { return }
      outgoing.close()
      incoming.close()
      while !incoming.isEmpty { incoming.take().attachment?.closed() }
    }
  }

  /// Where callers arrive.
  final class ListenerObject: OpenObject {
    let name: [UInt8]
    private var callers: [ChannelEnd] = []
    private let readable = WaitQueue()
    private var descriptors = 0

    nonisolated(unsafe) private static var all: [ListenerObject] = []

    private init(name: [UInt8]) { self.name = name }

    /// A listener of that name; nobody else may have it.
    static func make(name: [UInt8]) throws(SystemError) -> ListenerObject {
      if find(name) != nil { throw .addressInUse }
      let listener = ListenerObject(name: name)
      all.append(listener)
      return listener
    }

    static func find(_ name: [UInt8]) -> ListenerObject? { all.first { $0.name == name } }

    /// The caller's end of a new channel.
    func connect() throws(SystemError) -> ChannelEnd {
      guard callers.count < ChannelLimits.backlog else { throw .resourceTemporarilyUnavailable }
      let (mine, theirs) = ChannelEnd.pair()
      mine.opened()
      callers.append(mine)
      Threads.wakeAll(readable)
      Pollers.notify()
      return theirs
    }

    func accept(_ process: Process) throws(SystemError) -> Int {
      while callers.isEmpty {
        if isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: readable) == .interrupted { throw .interrupted }
      }
      let number = try process.add(callers[0])
      callers.removeFirst().closed()
      return number
    }

    override func status() -> FileStatus { FileStatus(kind: .channel, mode: 0o600) }
    override var readiness: PollEvents { callers.isEmpty ? [] : .readable }
    override func opened() { descriptors += 1 }

    override func closed() {
      descriptors -= 1
      guard descriptors == 0 else { return }
      Self.all.removeAll { $0 === self }
      for caller in callers { caller.closed() }
      callers = []
    }
  }
#endif
