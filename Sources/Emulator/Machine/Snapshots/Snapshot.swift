/// A machine's whole state at some moment.
///
/// Taking one, going back to it and making new machines from it cost less than a millisecond each, whatever the size of the memory:
/// bytes are shared until somebody writes to them. A snapshot never changes; it may be used on any thread, by many at once.
///
///     let booted = machine.snapshot()
///     for text in inputs {
///       let copy = booted.fork()
///       copy.input.type(text)
///       copy.run(until: .serial("$ "))
///     }
public struct Snapshot: Sendable {
  /// What the machine is made of.
  public let configuration: Configuration
  /// How to make the devices that are not the board's.
  let factories: [DeviceFactory]
  /// What was loaded, for a reset.
  let boot: Boot?
  let symbols: SymbolTable
  let processor: ProcessorState
  let unimplemented: Unimplemented?
  /// Ticks that passed in HLT.
  let slept: UInt64
  /// In the machine's order.
  let devices: [DeviceState]
  /// RAM, firmware, video memory.
  let regions: [RegionSnapshot]
  let serialLog: SerialLog
  let event: Machine.Event?

  /// Instructions executed since power-on.
  public var instructionCount: UInt64 { processor.retired }
  /// Ticks of the clock since power-on.
  public var now: UInt64 { processor.retired &+ slept }

  /// A new machine in this state. It shares memory with the snapshot until it writes to it, and knows nothing of any other machine.
  public func fork() -> Machine { Machine(self) }
}

/// The state of one device, with the device's name.
struct DeviceState: Sendable {
  let name: String
  let value: any Codable & Sendable

  init(_ device: some Device) {
    name = device.name
    value = device.state
  }

  init(name: String, value: any Codable & Sendable) {
    self.name = name
    self.value = value
  }

  /// Gives the device this state.
  func apply<D: Device>(to device: D) {
    guard let value = value as? D.State else { preconditionFailure("the state of \(name) is not \(device.name)'s") }
    // Timers follow from the state and from the time, so they are set again even where the state is the same. The bus has none, and
    // looking again where all devices are takes long.
    if device is PCIHost, device.state == value { return }
    device.state = value
  }
}
