import Foundation

/// What became of one form's trials.
struct FormResult {
  /// Its row in the table.
  var form: String
  var states = 0
  /// How many of them raised an exception, on silicon.
  var faults = 0
  var mismatches = 0
}

/// The table of what was tried: written to the file that `SILICON_REPORT` names, as Markdown.
enum Coverage {
  static func append(_ results: [FormResult], _ title: String) throws {
    guard let path = ProcessInfo.processInfo.environment["SILICON_REPORT"] else { return }
    let states = results.reduce(0) { $0 + $1.states }
    let mismatches = results.reduce(0) { $0 + $1.mismatches }
    var text = "## \(title)\n\n\(results.count) forms, \(states) states, \(mismatches) mismatches.\n\n"
    text += "| Form | States | Faults | Mismatches |\n|---|---:|---:|---:|\n"
    for result in results {
      let form = result.form.replacingOccurrences(of: "|", with: "·")
      text += "| `\(form)` | \(result.states) | \(result.faults) | \(result.mismatches) |\n"
    }
    let url = URL(fileURLWithPath: path)
    let previous = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    try (previous + text + "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
