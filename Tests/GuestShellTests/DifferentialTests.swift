#if os(Linux)
  import Foundation
  import Testing

  /// Our shell does what dash does: random scripts give the same output and the same status.
  ///
  /// `SHELL_SEED` repeats a run; `SHELL_SCRIPTS=5000` makes a long one.
  @Suite struct DifferentialTests {
    static let environment = ProcessInfo.processInfo.environment

    @Test(.enabled(if: ScriptRun.reference != nil, "there is no dash here")) func sameAsDash() throws {
      let seed = Self.environment["SHELL_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
      let count = Self.environment["SHELL_SCRIPTS"].flatMap { Int($0) } ?? 150
      print("SHELL_SEED=\(seed) SHELL_SCRIPTS=\(count)")
      var failures = 0
      for number in 0..<count where failures < 12 {
        var random = RandomScript(seed: seed &+ UInt64(number))
        let lines = random.script()
        guard try differs(lines) else { continue }
        failures += 1
        let shortest = try shortened(lines)
        let script = RandomScript.preamble + shortest.joined(separator: "\n") + "\n"
        let (expected, actual) = (
          try ScriptRun(shell: ScriptRun.reference!, script: script),
          try ScriptRun(shell: ScriptRun.guestShell, script: script)
        )
        Issue.record(
          "seed \(seed &+ UInt64(number)):\n\(shortest.joined(separator: "\n"))\ndash:  \(expected)\nguest: \(actual)")
      }
    }

    private func differs(_ lines: [String]) throws -> Bool {
      let script = RandomScript.preamble + lines.joined(separator: "\n") + "\n"
      return try ScriptRun(shell: ScriptRun.reference!, script: script)
        != ScriptRun(shell: ScriptRun.guestShell, script: script)
    }

    /// Leaves out lines as long as the rest still differs.
    private func shortened(_ lines: [String]) throws -> [String] {
      var lines = lines
      var index = 0
      while index < lines.count, lines.count > 1 {
        var shorter = lines
        shorter.remove(at: index)
        if try differs(shorter) { lines = shorter } else { index += 1 }
      }
      return lines
    }
  }
#endif
