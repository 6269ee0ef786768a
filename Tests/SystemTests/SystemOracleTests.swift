import Foundation
import Testing

/// The system side of the processor against QEMU: random descriptors, gates, frames, page tables and registers, in long, protected and real
/// mode. Every difference must be one of ``Deviations``.
///
/// `SYSTEM_CASES` (default 150) is how many of each topic and mode; `SYSTEM_SEED` repeats a run; `SYSTEM_REPORT` names a file that
/// gets the results as Markdown.
@Suite(
  "The system side against QEMU", .serialized,
  .enabled(if: Oracle.qemu != nil, "there is no qemu-system-x86_64 on the PATH, or the host is not x86-64 Linux"))
struct SystemOracleTests {
  enum Topic: String, CaseIterable {
    case segments, transfers, interrupts, paging, registers
    case realMode = "real mode"

    func make(_ dice: inout Dice, _ mode: Case.Mode) -> Case? {
      switch self {
      case .segments: SegmentCases.make(&dice, mode)
      case .transfers: TransferCases.make(&dice, mode)
      case .interrupts: InterruptCases.make(&dice, mode)
      case .paging: PagingCases.make(&dice, mode)
      case .registers: RegisterCases.make(&dice, mode)
      case .realMode: RealModeCases.make(&dice, mode)
      }
    }
  }

  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["SYSTEM_CASES"].flatMap { Int($0) } ?? 150
  private static let seed = environment["SYSTEM_SEED"].flatMap { UInt64($0) } ?? 20_261_122

  @Test("Random cases of every topic have the same outcome, or a known reason not to")
  func compare() throws {
    print("system oracle: SYSTEM_SEED=\(Self.seed) SYSTEM_CASES=\(Self.count)")
    var report = Report(seed: Self.seed)
    for topic in Topic.allCases {
      // A seed of its own for each topic, so that one can be changed without the others.
      var dice = Dice(seed: Self.seed &+ UInt64(topic.rawValue.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))
      for mode in [Case.Mode.long, .protected, .real] {
        let cases = (0..<Self.count).compactMap { _ in topic.make(&dice, mode) }
        if !cases.isEmpty { try compare(cases, "\(topic.rawValue), \(mode) mode", &report) }
      }
    }
    if let path = Self.environment["SYSTEM_REPORT"] {
      try Data(report.markdown.utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  private func compare(_ cases: [Case], _ title: String, _ report: inout Report) throws {
    let ours = try Oracle.ours(cases)
    let theirs = try Oracle.theirs(cases)
    var row = Report.Row(title: title, cases: cases.count)
    for (index, question) in cases.enumerated() {
      row.count(ours[index])
      let difference = Outcome.difference(ours: ours[index], theirs: theirs[index])
      if difference.isEmpty { continue }
      if let reasons = Deviations.explain(question, ours[index], theirs[index]) {
        row.explained += 1
        for reason in reasons { report.reasons[reason, default: 0] += 1 }
      } else {
        row.unexplained += 1
        Issue.record("\(title), case \(index): \(question)\n  \(difference.joined(separator: "\n  "))")
      }
    }
    // A topic whose cases all end alike asks nothing.
    #expect(row.vectors.count > 1)
    print("  \(title): \(row.cases) cases, \(row.explained) differ for a known reason, \(row.unexplained) for none")
    report.rows.append(row)
  }
}
