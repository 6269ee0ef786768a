/// The PCI bus behind the 440FX's configuration mechanism #1: an address at port 0xCF8, the data at 0xCFC–0xCFF.
///
///     31      30     24 23    16 15     11 10    8 7        2  1 0
///     enable  reserved  bus      device    function register   0 0
///
/// Only a doubleword access reaches the address; the data port takes bytes and words as well. Where no function answers, reads
/// give all ones. PCI Local Bus Specification 2.1, 3.7.4.1; 440FX datasheet (290549), 3.1.
public final class PCIHost: Device {
  public struct State: Codable, Equatable, Sendable {
    /// CONFADD.
    public internal(set) var address: UInt32 = 0
    /// The configuration spaces, by device and function.
    public internal(set) var configurations: [[UInt8]] = []
  }

  public let name = "i440FX"
  public let ports: [ClosedRange<UInt16>] = [0xCF8...0xCF8, 0xCFC...0xCFF]
  /// Called when a function may answer at other addresses or ports than before: the machine looks at the devices again.
  public var onMappingChange: (() -> Void)?
  private var functions: [(slot: Int, function: PCIFunction)] = []
  private var address: UInt32 = 0

  /// The bus with the host bridge (00:00.0) and the ISA bridge (00:01.0).
  public init() {
    insert(.hostBridge, device: 0, function: 0)
    insert(.isaBridge, device: 1, function: 0)
  }

  /// Puts a function on the bus.
  public func insert(_ function: PCIFunction, device: Int, function number: Int) {
    let slot = device << 3 | number
    functions.removeAll { $0.slot == slot }
    functions.append((slot, function))
    functions.sort { $0.slot < $1.slot }
    onMappingChange?()
  }

  public subscript(device: Int, function: Int) -> PCIFunction? {
    functions.first { $0.slot == device << 3 | function }?.function
  }

  public var state: State {
    get { State(address: address, configurations: functions.map(\.function.configuration)) }
    set {
      address = newValue.address
      for (entry, configuration) in zip(functions, newValue.configurations) where configuration.count == 256 {
        entry.function.configuration = configuration
        entry.function.onWrite?(0..<256)
      }
      onMappingChange?()
    }
  }

  // MARK: Ports

  /// The function and the register that the address names.
  private func target(of port: UInt16) -> (function: PCIFunction, offset: Int)? {
    guard address >> 31 != 0, address >> 16 & 0xFF == 0 else { return nil }
    let slot = Int(address >> 8 & 0xFF)
    guard let function = functions.first(where: { $0.slot == slot })?.function else { return nil }
    return (function, Int(address & 0xFC) | Int(port & 3))
  }

  public func read(port: UInt16, width: Int) -> UInt32 {
    if port == 0xCF8 { return width == 4 ? address : .max }
    guard let (function, offset) = target(of: port) else { return .max }
    // What reaches beyond the data port would be another register's.
    let reachable = min(width, 4 - Int(port & 3))
    let value = function.load(offset, width: reachable)
    return reachable == 4 ? value : value | .max << UInt32(reachable * 8)
  }

  public func write(port: UInt16, width: Int, value: UInt32) {
    if port == 0xCF8 {
      if width == 4 { address = value & 0x80FF_FFFC }
      return
    }
    guard let (function, offset) = target(of: port) else { return }
    let before = mapping(of: function)
    function.write(offset, width: min(width, 4 - Int(port & 3)), value: value)
    if mapping(of: function) != before { onMappingChange?() }
  }

  /// The bytes that say where a function answers: command, base registers, ROM, and the PIIX4's own bases.
  private func mapping(of function: PCIFunction) -> [UInt8] {
    let bytes = function.configuration
    return [bytes[0x04]] + bytes[0x10..<0x28] + bytes[0x30..<0x34] + bytes[0x40..<0x44] + [bytes[0x80]]
  }

  public func reset() {
    address = 0
    for entry in functions { entry.function.reset() }
    onMappingChange?()
  }

  // MARK: Interrupts

  /// PIIX3, PIRQRC[A–D] at 0x60–0x63: the IRQ that a PCI interrupt line is routed to, if any.
  public func irq(ofPIRQ pirq: Int) -> Int? {
    guard let bridge = self[1, 0], 0..<4 ~= pirq else { return nil }
    let route = bridge.configuration[0x60 + pirq]
    return route.bit(7) ? nil : Int(route & 15)
  }

  public func describe() -> String {
    let list = functions.map { slot, function in
      let bars = (0..<6).compactMap { index in
        function.memoryRange(index).map { " BAR\(index) \(UInt32(truncatingIfNeeded: $0.lowerBound).hexadecimal)" }
      }
      return "00:0\(slot >> 3).\(slot & 7) \(function.identity) command \(function.command.hexadecimal)\(bars.joined())"
    }
    return (["address \(address.hexadecimal)"] + list).joined(separator: "\n")
  }
}
