#if hasFeature(Embedded)
  import GuestTasks
  import GuestTerminal
  import KernelSupport
  import SystemCalls

  /// A terminal: what programs read and write, and on its other side a serial line or a program that shows it.
  final class Terminal {
    private var discipline = LineDiscipline()
    private let readable = WaitQueue()
    /// The group that Ctrl-C reaches; 0 where there is none.
    var foregroundGroup = 0
    /// Nobody is on the other side any more.
    private(set) var isHungUp = false
    /// Where what is shown goes.
    private let show: (UInt8) -> Void

    init(show: @escaping (UInt8) -> Void) { self.show = show }

    /// A byte arrives from the other side. Preemption is off.
    func type(_ byte: UInt8) {
      if let signal = discipline.type(byte, show: show), foregroundGroup != 0 {
        Processes.send(signal, toGroup: foregroundGroup, fromConsole: self === Devices.console)
      }
      if discipline.isReadable {
        Threads.wakeAll(readable)
        Pollers.notify()
      }
    }

    /// What a pseudo-terminal's controller is told when the last program on this side is gone.
    var onAbandon: (() -> Void)?
    func abandon() { onAbandon?() }

    /// The other side is gone: reads end, and the group is told.
    func hangUp() {
      isHungUp = true
      if foregroundGroup != 0 { Processes.send(.hangUp, toGroup: foregroundGroup, fromConsole: false) }
      Threads.wakeAll(readable)
      Pollers.notify()
    }

    func read(to address: UInt64, count: Int, _ isNonblocking: Bool) throws(SystemError) -> Int {
      guard count > 0 else { return 0 }
      while !discipline.isReadable {
        if isHungUp { return 0 }
        if isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: readable) == .interrupted { throw .interrupted }
      }
      return try UserMemory.withMutableBytes(at: address, count: min(count, 4096)) { (buffer) throws(SystemError) in
        discipline.read(into: buffer) ?? 0
      }
    }

    func write(from address: UInt64, count: Int) throws(SystemError) -> Int {
      if isHungUp { throw .ioError }
      // Shown from a copy: who shows it may wait, or look at other memory.
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 16)
      defer { buffer.deallocate() }
      var done = 0
      while done < count, let start = buffer.baseAddress {
        let size = min(count - done, buffer.count)
        try UserMemory.copyIn(start, from: address + UInt64(done), count: size)
        for index in 0..<size { discipline.write(buffer[index], show: show) }
        done += size
        Preemption.pause()
      }
      return done
    }

    var isReadable: Bool { discipline.isReadable || isHungUp }

    func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      switch request {
      case .terminalMode: try UserMemory.write(discipline.mode, to: argument)
      case .setTerminalMode:
        var mode = TerminalMode()
        try UserMemory.read(&mode, at: argument)
        discipline.setMode(mode)
        if discipline.isReadable { Threads.wakeAll(readable) }
      case .terminalSize: try UserMemory.write(discipline.size, to: argument)
      case .setTerminalSize:
        var size = TerminalSize()
        try UserMemory.read(&size, at: argument)
        guard size.columns > 0, size.rows > 0 else { throw .invalidArgument }
        discipline.size = size
      case .foregroundGroup: return foregroundGroup
      case .setForegroundGroup:
        guard argument <= UInt64(Int32.max), Processes.hasGroup(Int(argument)) else { throw .noSuchProcess }
        foregroundGroup = Int(argument)
      default: throw .inappropriateIOCTLForDevice
      }
      return 0
    }
  }

  /// A descriptor of a terminal.
  final class TerminalObject: OpenObject {
    private let terminal: Terminal
    private var descriptors = 0

    init(_ terminal: Terminal) { self.terminal = terminal }

    override func opened() { descriptors += 1 }
    override func closed() {
      descriptors -= 1
      if descriptors == 0 { terminal.abandon() }
    }

    override func read(to address: UInt64, count: Int) throws(SystemError) -> Int {
      try terminal.read(to: address, count: count, isNonblocking)
    }
    override func write(from address: UInt64, count: Int) throws(SystemError) -> Int {
      try terminal.write(from: address, count: count)
    }
    override func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      try terminal.control(request, argument)
    }
    override func status() -> FileStatus { FileStatus(kind: .characterDevice, mode: 0o620) }
    override var readiness: PollEvents { terminal.isReadable ? [.readable, .writable] : .writable }
  }

  /// The other side of a terminal that a program shows: what it writes is typed, what it reads is to be shown.
  final class TerminalController: OpenObject {
    private let output: OutputQueue
    let terminal: Terminal
    private var descriptors = 0

    /// What waits to be shown. A program that shows nothing loses the oldest.
    private final class OutputQueue {
      static let capacity = 32 * 1024
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      var start = 0
      var count = 0
      let readable = WaitQueue()
      /// No program is on the other side any more: what is there is the last.
      var isEnded = false
      deinit { bytes.deallocate() }

      func end() {
        isEnded = true
        Threads.wakeAll(readable)
        Pollers.notify()
      }

      func put(_ byte: UInt8) {
        if count == Self.capacity {
          start = (start + 1) % Self.capacity
          count -= 1
        }
        bytes[(start + count) % Self.capacity] = byte
        count += 1
        if !readable.isEmpty { Threads.wakeAll(readable) }
        Pollers.notify()
      }
    }

    override init() {
      let output = OutputQueue()
      self.output = output
      terminal = Terminal { output.put($0) }
      super.init()
      terminal.onAbandon = { output.end() }
    }

    override func read(to address: UInt64, count: Int) throws(SystemError) -> Int {
      guard count > 0 else { return 0 }
      while output.count == 0 {
        if output.isEnded { return 0 }
        if isNonblocking { throw .resourceTemporarilyUnavailable }
        if Threads.wait(in: output.readable) == .interrupted { throw .interrupted }
      }
      return try UserMemory.withMutableBytes(at: address, count: min(count, output.count)) {
        (buffer) throws(SystemError) in
        for index in 0..<buffer.count { buffer[index] = output.bytes[(output.start + index) % OutputQueue.capacity] }
        output.start = (output.start + buffer.count) % OutputQueue.capacity
        output.count -= buffer.count
        return buffer.count
      }
    }

    override func write(from address: UInt64, count: Int) throws(SystemError) -> Int {
      let bytes = try UserMemory.bytes(at: address, count: min(count, 4096), limit: 4096)
      for byte in bytes { terminal.type(byte) }
      return bytes.count
    }

    override func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      try terminal.control(request, argument)
    }
    override func status() -> FileStatus { FileStatus(kind: .characterDevice, mode: 0o600) }
    override var readiness: PollEvents {
      if output.isEnded { return [.readable, .writable, .hungUp] }
      return output.count > 0 ? [.readable, .writable] : .writable
    }

    override func opened() { descriptors += 1 }
    override func closed() {
      descriptors -= 1
      if descriptors == 0 { terminal.hangUp() }
    }
  }
#endif
