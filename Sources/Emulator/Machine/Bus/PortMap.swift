/// Which device answers at each of the 65,536 I/O ports. An access belongs to whoever answers at its first port.
struct PortMap {
  /// Index into ``devices`` plus one; 0 where nothing answers.
  private var owners = [UInt8](repeating: 0, count: 1 << 16)
  private let devices: [any Device]

  /// Asks each device for its ports. Where two claim a port, the first keeps it.
  init(_ devices: [any Device]) {
    precondition(devices.count <= 255, "a machine has at most 255 devices")
    self.devices = devices
    for (index, device) in devices.enumerated() {
      for range in device.ports {
        for port in range where owners[Int(port)] == 0 { owners[Int(port)] = UInt8(index + 1) }
      }
    }
  }

  /// The device at `port`, or nil.
  subscript(port: UInt16) -> (any Device)? {
    let number = owners[Int(port)]
    return number == 0 ? nil : devices[Int(number) - 1]
  }
}
