import SystemCalls
import SystemLibrary

enum ProcessChecks {
  static func run() {
    Check.expectSuccess("an exit status") { () throws(SystemError) in
      Check.expect(try Check.child("seven").wait().exitStatus == 7, "it is not 7")
    }
    for (word, signal) in [
      ("null", Signal.segmentation), ("kernel", .segmentation), ("code", .segmentation), ("trap", .illegalInstruction),
      ("stack", .segmentation), ("memory", .abort),
    ] {
      Check.expectSuccess("a child that ends by \(word)") { () throws(SystemError) in
        let status = try Check.child(word).wait()
        // Memory may also end while a page is being made.
        let isExpected = status.signal == signal || word == "memory" && status.signal == .bus
        Check.expect(isExpected, "\(word): \(status.signal?.name ?? "status \(status.exitStatus ?? 0)")")
      }
    }
    Check.expectSuccess("a deep stack") { () throws(SystemError) in
      Check.expect(try Check.child("deep", [nil, .open("/dev/null", .writeOnly)]).wait().isSuccess, "it failed")
    }
    for word in ["sleep", "spin"] {
      Check.expectSuccess("killing a child that does \(word)") { () throws(SystemError) in
        let child = try Check.child(word)
        try sleep(nanoseconds: 3_000_000)
        try child.kill()
        Check.expect(try child.wait().signal == .terminate, "it ended otherwise")
        Check.expect(.noSuchProcess, "killing it again") { () throws(SystemError) in try child.kill() }
      }
    }
    Check.expect(.noChildProcess, "waiting for nobody") { () throws(SystemError) in _ = try Process.waitForAny() }
    Check.expect(.noSuchFileOrDirectory, "a missing program") { () throws(SystemError) in
      _ = try Process.spawn("/bin/none", arguments: ["none"])
    }
    Check.expect(.permissionDenied, "a file that is no program") { () throws(SystemError) in
      _ = try Process.spawn("/etc/welcome", arguments: ["welcome"])
    }
    Check.expectSuccess("no hang") { () throws(SystemError) in
      let child = try Check.child("sleep")
      Check.expect(try Process.waitForAny(.noHang) == nil, "somebody has ended")
      try child.kill(.kill)
      Check.expect(try Process.waitForAny()?.status.signal == .kill, "it ended otherwise")
    }
    Check.expectSuccess("a group") { () throws(SystemError) in
      let first = try Process.spawn(Check.path, arguments: ["check", "sleep"], group: 0)
      let second = try Process.spawn(Check.path, arguments: ["check", "spin"], group: first.identifier)
      try Process(identifier: -first.identifier).kill(.interrupt)
      let signals = (try first.wait().signal, try second.wait().signal)
      Check.expect(signals == (.interrupt, .interrupt), "it was not reached")
    }
    Check.expectSuccess("registers across calls and time slices") { () throws(SystemError) in
      // Two that count in floating point beside each other: neither sees the other's registers.
      let other = try Process.fork()
      var sum = 0.0
      for term in 1...300_000 { sum += 1 / Double(term) }
      let isRight = sum > 13.188 && sum < 13.189
      guard let other else { Process.exit(isRight ? 0 : 1) }
      Check.expect(isRight, "the sum is \(sum)")
      Check.expect(try other.wait().isSuccess, "the other's sum is wrong")
    }
    let start = Clock.monotonic.now
    Check.expectSuccess("sleeping") { () throws(SystemError) in try sleep(nanoseconds: 10_000_000) }
    Check.expect(Clock.monotonic.now - start >= 10_000_000, "a sleep was too short")
  }
}
