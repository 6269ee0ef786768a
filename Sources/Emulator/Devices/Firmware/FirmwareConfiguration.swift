import Storage

/// QEMU's firmware configuration device, fw_cfg: named blobs that the machine gives to whoever asks.
///
///     0x510   select    a word written names an item; its bytes are then read from the start
///     0x511   data      the next byte of the item; zero after its end
///     0x514   DMA       the big-endian address of a request, upper half here, lower half at 0x518, which starts it;
///                       reads as "QEMU CFG"
///
/// A request is four big-endian fields: control (32 bits: error 0, read 1, skip 2, select 3, write 4; the item in the upper half),
/// length (32), address (64). Reference: QEMU's `docs/specs/fw_cfg`.
public final class FirmwareConfiguration: Device {
  public struct State: Codable, Equatable, Sendable {
    /// The item that was selected last, and how many of its bytes have been read.
    public internal(set) var item: UInt16 = 0
    public internal(set) var offset: UInt32 = 0
    /// The upper half of the next request's address.
    var addressHigh: UInt32 = 0
  }

  /// Numbers of items that every machine has.
  public enum Item {
    public static let signature: UInt16 = 0x00, identity: UInt16 = 0x01, ramSize: UInt16 = 0x03
    public static let processorCount: UInt16 = 0x05, maximumProcessors: UInt16 = 0x0F, directory: UInt16 = 0x19
    /// The first file.
    public static let firstFile: UInt16 = 0x20
  }

  public let name = "fw_cfg"
  public let ports: [ClosedRange<UInt16>] = [0x510...0x511, 0x514...0x51B]
  public var state = State()
  private let memory: PhysicalMemory
  /// What the machine put in: configuration, not state.
  private var items: [UInt16: [UInt8]] = [:]
  private var files: [(name: String, bytes: [UInt8])] = []

  /// - Parameter memory: where requests and their data are.
  public init(memory: PhysicalMemory) {
    self.memory = memory
    items[Item.signature] = Array("QEMU".utf8)
    items[Item.identity] = [0x03, 0, 0, 0]  // the traditional interface, and DMA
    items[Item.processorCount] = [1, 0]
    items[Item.maximumProcessors] = [1, 0]
    number()
  }

  // MARK: Items

  /// Sets an item by number.
  public func set(_ item: UInt16, _ bytes: [UInt8]) { items[item] = bytes }

  /// Adds a file, or replaces the one of this name. Names have up to 55 bytes.
  public func add(_ name: String, _ bytes: [UInt8]) {
    files.removeAll { $0.name == name }
    files.append((name, bytes))
    files.sort { $0.name < $1.name }
    number()
  }

  /// Numbers the files by name, and writes the directory: a count, then size, number, zero, and name of each.
  private func number() {
    var directory = bigEndian(UInt32(files.count))
    for (index, file) in files.enumerated() {
      let item = Item.firstFile + UInt16(index)
      items[item] = file.bytes
      directory += bigEndian(UInt32(file.bytes.count)) + [UInt8(item >> 8), UInt8(item & 0xFF), 0, 0]
      let name = Array(file.name.utf8.prefix(55))
      directory += name + [UInt8](repeating: 0, count: 56 - name.count)
    }
    items[Item.directory] = directory
  }

  private func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

  // MARK: Ports

  public func read(port: UInt16, width: Int) -> UInt32 {
    switch port {
    case 0x510, 0x511: return width == 1 ? UInt32(nextByte()) : .max
    case 0x514: return UInt32(bigEndian: 0x5145_4D55)  // "QEMU"
    case 0x518: return UInt32(bigEndian: 0x2043_4647)  // " CFG"
    default: return 0
    }
  }

  public func write(port: UInt16, width: Int, value: UInt32) {
    switch (port, width) {
    case (0x510, 2): select(UInt16(truncatingIfNeeded: value))
    case (0x514, 4): state.addressHigh = value.byteSwapped
    case (0x518, 4):
      let address = UInt64(state.addressHigh) << 32 | UInt64(value.byteSwapped)
      state.addressHigh = 0
      perform(at: address)
    default: break
    }
  }

  private func select(_ item: UInt16) {
    state.item = item
    state.offset = 0
  }

  private func nextByte() -> UInt8 {
    guard let bytes = items[state.item], state.offset < bytes.count else { return 0 }
    state.offset += 1
    return bytes[Int(state.offset) - 1]
  }

  // MARK: DMA

  /// Does the request at `address`, and writes back whether it went well: zero, or the error bit.
  private func perform(at address: UInt64) {
    guard let control = memory.load(address, as: UInt32.self)?.byteSwapped,
      let length = memory.load(address &+ 4, as: UInt32.self)?.byteSwapped,
      let target = memory.load(address &+ 8, as: UInt64.self)?.byteSwapped
    else { return }
    if control & 0x08 != 0 { select(UInt16(truncatingIfNeeded: control >> 16)) }
    var isGood = true
    if control & 0x02 != 0 {
      isGood = copy(length, to: target)
    } else if control & 0x04 != 0 {
      state.offset = UInt32(clamping: UInt64(state.offset) + UInt64(length))
    } else if control & 0x10 != 0 {
      isGood = length == 0  // no item can be written
    }
    memory.store(UInt32(isGood ? 0 : 1).bigEndian, at: address)
  }

  /// Copies the next bytes of the item, then zeros, as far as there is memory.
  private func copy(_ length: UInt32, to target: UInt64) -> Bool {
    let bytes = items[state.item] ?? []
    let start = min(Int(state.offset), bytes.count)
    let count = min(Int(length), bytes.count - start)
    var done = memory.write(Array(bytes[start..<start + count]), at: target)
    guard done == count else { return false }
    state.offset = UInt32(start + count)
    let zeros = [UInt8](repeating: 0, count: 65536)
    while done < Int(length) {
      let piece = min(Int(length) - done, zeros.count)
      let written = zeros[..<piece].withUnsafeBytes { memory.write(target &+ UInt64(done), from: $0) }
      guard written == piece else { return false }
      done += piece
    }
    return true
  }

  public func reset() { state = State() }

  public func describe() -> String {
    let list = files.enumerated().map { "\(UInt16(Item.firstFile) + UInt16($0.offset)) \($0.element.name)" }
    return (["item \(state.item.hexadecimal) at \(state.offset)"] + list).joined(separator: "\n")
  }
}
