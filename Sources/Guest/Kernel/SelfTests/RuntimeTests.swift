#if hasFeature(Embedded)
  /// Parts of Swift that need something of the kernel: its allocator, its memory functions, its tables.
  extension SelfTest {
    static var runtimeTests: [SelfTest] {
      [
        SelfTest(name: "objects are destroyed") {
          Counted.destroyed = 0
          do {
            let shared = Counted()
            let holders = [shared, shared, Counted()]
            let early = withExtendedLifetime(holders) { Counted.destroyed }
            guard early == 0 else { return .failed("too early") }
          }
          return .expectEqual(Counted.destroyed, 2)
        },
        SelfTest(name: "strings compare and join") {
          let words = "the quick brown fox".split(separator: " ").map { String($0) }
          let joined = words.sorted().joined(separator: "-")
          return .expectEqual(joined, "brown-fox-quick-the")
        },
        SelfTest(name: "strings know Unicode") {
          let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
          return .expect(composed == decomposed && decomposed.count == 4, "two spellings of a word differ")
        },
        SelfTest(name: "numbers print") {
          .expectEqual(
            "\(-42) \(UInt64.max) \(0.1 + 0.2) \(1e300)", "-42 18446744073709551615 0.30000000000000004 1e+300")
        },
        SelfTest(name: "dictionaries find what they hold") {
          var squares: [String: Int] = [:]
          for number in 0..<500 { squares["n\(number)"] = number * number }
          for number in 0..<500 where number % 3 == 0 { squares["n\(number)"] = nil }
          let sum = squares.values.reduce(0, +)
          return .expect(squares.count == 333 && squares["n100"] == 10000 && squares["n99"] == nil, "sum \(sum)")
        },
        SelfTest(name: "errors are thrown and caught") {
          func check(_ number: Int) throws(Refusal) -> Int {
            guard number >= 0 else { throw Refusal.negative(number) }
            return number
          }
          do throws(Refusal) {
            return .failed("\(try check(-7)) was accepted")
          } catch {
            switch error {
            case .negative(let number): return .expectEqual(number, -7)
            }
          }
        },
        SelfTest(name: "memory moves over itself") {
          for (from, to) in [(0, 3), (3, 0), (0, 13), (13, 0), (5, 5)] {
            for count in 0..<40 {
              var bytes = (0..<64).map { UInt8($0) }
              let expected = bytes[from..<from + count].map { $0 }
              bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                (base + to).copyMemory(from: base + from, byteCount: count)
              }
              guard Array(bytes[to..<to + count]) == expected else {
                return .failed("\(count) bytes from \(from) to \(to)")
              }
            }
          }
          return .passed
        },
      ]
    }

    private enum Refusal: Error { case negative(Int) }

    private final class Counted {
      nonisolated(unsafe) static var destroyed = 0
      deinit { Self.destroyed += 1 }
    }
  }
#endif
