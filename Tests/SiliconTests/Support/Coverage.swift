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
    let states = results.reduce(0) { $0 + $1.states }
    let mismatches = results.reduce(0) { $0 + $1.mismatches }
    var text = "## \(title)\n\n\(results.count) forms, \(states) states, \(mismatches) mismatches.\n\n"
    text += "| Form | States | Faults | Mismatches |\n|---|---:|---:|---:|\n"
    for result in results {
      let form = result.form.replacingOccurrences(of: "|", with: "·")
      text += "| `\(form)` | \(result.states) | \(result.faults) | \(result.mismatches) |\n"
    }
    try append(text)
  }

  /// Adds a section to the report, if there is to be one.
  static func append(_ text: String) throws {
    guard let path = ProcessInfo.processInfo.environment["SILICON_REPORT"] else { return }
    let url = URL(fileURLWithPath: path)
    let previous = (try? String(contentsOf: url, encoding: .utf8)) ?? heading
    try (previous + text + "\n").write(to: url, atomically: true, encoding: .utf8)
  }

  private static let heading = """
    # The instruction set, form by form

    Written by the tests (`make reports`). A form is a row of the instruction table (`Sources/Emulator/X86/Table`). A state is a draw of all
    registers, flags and memory operands; the instruction runs natively on this host's processor and on ours, and registers, flags, memory and
    faults must be equal to the bit, but for what the SDM leaves undefined (`Tests/SiliconTests/Support/Undefined.swift`). The system side is in
    [SystemOracle.md](SystemOracle.md).


    """
}
