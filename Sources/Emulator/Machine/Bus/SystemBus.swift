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

  /// Told of each access, after it, while somebody wants to know.
  @exclusivity(unchecked) var onAccess: ((BusAccess) -> Void)?
  /// How often each port was accessed, and each device by address: for people.
  @exclusivity(unchecked) private var portCounts = [[UInt64]](repeating: [], count: 256)
  @exclusivity(unchecked) private var memoryCounts: [ObjectIdentifier: UInt64] = [:]

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
    count(port)
    let device = ports[port]
    if device == nil, onAccess == nil { return .max }
    synchronizeClock()
    let value = device?.read(port: port, width: width) ?? .max
    onAccess?(BusAccess(place: .port(port), width: width, isWrite: false, value: UInt64(value), device: device?.name))
    return value
  }

  func write(port: UInt16, width: Int, value: UInt32) {
    count(port)
    let device = ports[port]
    if let device {
      synchronizeClock()
      device.write(port: port, width: width, value: value)
    }
    onAccess?(BusAccess(place: .port(port), width: width, isWrite: true, value: UInt64(value), device: device?.name))
  }

  func read(address: UInt64, width: Int) -> UInt64 {
    guard let device = device(at: address) else { return .max }
    let value = device.read(address: address, width: width)
    onAccess?(BusAccess(place: .memory(address), width: width, isWrite: false, value: value, device: device.name))
    return value
  }

  func write(address: UInt64, width: Int, value: UInt64) {
    guard let device = device(at: address) else { return }
    device.write(address: address, width: width, value: value)
    onAccess?(BusAccess(place: .memory(address), width: width, isWrite: true, value: value, device: device.name))
  }

  private func device(at address: UInt64) -> (any Device)? {
    guard let device = addresses[address] else { return nil }
    memoryCounts[ObjectIdentifier(device), default: 0] &+= 1
    synchronizeClock()
    return device
  }

  func acknowledgeInterrupt() -> UInt8 {
    synchronizeClock()
    return interrupts.acknowledge()
  }

  /// Ports are counted by pages of 256, made when one of them is used.
  private func count(_ port: UInt16) {
    let page = Int(port >> 8)
    if portCounts[page].isEmpty { portCounts[page] = Array(repeating: 0, count: 256) }
    portCounts[page][Int(port & 0xFF)] &+= 1
  }

  /// How often each port was accessed that was.
  var accessedPorts: [UInt16: UInt64] {
    var ports: [UInt16: UInt64] = [:]
    for (page, counts) in portCounts.enumerated() {
      for (offset, count) in counts.enumerated() where count > 0 { ports[UInt16(page << 8 | offset)] = count }
    }
    return ports
  }

  /// How often each device was accessed by address that was, by its name.
  var accessedDevices: [String: UInt64] {
    var counts: [String: UInt64] = [:]
    for device in devices { counts[device.name] = memoryCounts[ObjectIdentifier(device)] }
    return counts
  }

  /// The device at a port.
  func device(at port: UInt16) -> (any Device)? { ports[port] }
}

/// An access that reached the bus.
struct BusAccess {
  enum Place: Equatable {
    case port(UInt16)
    case memory(UInt64)
  }
  var place: Place
  var width: Int
  var isWrite: Bool
  var value: UInt64
  /// The name of the device that answered, if any.
  var device: String?
}
