#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport
  import SystemCalls

  /// Every system call arrives here, from switch.S, on the thread's kernel stack with interrupts on. What comes back goes into RAX.
  @c(kernel_system_call)
  public func handleSystemCall(
    _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64, _ f: UInt64, _ number: UInt64
  ) -> Int64 {
    guard let call = SystemCall(rawValue: UInt(number)), let process = Process.current else {
      return Int64(SystemError.noFunction.result)
    }
    SystemCallStatistics.count &+= 1
    do throws(SystemError) {
      return Int64(try process.perform(call, SystemCallArguments(a: a, b: b, c: c, d: d, e: e, f: f)))
    } catch {
      return Int64(error.result)
    }
  }

  enum SystemCallStatistics {
    nonisolated(unsafe) static var count: UInt64 = 0
  }

  struct SystemCallArguments {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64
    var e: UInt64
    var f: UInt64
  }

  extension UInt64 {
    /// As a signed number.
    var signed: Int { Int(truncatingIfNeeded: self) }
    /// As a C `int`, which is what descriptors are.
    var descriptor: Int { Int(Int32(truncatingIfNeeded: self)) }
    /// As a count of bytes; what no buffer can have is refused.
    func count() throws(SystemError) -> Int {
      guard self <= UInt64(Int.max) else { throw .invalidArgument }
      return Int(self)
    }
  }

  extension Process {
    fileprivate func perform(_ call: SystemCall, _ s: SystemCallArguments) throws(SystemError) -> Int {
      switch call {
      case .exit:
        end(WaitStatus(exit: UInt8(truncatingIfNeeded: s.a)))
        return 0
      case .processIdentifier: return identifier
      case .parentProcessIdentifier: return parentIdentifier
      case .spawn: return try spawn(request: s.a)
      case .fork: throw .noFunction  // has an entry of its own: see Fork.swift
      case .wait: return try wait(s.a.signed, s.b, s.c)
      case .kill: return try kill(s.a.signed, s.b)
      case .setSignalAction: return try setSignalAction(s.a, s.b)
      case .setProcessGroup: return try setProcessGroup(s.a.signed, s.b.signed)
      case .processGroup: return try related(s.a.signed).group
      case .yield:
        Threads.yield()
        return 0
      case .setPriority: return try setPriority(s.a.signed, s.b)

      case .growHeap: return try growHeap(s.a.signed)
      case .map: return try map(s.a, s.b, s.c.descriptor, s.d)
      case .unmap: return try unmap(s.a, s.b)
      case .createMemory: return try createMemory(s.a)

      case .open: return try open(s.a, s.b, s.c, s.d)
      case .close: return try close(s.a.descriptor)
      case .read: return try object(s.a.descriptor).read(to: s.b, count: try s.c.count())
      case .write: return try object(s.a.descriptor).write(from: s.b, count: try s.c.count())
      case .seek:
        guard let origin = SeekOrigin(rawValue: UInt(s.c)) else { throw .invalidArgument }
        return try object(s.a.descriptor).seek(s.b.signed, origin)
      case .duplicate: return try duplicate(s.a.descriptor, s.b.descriptor)
      case .pipe: return try makePipe(s.a)
      case .control: return try control(s.a.descriptor, s.b, s.c)
      case .poll: return try poll(s.a, s.b, s.c.signed)
      case .readAt: return try object(s.a.descriptor).read(to: s.b, count: try s.c.count(), at: s.d.signed)
      case .writeAt: return try object(s.a.descriptor).write(from: s.b, count: try s.c.count(), at: s.d.signed)

      case .status: return try status(s.a, s.b, s.c, s.d)
      case .descriptorStatus:
        try UserMemory.write(try object(s.a.descriptor).status(), to: s.b)
        return 0
      case .readDirectory: return try object(s.a.descriptor).readDirectory(to: s.b, count: try s.c.count())
      case .makeDirectory: return try makeDirectory(s.a, s.b, s.c)
      case .removeDirectory: return try removeDirectory(s.a, s.b)
      case .unlink: return try unlink(s.a, s.b)
      case .rename: return try rename(s.a, s.b, s.c, s.d)
      case .link: return try link(s.a, s.b, s.c, s.d)
      case .symbolicLink: return try symbolicLink(s.a, s.b, s.c, s.d)
      case .readLink: return try readLink(s.a, s.b, s.c, s.d)
      case .truncate:
        try object(s.a.descriptor).truncate(to: try s.b.count())
        return 0
      case .changeMode: return try changeMode(s.a, s.b, s.c)
      case .setTimes: return try setTimes(s.a, s.b, s.c.signed, s.d.signed)
      case .currentDirectory: return try currentDirectory(s.a, s.b)
      case .changeDirectory: return try changeDirectory(s.a, s.b)
      case .synchronize: return 0
      case .fileSystemStatus: return try fileSystemStatus(s.a, s.b, s.c)

      case .clock: return try clock(s.a)
      case .sleep: return try sleep(s.a)

      case .listen: return try listen(s.a, s.b)
      case .accept: return try accept(s.a.descriptor)
      case .connect: return try connect(s.a, s.b)
      case .channel: return try makeChannel(s.a)
      case .send: return try send(s.a.descriptor, s.b, s.c, s.d.descriptor)
      case .receive: return try receive(s.a.descriptor, s.b, s.c, s.d, s.e)
      case .openTerminal: return try openTerminal(s.a)

      case .random: return try random(s.a, s.b)
      case .power: return try power(s.a)
      }
    }
  }
#endif
