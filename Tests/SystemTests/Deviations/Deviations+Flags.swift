extension Deviations {
  /// Where stacks are in the arena: the only places where frames are pushed.
  private static let stacks = 0xA000..<0xD000

  /// Takes over quadwords of frames that differ in RF alone. In a frame of quadwords the flags are a quadword, in one of doublewords
  /// either half; zero is no change.
  private static func eraseRF(
    _ question: Case, _ ours: inout Outcome.Record, _ theirs: Outcome.Record, isSetInOurs: Bool
  ) {
    let rf: UInt64 = 1 << 48 | 1 << 16
    for (offset, mine) in ours.changes where stacks.contains(offset) {
      let other = theirs.changes[offset] ?? question.value(at: Arena.base + UInt64(offset)) ?? 0
      let difference = mine ^ other
      if difference & ~rf == 0 && (isSetInOurs ? mine : other) & difference != 0 {
        ours.changes[offset] = theirs.changes[offset]
      }
    }
  }

  static let flags: [Deviation] = [
    Deviation(
      title: "QEMU leaves RF clear in the flags that a fault pushes", right: .ours, section: "3, 18.3.1.1",
      erase: { question, ours, theirs in eraseRF(question, &ours, theirs, isSetInOurs: true) }),
    Deviation(
      title:
        "With RF set, INT n pushes RF as it is on QEMU; here it has been cleared, as on silicon after SIGRETURN to INT3",
      right: .both, section: "3, 18.3.1.1 (\"the value that was in the EFLAGS register at the time\")",
      erase: { question, ours, theirs in
        guard ours.vector == 3 || question.code.first == 0xCD || question.code.last == 0x81 else { return }
        eraseRF(question, &ours, theirs, isSetInOurs: false)
      }),
  ]
}
