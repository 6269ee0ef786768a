extension Machine {
  /// A machine in the state of a snapshot.
  public convenience init(_ snapshot: Snapshot) {
    self.init(checked: snapshot.configuration, devices: snapshot.factories)
    take(snapshot)
  }

  /// The machine's whole state, at the present instruction. The machine does not notice.
  ///
  /// O(2 MiB pieces of memory written since the last snapshot); less than a millisecond. From here on, the first write to each 4 KiB of
  /// memory copies them.
  public func snapshot() -> Snapshot {
    Snapshot(
      configuration: configuration, factories: factories, boot: boot, symbols: symbols, processor: cpu.state,
      unimplemented: cpu.unimplemented, slept: bus.slept, devices: devices.map { DeviceState($0) },
      regions: regions.map { $0.snapshot() }, serialLog: serialLog, event: event)
  }

  /// Goes back (or forward) to the state of a snapshot, of this machine or of another with the same configuration.
  ///
  /// Code that was decoded stays decoded where memory is the same. Closures such as ``onSerialOutput`` stay.
  /// - Throws: ``SnapshotError/configuration(_:)`` when the snapshot is of a machine that is made differently; nothing changes then.
  public func restore(_ snapshot: Snapshot) throws(SnapshotError) {
    if let difference = configuration.difference(from: snapshot.configuration) { throw .configuration(difference) }
    guard snapshot.devices.map(\.name) == devices.map(\.name) else { throw .configuration("other devices") }
    take(snapshot)
  }

  /// All storage.
  var regions: [MemoryRegion] { [ram, firmware, display.vram] }

  private func take(_ snapshot: Snapshot) {
    boot = snapshot.boot
    symbols = snapshot.symbols
    publishConfiguration()
    clock.restore(to: snapshot.now)
    bus.slept = snapshot.slept
    for (region, state) in zip(regions, snapshot.regions) { region.restore(state) }
    for (device, state) in zip(devices, snapshot.devices) { state.apply(to: device) }
    cpu.restore(snapshot.processor, unimplemented: snapshot.unimplemented)
    serialLog = snapshot.serialLog
    event = snapshot.event
  }
}

extension Configuration {
  /// What makes two configurations different, in words; nil when nothing does.
  func difference(from other: Configuration) -> String? {
    if memorySize != other.memorySize {
      return "\(describe(memorySize: other.memorySize)) of memory, not \(describe(memorySize: memorySize))"
    }
    if frequency != other.frequency { return "\(other.frequency) ticks a second, not \(frequency)" }
    if startTime != other.startTime { return "the start time \(other.startTime), not \(startTime)" }
    return self == other ? nil : "another reaction to a reset"
  }
}
