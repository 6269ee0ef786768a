import ArgumentParser
import Foundation

/// Throws random guests at the machine. A case that crashes, hangs or leaves the guest's memory ends the process and names its seed;
/// one that does not repeat, or can tell how it is driven, is reported and counted. See Documentation/Fuzzing.md.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Throws random code, page tables, device accesses and kernel files at the machine.",
    discussion: "The exit status is 1 when a case failed; a crash or a hang names the case that did it.")

  @Option(help: "Kinds of cases, separated by commas: \(CaseKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kinds = CaseKind.allCases.map(\.rawValue).joined(separator: ",")

  @Option(help: "The first case's number; the others count on from it.")
  var seed: UInt64 = 1

  @Option(help: "How many cases of each kind. Without, as many as fit into the time.")
  var cases: UInt64?

  @Option(help: "How many seconds of the host's time.")
  var seconds: Double?

  mutating func validate() throws {
    guard cases != nil || seconds != nil else { throw ValidationError("Say --cases or --seconds, or both.") }
    _ = try chosenKinds()
  }

  private func chosenKinds() throws -> [CaseKind] {
    try kinds.split(separator: ",").map { name in
      guard let kind = CaseKind(rawValue: String(name)) else {
        let known = CaseKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("There is no kind of case '\(name)'; there are \(known).")
      }
      return kind
    }
  }

  func run() throws {
    let kinds = try chosenKinds()
    CrashNotice.install()
    CrashNotice.endOnRequest()
    let start = Date()
    var tried: UInt64 = 0
    var failures = 0
    while tried < cases ?? .max, -start.timeIntervalSinceNow < seconds ?? .infinity, !CrashNotice.wantsEnd {
      for kind in kinds {
        let number = seed &+ tried
        CrashNotice.begin(kind: kind, seed: number)
        if let failure = try kind.run(seed: number) {
          failures += 1
          print("fuzz --kinds \(kind.rawValue) --seed \(number) --cases 1: \(failure)")
          fflush(nil)
        }
      }
      tried += 1
    }
    CrashNotice.end()
    let names = kinds.map(\.rawValue).joined(separator: ", ")
    print(
      "fuzz: \(tried) cases each of \(names), from seed \(seed), in \(Int(-start.timeIntervalSinceNow)) s: \(failures) failures"
    )
    if failures > 0 { throw ExitCode.failure }
  }
}
