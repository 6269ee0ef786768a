/// How often things happened in a machine since it was made: for people who ask where the time goes. Never part of its state, so a
/// snapshot does not bring them back.
public struct Counters: Equatable, Sendable, CustomStringConvertible {
  /// Exceptions by vector, 0 to 31.
  public var exceptions: [UInt64]
  /// Interrupts from the controller.
  public var interrupts: UInt64
  /// Accesses of I/O ports, by port; only those that there were.
  public var ports: [UInt16: UInt64]
  /// Accesses of devices, by port or by address, by the device's name.
  public var devices: [String: UInt64]
  public var blocksDecoded: UInt64
  /// Zero unless ``Machine/countsBlocks`` is on.
  public var blocksEntered: UInt64
  /// Data accesses that no cached translation served.
  public var translationMisses: UInt64

  /// A table for a person.
  public var description: String {
    func line(_ name: String, _ count: UInt64) -> String {
      "  \(name)\(String(repeating: " ", count: max(1, 44 - name.count)))\(count)\n"
    }
    var text = "counters\n" + line("interrupts", interrupts)
    for (vector, count) in exceptions.enumerated() where count > 0 {
      text += line("exception \(vector), \(ExceptionName(vector: UInt8(vector)))", count)
    }
    text += line("blocks decoded", blocksDecoded)
    if blocksEntered > 0 { text += line("blocks entered", blocksEntered) }
    text += line("translation-cache misses", translationMisses)
    for (name, count) in devices.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      text += line("accesses of \(name)", count)
    }
    for (port, count) in ports.sorted(by: { $0.key < $1.key }) { text += line("  port \(hex(port))", count) }
    return text
  }
}

extension Machine {
  /// How often things happened.
  public var counters: Counters {
    let statistics = cpu.statistics
    var counters = Counters(
      exceptions: statistics.exceptions, interrupts: statistics.interrupts, ports: bus.accessedPorts,
      devices: bus.accessedDevices,
      blocksDecoded: statistics.blocksDecoded, blocksEntered: statistics.blocksEntered,
      translationMisses: statistics.translationMisses)
    for (port, count) in counters.ports {
      if let device = bus.device(at: port) { counters.devices[device.name, default: 0] += count }
    }
    return counters
  }

  /// Whether ``Counters/blocksEntered`` is counted. The guest then runs some times slower, and does the same.
  public var countsBlocks: Bool {
    get { lookout.countsBlocks }
    set { lookout.countsBlocks = newValue }
  }
}
