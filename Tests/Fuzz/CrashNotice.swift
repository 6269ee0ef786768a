#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Says which case was under way when the process crashes, or when a case takes longer than any should.
enum CrashNotice {
  /// Seconds after which a case hangs. AddressSanitizer makes everything several times slower.
  private static let patience: UInt32 = 60
  /// The text for the handler, which may not allocate: written before each case, read only when it is the last.
  nonisolated(unsafe) private static let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 128)
  nonisolated(unsafe) private static var count = 0
  /// Set when a person or a script wants an end (SIGINT, SIGTERM): after the present case.
  nonisolated(unsafe) private(set) static var wantsEnd = false

  static func install() {
    text.initialize(repeating: 0)
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGALRM] {
      signal(number) { number in
        CrashNotice.report()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  static func endOnRequest() {
    for number in [SIGINT, SIGTERM] { signal(number) { _ in CrashNotice.wantsEnd = true } }
  }

  static func begin(kind: CaseKind, seed: UInt64) {
    let message = "fuzz --kinds \(kind.rawValue) --seed \(seed) --cases 1: crashed or hung\n"
    count = min(message.utf8.count, text.count)
    _ = text.update(fromContentsOf: message.utf8.prefix(count))
    alarm(patience)
  }

  static func end() { alarm(0) }

  private static func report() { _ = write(2, text.baseAddress, count) }
}
