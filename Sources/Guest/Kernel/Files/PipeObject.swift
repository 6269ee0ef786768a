#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// Bytes between two programs: a ring of one frame's size, for which both ends wait on each other.
  final class PipeBuffer {
    static let capacity = 16 * 1024
    /// Writes of up to so many bytes are whole: nobody else's bytes come between.
    static let atomicSize = 4096
    private let bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    private var start = 0
    private(set) var count = 0
    var readers = 0
    var writers = 0
    let readable = WaitQueue()
    let writable = WaitQueue()

    deinit { bytes.deallocate() }

    var room: Int { Self.capacity - count }

    /// Moves up to `wanted` bytes to a program. Returns how many.
    func take(to address: UInt64, _ wanted: Int) throws(SystemError) -> Int {
      let total = min(wanted, count)
      let first = min(total, Self.capacity - start)
      try UserMemory.copyOut(bytes + start, to: address, count: first)
      if first < total { try UserMemory.copyOut(bytes, to: address + UInt64(first), count: total - first) }
      count -= total
      start = count == 0 ? 0 : (start + total) % Self.capacity
      return total
    }

    /// Moves up to `wanted` bytes from a program. Returns how many.
    func put(from address: UInt64, _ wanted: Int) throws(SystemError) -> Int {
      let total = min(wanted, room)
      let end = (start + count) % Self.capacity
      let first = min(total, Self.capacity - end)
      try UserMemory.copyIn(bytes + end, from: address, count: first)
      if first < total { try UserMemory.copyIn(bytes, from: address + UInt64(first), count: total - first) }
      count += total
      return total
    }
  }

  /// The end of a pipe that is read.
  final class PipeReader: OpenObject {
    private let pipe: PipeBuffer
    private var descriptors = 0

    init(_ pipe: PipeBuffer) { self.pipe = pipe }

    override func read(to address: UInt64, count: Int) throws(SystemError) -> Int {
      guard count > 0 else { return 0 }
      while pipe.count == 0 {
        if pipe.writers == 0 { return 0 }
        if isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: pipe.readable) == .interrupted { throw .interrupted }
      }
      let moved = try pipe.take(to: address, count)
      if !pipe.writable.isEmpty { Threads.wakeAll(pipe.writable) }
      Pollers.notify()
      return moved
    }

    override var readiness: PollEvents {
      let events: PollEvents = pipe.count > 0 ? .readable : []
      return pipe.writers == 0 ? events.union([.hungUp, .readable]) : events
    }

    override func opened() {
      descriptors += 1
      if descriptors == 1 { pipe.readers += 1 }
    }

    override func closed() {
      descriptors -= 1
      guard descriptors == 0 else { return }
      pipe.readers -= 1
      if pipe.readers == 0 { Threads.wakeAll(pipe.writable) }
      Pollers.notify()
    }
  }

  /// The end of a pipe that is written.
  final class PipeWriter: OpenObject {
    private let pipe: PipeBuffer
    private var descriptors = 0

    init(_ pipe: PipeBuffer) { self.pipe = pipe }

    override func write(from address: UInt64, count: Int) throws(SystemError) -> Int {
      guard count >= 0 else { throw .invalidArgument }
      var done = 0
      while done < count {
        if pipe.readers == 0 {
          if done > 0 { return done }
          Process.current?.send(.pipe)
          throw .brokenPipe
        }
        let needed = count <= PipeBuffer.atomicSize ? count : 1
        if pipe.room >= needed {
          do throws(SystemError) { done += try pipe.put(from: address + UInt64(done), count - done) } catch {
            if done > 0 { return done }
            throw error
          }
          if !pipe.readable.isEmpty { Threads.wakeAll(pipe.readable) }
          Pollers.notify()
        } else if isNonblocking {
          if done > 0 { return done }
          throw .resourceTemporarilyUnavailable
        } else if Threads.wait(in: pipe.writable) == .interrupted {
          if done > 0 { return done }
          throw .interrupted
        }
      }
      return done
    }

    override var readiness: PollEvents {
      let events: PollEvents = pipe.room >= PipeBuffer.atomicSize ? .writable : []
      return pipe.readers == 0 ? events.union([.hungUp, .writable]) : events
    }

    override func opened() {
      descriptors += 1
      if descriptors == 1 { pipe.writers += 1 }
    }

    override func closed() {
      descriptors -= 1
      guard descriptors == 0 else { return }
      pipe.writers -= 1
      if pipe.writers == 0 { Threads.wakeAll(pipe.readable) }
      Pollers.notify()
    }
  }

  /// Programs that poll: whenever something that can be polled has changed, they look again.
  enum Pollers {
    private final class Waiting { let queue = WaitQueue() }
    nonisolated(unsafe) private static var waiting: Waiting?

    static func start() { waiting = Waiting() }

    @inline(__always)
    static func notify() {
      guard let waiting, !waiting.queue.isEmpty else { return }
      Threads.wakeAll(waiting.queue)
    }

    /// Waits for a change, or until a time.
    static func wait(until deadline: UInt64?) -> Thread.WakeReason {
      guard let waiting else { return .timedOut }
      return Threads.wait(in: waiting.queue, until: deadline)
    }
  }
#endif
