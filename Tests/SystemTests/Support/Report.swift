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

      ## What QEMU cannot say

      QEMU leaves these out, or does them in a way of its own. Here the manual rules, as silicon shows it where user code can ask.

      | what | why not QEMU | SDM | compared by |
      |---|---|---|---|
      | limits and types of the data segments of each access, expand-down too | TCG checks neither | 3, 5.3 and 5.5 | silicon, through the LDT: `SiliconTests/SegmentTests` |
      | alignment checks of user code | TCG makes few | 3, 6.15 (#AC) | silicon: `SiliconTests`, RFLAGS.AC |
      | which accesses a data breakpoint sees, lengths, several at once | TCG watches whole pages and stops late | 3, 18.2.4 and 18.2.5 | `ProcessorTests/DebugRegisterTests` |
      | instruction breakpoints, RF, TF, both with MOV SS | TCG leaves RF clear | 3, 18.3.1.1 and 18.3.1.4 | `DebugRegisterTests` |
      | port breakpoints, DR7.GD | TCG has no GD | 3, 18.2.4 | `DebugRegisterTests` |
      | interrupts and NMI after STI and MOV SS, NMI until IRET | cannot be timed from outside | 3, 6.7.1 and 6.8.3 | `ProcessorTests/InterruptBoundaryTests` |
      | PAE's page-directory pointers: loaded by MOV CR3, kept until the next | TCG walks them each time | 3, 4.4.1 | `ProcessorTests/PageDirectoryPointerTests` |
      | that a translation cache cannot be told from none | TCG's is not coherent, as silicon's is not | architecture page, promise 2 | `ProcessorTests/AddressSpaceTests`, `SameRunTests`, fuzz kind `paging` |
      | FERR# and IGNNE# with CR0.NE clear | the pin is the board's | 1, 8.7 | `ProcessorTests/NumericErrorTests` |

      """
  }
}
