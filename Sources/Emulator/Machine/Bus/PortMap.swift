/// Which device answers at each of the 65,536 I/O ports. An access belongs to whoever answers at its first port.
///
/// A handful of addresses without counted references, since an access of a port would pay for each: who makes one must
/// ``deallocate()`` it.
struct PortMap {
  /// A device that is reached without counting references: nothing can change it.
  private final class Owner {
    let device: any Device
    init(_ device: any Device) { self.device = device }
  }

  private static let portCount = 1 << 16
  /// Index into ``owners`` plus one; 0 where nothing answers.
  private let numbers: UnsafeMutablePointer<UInt8>
  private let owners: UnsafeMutablePointer<Unmanaged<Owner>>
  private let ownerCount: Int

  /// Asks each device for its ports. Where two claim a port, the first keeps it.
  init(_ devices: [any Device]) {
    precondition(devices.count <= 255, "a machine has at most 255 devices")
    numbers = .allocate(capacity: Self.portCount)
    numbers.initialize(repeating: 0, count: Self.portCount)
    ownerCount = devices.count
    owners = .allocate(capacity: ownerCount)
    for (index, device) in devices.enumerated() {
      (owners + index).initialize(to: .passRetained(Owner(device)))
      for range in device.ports {
        for port in range where numbers[Int(port)] == 0 { numbers[Int(port)] = UInt8(index + 1) }
      }
    }
  }

  func deallocate() {
    for index in 0..<ownerCount { owners[index].release() }
    owners.deallocate()
    numbers.deallocate()
  }

  /// The device at `port`, or nil.
  subscript(port: UInt16) -> (any Device)? { withDevice(at: port) { $0 } }

  /// Calls `body` with the device at `port`; nil if there is none. The map may be replaced meanwhile.
  @inline(__always)
  func withDevice<Result>(at port: UInt16, _ body: (any Device) -> Result) -> Result? {
    let number = Int(numbers[Int(port)])
    guard number != 0 else { return nil }
    return owners[number &- 1]._withUnsafeGuaranteedRef { body($0.device) }
  }
}
