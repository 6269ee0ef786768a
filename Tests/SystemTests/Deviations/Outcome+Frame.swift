/// What the exception that ended a case pushed.
extension Outcome.Record {
  /// The error code that the last exception pushed, if it is one that does.
  var errorCode: UInt64? {
    get {
      guard [8, 10, 11, 12, 13, 14, 17].contains(vector), self[.rsp] >= Arena.base, self[.rsp] < Arena.base + 0xF000
      else { return nil }
      let offset = Int(self[.rsp] - Arena.base)
      return (changes[offset & ~7] ?? 0) >> UInt64((offset & 7) * 8) & 0xFFFF_FFFF
    }
    set {
      let offset = Int(self[.rsp] - Arena.base)
      let shift = UInt64((offset & 7) * 8)
      let value = (changes[offset & ~7] ?? 0) & ~(0xFFFF_FFFF << shift) | (newValue ?? 0) << shift
      changes[offset & ~7] = value == 0 ? nil : value
    }
  }
}

extension Outcome.Record {
  /// RIP and CS in the frame of the exception that ended the case.
  func savedTarget(_ question: Case) -> (rip: UInt64, cs: UInt64)? {
    guard self[.rsp] >= Arena.base, self[.rsp] < Arena.base + 0xF000 else { return nil }
    let size: UInt64 = question.mode == .long ? 8 : 4
    let hasCode = [8, 10, 11, 12, 13, 14, 17].contains(vector)
    func word(_ index: UInt64) -> UInt64 {
      let at = Int(self[.rsp] - Arena.base + index * size)
      let before = question.value(at: Arena.base + UInt64(at & ~7)) ?? 0
      let value = changes[at & ~7] ?? before
      return size == 8 ? value : value >> UInt64((at & 7) * 8) & 0xFFFF_FFFF
    }
    let first: UInt64 = hasCode ? 1 : 0
    return (word(first), word(first + 1) & 0xFFFF)
  }

  /// Whether the processor had gone to `selector` (at any privilege) when the exception came.
  func wentTo(_ selector: UInt64, _ question: Case) -> Bool {
    guard let saved = savedTarget(question) else { return false }
    return saved.cs & ~3 == selector & 0xFFFC
  }
}
