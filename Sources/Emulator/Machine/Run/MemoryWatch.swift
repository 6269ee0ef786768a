/// Bytes that a run watches.
struct MemoryWatch: CustomStringConvertible {
  /// First and last address.
  var addresses: ClosedRange<UInt64>
  var isPhysical: Bool
  var reads: Bool
  var writes: Bool

  init(_ address: UInt64, _ length: UInt64, isPhysical: Bool, reads: Bool, writes: Bool) {
    let (last, overflow) = address.addingReportingOverflow(max(length, 1) - 1)
    addresses = address...(overflow ? .max : last)
    (self.isPhysical, self.reads, self.writes) = (isPhysical, reads, writes)
  }

  /// Whether an access of `width` bytes touches any of them.
  func isHit(linear: UInt64, physical: UInt64, width: Int, isWrite: Bool) -> Bool {
    let first = isPhysical ? physical : linear
    let last = first &+ UInt64(width - 1)
    return (isWrite ? writes : reads) && first <= addresses.upperBound && last >= addresses.lowerBound
  }

  /// The addresses of the pages that they lie in.
  var pages: StrideThrough<UInt64> {
    stride(from: addresses.lowerBound & ~0xFFF, through: addresses.upperBound & ~0xFFF, by: 4096)
  }

  var description: String {
    let verb = reads && writes ? "accesses" : reads ? "reads" : "writes"
    let place =
      addresses.count == 1 ? hex(addresses.lowerBound) : "\(hex(addresses.lowerBound)) to \(hex(addresses.upperBound))"
    return "the guest \(verb) \(isPhysical ? "physical " : "")\(place)"
  }
}
