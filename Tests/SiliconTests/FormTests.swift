import Silicon
import Testing
import X86

/// Every form of the table that user code may execute, in random states, here and on the host's processor.
@Suite(.enabled(if: silicon_is_available() != 0, "the host is not an x86-64 Linux machine"), .serialized)
struct FormTests {
  @Test(arguments: Candidates.allCases)
  func in64BitMode(_ group: Candidates) throws { try compare(group, .bits64) }

  @Test(arguments: Candidates.allCases)
  func inCompatibilityMode(_ group: Candidates) throws { try compare(group, .bits32) }

  private func compare(_ group: Candidates, _ mode: CodeMode) throws {
    var differential = Differential()
    let forms = group.forms(mode)
    for form in forms { differential.run(form, mode, count: Trials.count) }
    let results = differential.results
    print(
      "silicon: \(group) in \(mode.rawValue): \(forms.count) forms, \(results.reduce(0) { $0 + $1.states }) states, "
        + "\(results.reduce(0) { $0 + $1.faults }) faults, \(results.count { $0.mismatches > 0 }) forms differ")
    for result in results where result.mismatches > 0 { print("  differs \(result.mismatches)x: \(result.form)") }
    for result in results where result.states == 0 { print("  not tried: \(result.form)") }
    try Coverage.append(results, "\(group) instructions in \(mode.rawValue)")
  }
}
