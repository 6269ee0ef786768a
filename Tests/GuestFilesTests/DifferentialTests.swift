#if os(Linux)
  import Foundation
  import GuestFiles
  import SystemCalls
  import Testing

  /// Our file system does what the host's does: same results, same errors, same bytes.
  ///
  /// `FILES_SEED` repeats a run; `FILES_ACTIONS=1000000` makes a long one.
  ///
  /// Where we differ on purpose, and these tests do not go: absolute paths and `..` of the root lead elsewhere on the host (so both
  /// sides work deep in a chain of folders); a directory's size; the order of a listing; nobody is refused anything by permission
  /// bits, so the tests keep the owner's read and write bits on; what Linux makes of access mode 3 and of O_EXCL without O_CREAT.
  @Suite struct DifferentialTests {
    static let environment = ProcessInfo.processInfo.environment
    /// Higher than `..` in any path or chain of links can climb.
    static let depth = 170

    @Test func sameAsTheHost() throws {
      let seed = Self.environment["FILES_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
      let total = Self.environment["FILES_ACTIONS"].flatMap { Int($0) } ?? 50_000
      print("FILES_SEED=\(seed) FILES_ACTIONS=\(total)")
      // A round starts from nothing, so that all states of a tree come up often and a failure is near its cause.
      let roundLength = 5_000
      for round in 0..<max(1, total / roundLength) {
        try runRound(seed: seed &+ UInt64(round), count: min(total, roundLength))
      }
    }

    private func runRound(seed: UInt64, count: Int) throws {
      let onTmpfs = FileManager.default.fileExists(atPath: "/dev/shm")
      let top = (onTmpfs ? "/dev/shm" : NSTemporaryDirectory()) + "/apus-files-\(UUID().uuidString)"
      let chain = Array(repeating: "x", count: Self.depth).joined(separator: "/")
      try FileManager.default.createDirectory(atPath: top + "/" + chain, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: top) }
      let oldMask = umask(0)
      defer { umask(oldMask) }

      let test = try TestTree()
      var folder = ""
      for _ in 0..<Self.depth {
        folder += "/x"
        try withBytes(folder) { try test.tree.makeDirectory($0, from: test.root, mode: 0o755) }
      }
      let guest = try GuestWorld(test, base: folder)
      let host = HostWorld(base: top + "/" + chain, comparesAllocation: onTmpfs)
      defer { host.closeAll() }

      var actions = RandomActions(seed: seed)
      for number in 0..<count {
        let action = actions.next()
        let (expected, actual) = (host.perform(action), guest.perform(action))
        if !agree(expected, actual, onTmpfs) {
          Issue.record("seed \(seed), action \(number): \(action)\nhost:  \(short(expected))\nguest: \(short(actual))")
          break
        }
      }
      // Everything is given back, the open files first.
      guest.closeAll()
      test.tree.close(test.root)
      #expect(test.tree.openFileCount == 0)
    }

    private func agree(_ host: Outcome, _ guest: Outcome, _ onTmpfs: Bool) -> Bool {
      if !onTmpfs, case .status(let kind, let mode, let links, let size, _, let set) = host,
        case .status(_, _, _, _, let allocated, _) = guest
      {
        let links = kind == .directory ? nil : links
        guard case .status(_, _, let guestLinks, _, _, _) = guest else { return false }
        return guest
          == .status(kind: kind, mode: mode, links: links ?? guestLinks, size: size, allocated: allocated, set: set)
      }
      return host == guest
    }

    private func short(_ outcome: Outcome) -> String { String("\(outcome)".prefix(400)) }
  }
#endif
