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
  var onAccess: ((BusAccess) -> Void)? { didSet { isObserved = onAccess != nil } }
  /// The same as a flag, which an access of a device can ask without counting references to a closure.
  @exclusivity(unchecked) private var isObserved = false
  /// How often each port was accessed, by pages of 256 that are made when one of their ports is used; and each device by address.
  /// For people.
  private let portCounts = UnsafeMutablePointer<UnsafeMutablePointer<UInt64>?>.allocate(capacity: 256)
  @exclusivity(unchecked) private var memoryCounts: [ObjectIdentifier: UInt64] = [:]

  init(clock: Clock, interrupts: InterruptControllerPair, devices: [any Device]) {
    self.clock = clock
    self.interrupts = interrupts
    self.devices = devices
    ports = PortMap(devices)
    addresses = AddressMap(devices)
    portCounts.initialize(repeating: nil, count: 256)
  }

  deinit {
    ports.deallocate()
    for page in 0..<256 { portCounts[page]?.deallocate() }
    portCounts.deallocate()
  }

  /// To be called once, before the processor runs.
  func connect(_ processor: Processor) { self.processor = .passUnretained(processor) }

  /// Looks up again where the devices are, after a base register moved.
  func devicesMoved() {
    // A device may be telling this from within an access: it is in `devices` still.
    ports.deallocate()
    ports = PortMap(devices)
    addresses = AddressMap(devices)
  }

  /// Moves the clock to the processor's present instruction.
  func synchronizeClock() { clock.advance(to: time) }

  var time: UInt64 { (processor?._withUnsafeGuaranteedRef { $0.retired } ?? 0) &+ slept }

  func read(port: UInt16, width: Int) -> UInt32 {
    count(port)
    let value = readDevice(port: port, width: width)
    if _slowPath(isObserved) { tell(.port(port), width, isWrite: false, UInt64(value)) }
    return value
  }

  private func readDevice(port: UInt16, width: Int) -> UInt32 {
    ports.withDevice(at: port) { device in
      synchronizeClock()
      return device.read(port: port, width: width)
    } ?? .max
  }

  func write(port: UInt16, width: Int, value: UInt32) {
    count(port)
    ports.withDevice(at: port) { device in
      synchronizeClock()
      device.write(port: port, width: width, value: value)
    }
    if _slowPath(isObserved) { tell(.port(port), width, isWrite: true, UInt64(value)) }
  }

  func read(address: UInt64, width: Int) -> UInt64 {
    guard let device = device(at: address) else { return .max }
    let value = device.read(address: address, width: width)
    if _slowPath(isObserved) { tell(.memory(address), width, isWrite: false, value) }
    return value
  }

  func write(address: UInt64, width: Int, value: UInt64) {
    guard let device = device(at: address) else { return }
    device.write(address: address, width: width, value: value)
    if _slowPath(isObserved) { tell(.memory(address), width, isWrite: true, value) }
  }

  @inline(never)
  private func tell(_ place: BusAccess.Place, _ width: Int, isWrite: Bool, _ value: UInt64) {
    let device: (any Device)? =
      switch place {
      case .port(let port): ports[port]
      case .memory(let address): addresses[address]
      }
    onAccess?(BusAccess(place: place, width: width, isWrite: isWrite, value: value, device: device?.name))
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

  private func count(_ port: UInt16) {
    let page = portCounts[Int(port >> 8)] ?? makePortCounts(Int(port >> 8))
    page[Int(port & 0xFF)] &+= 1
  }

  @inline(never)
  private func makePortCounts(_ number: Int) -> UnsafeMutablePointer<UInt64> {
    let page = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
    page.initialize(repeating: 0, count: 256)
    portCounts[number] = page
    return page
  }

  /// How often each port was accessed that was.
  var accessedPorts: [UInt16: UInt64] {
    var ports: [UInt16: UInt64] = [:]
    for number in 0..<256 {
      guard let page = portCounts[number] else { continue }
      for offset in 0..<256 where page[offset] > 0 { ports[UInt16(number << 8 | offset)] = page[offset] }
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
