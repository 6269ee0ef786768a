import Foundation

/// What a snapshot file says in words, besides the devices.
struct Manifest: Codable {
  struct Region: Codable {
    var name: String
    var byteCount: UInt64
    /// Numbers of the frames whose bytes are in the file.
    var frames: [Int]
  }

  var configuration: Configuration
  var processor: ProcessorState
  var unimplemented: Unimplemented?
  var slept: UInt64
  /// Nil without a kernel.
  var commandLine: [UInt8]?
  /// The name that the kernel was told of itself.
  var kernelName: String?
  var bootProtocol: String?
  /// What each module was told.
  var moduleWords: [String]
  /// Kernel, serial output, modules.
  var blobSizes: [Int]
  /// Up to where the serial output has been searched.
  var serialCursor: Int
  var regions: [Region]
}

/// The manifest with each device's state under the device's name. To be decoded it needs a machine, which knows their types.
struct ManifestWithDevices: Codable {
  static let machine = CodingUserInfoKey(rawValue: "machine")!

  var manifest: Manifest?
  var devices: [DeviceState]

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(manifest: Manifest, devices: [DeviceState]) {
    self.manifest = manifest
    self.devices = devices
  }

  func encode(to encoder: any Encoder) throws {
    try manifest?.encode(to: encoder)
    var container = encoder.container(keyedBy: Name.self)
    var states = container.nestedContainer(keyedBy: Name.self, forKey: Name("devices"))
    for device in devices { try states.encode(device.value, forKey: Name(device.name)) }
  }

  init(from decoder: any Decoder) throws {
    guard let machine = decoder.userInfo[Self.machine] as? Unchecked<Machine> else {
      preconditionFailure("a manifest is decoded with a machine")
    }
    let container = try decoder.container(keyedBy: Name.self)
    let states = try container.nestedContainer(keyedBy: Name.self, forKey: Name("devices"))
    let names = Set(states.allKeys.map(\.stringValue))
    let expected = machine.value.devices.map(\.name)
    if let other = names.subtracting(expected).sorted().first { throw SnapshotError.configuration("a \(other)") }
    if let missing = Set(expected).subtracting(names).sorted().first {
      throw SnapshotError.configuration("no \(missing)")
    }
    func state<D: Device>(of device: D) throws -> DeviceState {
      DeviceState(name: device.name, value: try states.decode(D.State.self, forKey: Name(device.name)))
    }
    devices = try machine.value.devices.map { try state(of: $0) }
  }
}

/// Carries what stays on one thread through an interface that asks for more.
struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

extension ProcessorState {
  /// The state, if its lists have the lengths that a processor's have.
  func checked() throws(SnapshotError) -> ProcessorState {
    let counts = [general.count, xmm.count, system.segments.count, system.debugAddresses.count]
    guard counts == [16, 32, 6, 4], system.msr.mtrrVariable.count == 16, system.msr.mtrrFixed.count == 11,
      system.privilegeLevel < 4
    else { throw .damaged("its processor has other registers") }
    return self
  }
}
