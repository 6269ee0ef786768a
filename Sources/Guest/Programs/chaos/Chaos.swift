import SystemCalls
import SystemLibrary

/// Throws random system calls at the kernel: hostile addresses, lengths, descriptors and numbers. The kernel must stand, and nothing
/// may be left when this is over.
///
///     chaos [COUNT [SEED]]
@main
struct Chaos {
  static func main() {
    let arguments = Process.arguments
    let count = arguments.count > 1 ? Int(arguments[1]) ?? 100_000 : 100_000
    let seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : 1
    print("chaos: \(count) calls, seed \(seed)")
    // What it does to itself ends it now and then, so children do it, a part each.
    var (done, part, byErrors) = (0, 0, 0)
    while done < count {
      let size = min(count - done, 500)
      do throws(SystemError) {
        guard let child = try Process.fork() else {
          var attack = Attack(seed: seed &* 1_000_003 &+ UInt64(part))
          attack.run(size)
          Process.exit(0)
        }
        if !(try Self.wait(for: child).isSuccess) { byErrors += 1 }
      } catch {
        printError("chaos: \(error)")
        Process.exit(1)
      }
      done += size
      part += 1
    }
    // What is left of it by now are copies of children that were stopped.
    print("chaos: over; \(byErrors) of \(part) children did not live to their end")
  }

  /// Waits for a child, which may have made a call that never comes back: after a while it is stopped.
  private static func wait(for child: Process) throws(SystemError) -> WaitStatus {
    for _ in 0..<400 {
      if let (process, status) = try Process.waitForAny(.noHang), process == child { return status }
      try sleep(nanoseconds: 1_000_000)
    }
    try child.kill(.kill)
    return try child.wait()
  }
}
