/// What a run of the oracle found, as `Documentation/SystemOracle.md` shows it.
struct Report {
  struct Row {
    var title: String
    var cases: Int
    var explained = 0
    var unexplained = 0
    /// How our machine's cases ended: exceptions by vector, and those that shut down.
    var vectors: [UInt64?: Int] = [:]

    init(title: String, cases: Int) {
      self.title = title
      self.cases = cases
    }

    mutating func count(_ outcome: Outcome) { vectors[outcome.record?.vector, default: 0] += 1 }

    var endings: String {
      let named = vectors.compactMap { key, value in key.map { ($0, value) } }.sorted { $0.0 < $1.0 }
      let lost = vectors[nil].map { ["shutdown \($0)"] } ?? []
      return (named.map { "\($0.0): \($0.1)" } + lost).joined(separator: ", ")
    }
  }

  var seed: UInt64
  var rows: [Row] = []
  var reasons: [String: Int] = [:]

  var markdown: String {
    var text = """
      # The system side against QEMU

      Written by the tests (`make reports`). Each case puts a small privileged program, with random descriptors, gates, frames, page tables or registers, on our
      machine and on `qemu-system-x86_64 -cpu max,vendor=GenuineIntel` (TCG), and compares all registers and every changed quadword of memory after the exception
      that ends it (`Tests/SystemTests`, `Tests/Support/SystemMonitor`). Seed \(seed).

      | topic | cases | same | known difference | unexplained | how they ended (vector: cases) |
      |---|---|---|---|---|---|

      """
    for row in rows {
      let same = row.cases - row.explained - row.unexplained
      text += "| \(row.title) | \(row.cases) | \(same) | \(row.explained) | \(row.unexplained) | \(row.endings) |\n"
    }
    text += """

      ## Known differences

      QEMU has bugs, and the manual leaves some things open; the manual (Intel SDM, volume and section) rules.

      | difference | right | SDM | cases |
      |---|---|---|---|

      """
    for deviation in Deviations.all {
      text +=
        "| \(deviation.title) | \(deviation.right.rawValue) | \(deviation.section) | \(reasons[deviation.title] ?? 0) |\n"
    }
    return text + """

      QEMU's TCG checks no segment limits and no data segment types, and has its own idea of which data breakpoints are hit and when; those are
      compared with silicon (`Tests/SiliconTests`) and with the manual (`Tests/ProcessorTests`) instead.

      """
  }
}
