import SystemCalls
import SystemLibrary

/// Tests of system calls, from where programs see them. Ends with status 0 where all hold. With an argument it is its own child:
/// what that child does is the argument's.
@main
struct Check {
  nonisolated(unsafe) static var failures = 0
  static let path = "/bin/check"

  static func main() {
    if Process.arguments.count > 1 { Child.run(Process.arguments[1]) }
    FileChecks.run()
    PipeChecks.run()
    ProcessChecks.run()
    MemoryChecks.run()
    ChannelChecks.run()
    print(failures == 0 ? "check: all hold" : "check: \(failures) do not hold")
    Process.exit(failures == 0 ? 0 : 1)
  }

  static func expect(_ condition: Bool, _ what: @autoclosure () -> String) {
    guard !condition else { return }
    failures += 1
    print("check: FAILED: \(what())")
  }

  /// That it throws this error.
  static func expect(_ error: SystemError, _ what: String, _ body: () throws(SystemError) -> Void) {
    do throws(SystemError) {
      try body()
      expect(false, "\(what) succeeded")
    } catch let found {
      expect(found == error, "\(what): \(found) instead of \(error)")
    }
  }

  /// That it throws nothing.
  static func expectSuccess(_ what: String, _ body: () throws(SystemError) -> Void) {
    do throws(SystemError) { try body() } catch { expect(false, "\(what): \(error)") }
  }

  /// Runs this program as a child that does what the word says.
  static func child(
    _ word: String, _ descriptors: [FileDescriptor?] = [.standardInput, .standardOutput, .standardError]
  ) throws(SystemError) -> Process {
    try Process.spawn(path, arguments: ["check", word], descriptors: descriptors)
  }
}
