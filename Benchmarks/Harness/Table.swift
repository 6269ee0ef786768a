import Foundation

/// Medians and ratios, as Markdown.
struct Table {
  let machines: [MachineKind]
  private(set) var rows: [String] = []
  private var ratios: [MachineKind: [Double]] = [:]

  init(machines: [MachineKind]) { self.machines = machines }

  private var others: [MachineKind] { machines.contains(.ours) ? machines.filter { $0 != .ours } : [] }

  mutating func add(_ name: String, _ times: [MachineKind: [Measurement]]) {
    let medians = times.mapValues { runs in runs.map(\.secondsPerRound).sorted()[runs.count / 2] }
    var cells = [name]
    if let ours = times[.ours], let time = medians[.ours] {
      cells.append(ours[0].instructionsPerRound.map { String(format: "%.0f", $0 / time / 1e6) } ?? "")
    }
    cells += machines.map { String(format: "%.0f", (medians[$0] ?? 0) * 1e6) }
    for other in others {
      guard let ours = medians[.ours], let theirs = medians[other] else { continue }
      ratios[other, default: []].append(theirs / ours)
      cells.append(String(format: "%.2f", theirs / ours))
    }
    rows.append("| " + cells.joined(separator: " | ") + " |")
  }

  var markdown: String {
    let mips = machines.contains(.ours) ? ["ours, MIPS"] : []
    let header = ["workload"] + mips + machines.map { "\($0.title), µs" } + others.map { "times \($0.title)" }
    var lines = ["| " + header.joined(separator: " | ") + " |"]
    lines.append("|---|" + String(repeating: "--:|", count: header.count - 1))
    lines += rows
    if !others.isEmpty {
      let means = others.map { other in
        let values = ratios[other] ?? []
        return String(format: "**%.2f**", exp(values.reduce(0) { $0 + log($1) } / Double(max(1, values.count))))
      }
      lines.append(
        "| **geometric mean** |" + String(repeating: " |", count: header.count - 1 - others.count) + " "
          + means.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
