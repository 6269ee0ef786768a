import Silicon
import Testing
import X86

/// Every form of the table that user code may execute, in random states, here and on the host's processor.
@Suite(.enabled(if: silicon_is_available() != 0, "the host is not an x86-64 Linux machine"), .serialized)
struct FormTests {
  @Test func vector() { compare("vector", Candidates.vector) }
  @Test func integer() { compare("integer", Candidates.integer) }
  @Test func x87() { compare("x87", Candidates.x87) }

  private func compare(_ name: String, _ forms: [InstructionForm]) {
    var differential = Differential()
    for form in forms { differential.run(form, count: Trials.count) }
    print(
      "silicon \(name): \(forms.count) forms, \(differential.tried) states, \(differential.faulted) faults, "
        + "\(differential.failedForms.count) forms differ")
    for (text, count) in differential.failedForms.sorted(by: { $0.key < $1.key }) {
      print("  differs \(count)x: \(text)")
    }
    for text in differential.untried { print("  not tried: \(text)") }
  }
}
