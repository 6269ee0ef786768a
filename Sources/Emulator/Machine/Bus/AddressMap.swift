/// Which device answers at each physical address that is not storage.
struct AddressMap {
  private var entries: [(range: Range<UInt64>, device: any Device)] = []

  /// Asks each device for its addresses. Where two claim one, the first keeps it.
  init(_ devices: [any Device]) {
    for device in devices {
      for range in device.memory where !range.isEmpty { entries.append((range, device)) }
    }
  }

  /// The device at `address`, or nil. A machine has a handful of ranges.
  subscript(address: UInt64) -> (any Device)? {
    entries.first { $0.range.contains(address) }?.device
  }
}
