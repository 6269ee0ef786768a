extension Machine {
  /// A hash of everything that decides what the guest does next: processor, chips, time, and all memory.
  ///
  /// The same on every host and in every build. Looks only at memory that was written since the last time: usually less than a
  /// millisecond.
  public var stateHash: StateHash { stateHashes.whole }

  /// The hashes of the machine's three parts.
  var stateHashes: StateHashes {
    var processor = StateHash()
    combine(cpu.state, into: &processor)
    var chips = StateHash()
    chips.combine(clock.now)
    chips.combine(bus.slept)
    for device in devices { combine(device, into: &chips) }
    var memory = StateHash()
    for region in regions { memory.combine(region) }
    return StateHashes(processor: processor, chips: chips, memory: memory)
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
