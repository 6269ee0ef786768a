#if hasFeature(Embedded)
  import ProgramSupport
  import SystemCalls

  /// This process, and those it starts.
  public struct Process: Equatable, Sendable {
    /// A positive number that no other living process has.
    public let identifier: Int

    public init(identifier: Int) { self.identifier = identifier }

    nonisolated(unsafe) private static var words: UnsafePointer<UInt>?

    static func start(_ stack: UnsafePointer<UInt>) { words = stack }

    /// The program's name and what was typed behind it.
    public static var arguments: [String] {
      guard let words else { return [] }
      return texts(words + 1)
    }

    /// `NAME=value`, each.
    public static var environment: [String] {
      guard let words else { return [] }
      return texts(words + 2 + Int(words[0]))
    }

    /// A variable's value.
    public static func variable(_ name: String) -> String? {
      for entry in environment {
        if let split = entry.utf8.firstIndex(of: 0x3D), entry[..<split] == name {
          return String(entry[entry.utf8.index(after: split)...])
        }
      }
      return nil
    }

    private static func texts(_ start: UnsafePointer<UInt>) -> [String] {
      var texts: [String] = []
      var next = start
      while let text = UnsafePointer<CChar>(bitPattern: next.pointee) {
        texts.append(String(cString: text))
        next += 1
      }
      return texts
    }

    public static var current: Process { Process(identifier: systemCall(.processIdentifier)) }
    public static var parent: Process { Process(identifier: systemCall(.parentProcessIdentifier)) }

    /// Writes what `print` kept back, and ends the program.
    public static func exit(_ status: Int32 = 0) -> Never {
      StandardOutput.flush()
      systemCall(.exit, Int(status))
      // The kernel does not come back from this.
      while true {}
    }

    /// Starts the program at a path. `arguments` begin with its name.
    ///
    /// - Parameters:
    ///   - descriptors: the child's descriptors 0, 1, 2 and so on; nil stays closed.
    ///   - group: nil for the parent's process group, 0 for a new one, or a group's number.
    public static func spawn(
      _ path: String, arguments: [String], environment: [String]? = nil,
      descriptors: [FileDescriptor?] = [.standardInput, .standardOutput, .standardError], group: Int? = nil
    ) throws(SystemError) -> Process {
      StandardOutput.flush()
      let numbers = descriptors.map { $0?.rawValue ?? -1 }
      let arguments = joined(arguments)
      let environment = joined(environment ?? Self.environment)
      var path = path
      let result = path.withUTF8 { path in
        arguments.withUnsafeBufferPointer { arguments in
          environment.withUnsafeBufferPointer { environment in
            numbers.withUnsafeBufferPointer { numbers in
              var request = SpawnRequest()
              (request.path, request.pathLength) = (address(path.baseAddress), UInt64(path.count))
              (request.arguments, request.argumentsLength) = (address(arguments.baseAddress), UInt64(arguments.count))
              request.environment = address(environment.baseAddress)
              request.environmentLength = UInt64(environment.count)
              (request.descriptors, request.descriptorCount) = (address(numbers.baseAddress), UInt64(numbers.count))
              request.group = Int64(group ?? -1)
              return withUnsafePointer(to: &request) { systemCall(.spawn, Int(bitPattern: $0)) }
            }
          }
        }
      }
      return Process(identifier: try check(result))
    }

    private static func address<Value>(_ pointer: UnsafePointer<Value>?) -> UInt64 { UInt64(UInt(bitPattern: pointer)) }

    private static func joined(_ texts: [String]) -> [UInt8] {
      var bytes: [UInt8] = []
      for text in texts {
        bytes += Array(text.utf8)
        bytes.append(0)
      }
      return bytes
    }

    /// Waits until this child ends.
    @discardableResult
    public func wait() throws(SystemError) -> WaitStatus {
      var status: UInt32 = 0
      try check(withUnsafeMutablePointer(to: &status) { systemCall(.wait, identifier, 0, Int(bitPattern: $0)) })
      return WaitStatus(rawValue: status)
    }

    /// Waits until any child ends; with `noHang`, nil where none has.
    public static func waitForAny(
      _ options: WaitOptions = []
    ) throws(SystemError) -> (process: Process, status: WaitStatus)? {
      var status: UInt32 = 0
      let identifier = try check(
        withUnsafeMutablePointer(to: &status) { systemCall(.wait, -1, Int(options.rawValue), Int(bitPattern: $0)) })
      return identifier == 0 ? nil : (Process(identifier: identifier), WaitStatus(rawValue: status))
    }

    public func kill(_ signal: Signal = .terminate) throws(SystemError) {
      try check(systemCall(.kill, identifier, Int(signal.rawValue)))
    }

    /// A copy of this process: nil in the copy.
    public static func fork() throws(SystemError) -> Process? {
      StandardOutput.flush()
      let identifier = try check(systemCall(.fork))
      return identifier == 0 ? nil : Process(identifier: identifier)
    }

    @discardableResult
    public static func setAction(_ action: SignalAction, for signal: Signal) throws(SystemError) -> SignalAction {
      let before = try check(systemCall(.setSignalAction, Int(signal.rawValue), Int(action.rawValue)))
      return SignalAction(rawValue: UInt(before)) ?? .end
    }
  }

  extension Clock {
    /// Nanoseconds.
    public var now: Int64 { Int64(systemCall(.clock, Int(rawValue))) }
  }

  /// The processor's time stamp counter; on the Apus machine, how many instructions it has executed.
  public func timeStamp() -> UInt64 { time_stamp() }

  /// Waits at least so long.
  public func sleep(nanoseconds: Int64) throws(SystemError) { try check(systemCall(.sleep, Int(nanoseconds))) }
#endif
