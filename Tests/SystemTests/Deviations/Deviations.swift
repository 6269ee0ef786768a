/// A known difference between the two machines: who is right, and where the manual says so.
struct Deviation: Sendable {
  enum Party: String, Sendable {
    case ours = "Apus"
    case qemu = "QEMU"
    case both = "both (the manual leaves it open)"
  }

  let title: String
  let right: Party
  let section: String
  /// Takes the difference out of two records, when it is there.
  var erase: @Sendable (Case, inout Outcome.Record, inout Outcome.Record) -> Void = { _, _, _ in }
  /// Whether it explains the whole difference between two outcomes: its condition says exactly when QEMU errs, and how that ends.
  var explains: @Sendable (Case, Outcome, Outcome) -> Bool = { _, _, _ in false }
}

enum Deviations {
  /// The deviations that together explain a difference; nil when they do not.
  static func explain(_ question: Case, _ ours: Outcome, _ theirs: Outcome) -> [String]? {
    for deviation in all where deviation.explains(question, ours, theirs) { return [deviation.title] }
    guard var ours = ours.record, var theirs = theirs.record else { return nil }
    var used: [String] = []
    for deviation in all {
      let before = (ours, theirs)
      deviation.erase(question, &ours, &theirs)
      if (ours, theirs) != before { used.append(deviation.title) }
      if ours == theirs { return used }
    }
    return nil
  }

  static let all = flags + segments + transfers + interrupts + paging + registers + calls
}
