/// What the processor's pins lead to: the devices, by port and by address, and the interrupt controller.
///
/// Brings the clock up to date before each call of a device, so that a device sees the exact time of the access.
final class SystemBus: ProcessorBus {
  private let clock: Clock
  private let interrupts: InterruptControllerPair
  private let devices: [any Device]
  @exclusivity(unchecked) private var ports: PortMap
  @exclusivity(unchecked) private var addresses: AddressMap
  /// The processor, whose count of instructions the clock follows. The machine owns both; the reference is not counted, which
  /// each port access would pay for.
  @exclusivity(unchecked) private var processor: Unmanaged<Processor>?
  /// Ticks that passed in HLT, beside the instructions.
  @exclusivity(unchecked) var slept: UInt64 = 0

  init(clock: Clock, interrupts: InterruptControllerPair, devices: [any Device]) {
    self.clock = clock
    self.interrupts = interrupts
    self.devices = devices
    ports = PortMap(devices)
    addresses = AddressMap(devices)
  }

  /// To be called once, before the processor runs.
  func connect(_ processor: Processor) { self.processor = .passUnretained(processor) }

  /// Looks up again where the devices are, after a base register moved.
  func devicesMoved() {
    ports = PortMap(devices)
    addresses = AddressMap(devices)
  }

  /// Moves the clock to the processor's present instruction.
  func synchronizeClock() { clock.advance(to: time) }

  var time: UInt64 { (processor?._withUnsafeGuaranteedRef { $0.retired } ?? 0) &+ slept }

  func read(port: UInt16, width: Int) -> UInt32 {
    guard let device = ports[port] else { return .max }
    synchronizeClock()
    return device.read(port: port, width: width)
  }

  func write(port: UInt16, width: Int, value: UInt32) {
    guard let device = ports[port] else { return }
    synchronizeClock()
    device.write(port: port, width: width, value: value)
  }

  func read(address: UInt64, width: Int) -> UInt64 {
    guard let device = addresses[address] else { return .max }
    synchronizeClock()
    return device.read(address: address, width: width)
  }

  func write(address: UInt64, width: Int, value: UInt64) {
    guard let device = addresses[address] else { return }
    synchronizeClock()
    device.write(address: address, width: width, value: value)
  }

  func acknowledgeInterrupt() -> UInt8 {
    synchronizeClock()
    return interrupts.acknowledge()
  }
}
