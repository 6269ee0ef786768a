extension Machine {
  /// A hash of everything that decides what the guest does next: processor, chips, time, and all memory.
  ///
  /// The same on every host and in every build. Costs a walk over RAM: a few milliseconds for 128 MiB.
  public var stateHash: StateHash {
    var hash = StateHash()
    hash.combine("processor")
    combine(cpu.state, into: &hash)
    hash.combine(clock.now)
    hash.combine(bus.slept)
    for device in devices { combine(device, into: &hash) }
    for region in [ram, firmware, display.vram] { hash.combine(region) }
    return hash
  }

  private func combine(_ device: some Device, into hash: inout StateHash) {
    hash.combine(device.name)
    combine(device.state, into: &hash)
  }

  private func combine(_ state: some Encodable, into hash: inout StateHash) {
    do {
      hash.combine(try StateEncoder.bytes(of: state))
    } catch {
      preconditionFailure("a chip's state cannot be encoded: \(error)")
    }
  }

  /// The processor and every chip, for a person to read.
  public func describe() -> String {
    let place = symbols.place(of: cpu.rip).map { ", in \($0)" } ?? ""
    var text = "\(cpu.retired) instructions executed, at tick \(clock.now)\(place)\n"
    text += describeRegisters()
    for device in expansions + chips.all {
      text += "\n\(device.name)\n"
      for line in device.describe().split(separator: "\n") { text += "  \(line)\n" }
    }
    return text
  }
}
