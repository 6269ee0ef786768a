#if hasFeature(Embedded)
  /// What the word `test` runs: each test says what is wrong, or nothing.
  struct SelfTest {
    enum Outcome {
      case passed
      case failed(String)
      case skipped(String)
    }

    let name: String
    let run: () -> Outcome

    /// Every test, a line each, and the count. Leaves the emulator with what they came to.
    ///
    /// - Parameter chaosCalls: how many random system calls are made.
    static func runAll(_ screen: Screen?, chaosCalls: Int) -> Never {
      var (passed, failed) = (0, 0)
      func report(_ name: String, _ outcome: Outcome) {
        switch outcome {
        case .passed:
          passed += 1
          print("test \(name) ... ok")
        case .failed(let reason):
          failed += 1
          print("test \(name) ... FAILED: \(reason)")
        case .skipped(let reason): print("test \(name) ... skipped: \(reason)")
        }
      }
      let tests =
        memoryTests + processorTests + runtimeTests + deviceTests(screen) + taskTests + processTests(chaosCalls)
      // Once for the tables that grow with their first use, and stay.
      _ = ProgramRun.run("/bin/check")
      let before = Usage()
      for test in tests { report(test.name, test.run()) }
      report("nothing is lost over all tests", before.expectSame())
      print("\(passed) passed, \(failed) failed")
      DebugExit.leave(failed == 0 ? .success : .failure)
    }
  }

  extension SelfTest.Outcome {
    /// Passed where the condition holds.
    static func expect(_ condition: Bool, _ otherwise: @autoclosure () -> String) -> Self {
      condition ? .passed : .failed(otherwise())
    }

    static func expectEqual<Value: Equatable & CustomStringConvertible>(_ value: Value, _ expected: Value) -> Self {
      value == expected ? .passed : .failed("\(value) instead of \(expected)")
    }
  }
#endif
