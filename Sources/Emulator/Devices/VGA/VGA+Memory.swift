/// The window on video memory: "Video Memory Read/Write Operations".
extension VGA {
  public var memory: [Range<UInt64>] { [0xA0000..<0xC0000] }

  /// The offset into the window that an address has, by the memory map field; nil where the VGA does not answer.
  private func windowOffset(_ address: UInt64) -> UInt64? {
    if let planarWindow { return 0xA0000..<0xB0000 ~= address ? planarWindow + address - 0xA0000 : nil }
    let range: Range<UInt64>
    switch registers.graphics[6] >> 2 & 3 {
    case 0: range = 0xA0000..<0xC0000
    case 1: range = 0xA0000..<0xB0000
    case 2: range = 0xB0000..<0xB8000
    default: range = 0xB8000..<0xC0000
    }
    return range.contains(address) ? address - range.lowerBound : nil
  }

  public func read(address: UInt64, width: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<UInt64(min(width, 8)) { value |= UInt64(readByte(address: address &+ index)) << (index * 8) }
    return value
  }

  public func write(address: UInt64, width: Int, value: UInt64) {
    for index in 0..<UInt64(min(width, 8)) {
      writeByte(address: address &+ index, value: UInt8(truncatingIfNeeded: value >> (index * 8)))
    }
  }

  private func readByte(address: UInt64) -> UInt8 {
    if let linearWindow {
      return 0xA0000..<0xB0000 ~= address ? vram.byte(at: linearWindow + address - 0xA0000) : 0xFF
    }
    guard let offset = windowOffset(address) else { return 0xFF }
    if isChained { return vram.byte(at: offset) }
    if isOddEven {
      let plane = UInt64(registers.graphics[4] & 2) | offset & 1
      return vram.byte(at: (offset & ~1) << 1 | plane)
    }
    registers.latches = cell(offset)
    if registers.graphics[5].bit(3) {
      // Read mode 1: a bit of the result is set where the pixel has the colour of the compare register.
      let care = spread(registers.graphics[7])
      let differences = (registers.latches ^ spread(registers.graphics[2])) & care
      return ~folded(differences)
    }
    return UInt8(truncatingIfNeeded: registers.latches >> (UInt32(registers.graphics[4] & 3) * 8))
  }

  private func writeByte(address: UInt64, value: UInt8) {
    if let linearWindow {
      if 0xA0000..<0xB0000 ~= address { vram.setByte(value, at: linearWindow + address - 0xA0000) }
      return
    }
    guard let offset = windowOffset(address) else { return }
    let planes = registers.sequencer[2]
    if isChained {
      if planes.bit(Int(offset & 3)) { vram.setByte(value, at: offset) }
    } else if isOddEven {
      let plane = UInt64(registers.graphics[4] & 2) | offset & 1
      if planes.bit(Int(plane)) { vram.setByte(value, at: (offset & ~1) << 1 | plane) }
    } else {
      let new = composed(value)
      for plane in 0..<4 where planes.bit(plane) {
        vram.setByte(UInt8(truncatingIfNeeded: new >> UInt32(plane * 8)), at: (offset * 4 + UInt64(plane)) & planeMask)
      }
    }
  }

  /// Sequencer register 4, chain 4: four bytes in a row are one of each plane.
  private var isChained: Bool { planarWindow == nil && registers.sequencer[4].bit(3) }
  /// Graphics register 5, odd/even: even addresses are in planes 0 and 2, odd ones in 1 and 3.
  private var isOddEven: Bool { planarWindow == nil && registers.graphics[5].bit(4) }
  /// The VGA's planes have 64 KB each; those of the Bochs display all its memory.
  private var planeMask: UInt64 { planarWindow == nil ? 0x3FFFF : vram.byteCount - 1 }

  /// The same byte of all four planes.
  func cell(_ offset: UInt64) -> UInt32 {
    var value: UInt32 = 0
    for plane in 0..<UInt64(4) { value |= UInt32(vram.byte(at: (offset * 4 + plane) & planeMask)) << UInt32(plane * 8) }
    return value
  }

  /// Each of four bits as a byte of ones or zeros.
  private func spread(_ bits: UInt8) -> UInt32 {
    (0..<4).reduce(0) { $0 | (bits.bit($1) ? 0xFF << UInt32($1 * 8) : 0) }
  }

  /// The four bytes, one on top of the other.
  private func folded(_ value: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: value | value >> 8 | value >> 16 | value >> 24)
  }

  /// The graphics controller's data path: write mode, rotation, set/reset, logical function, bit mask.
  private func composed(_ value: UInt8) -> UInt32 {
    let graphics = registers.graphics
    let latches = registers.latches
    let count = Int(graphics[3] & 7)
    let rotated = value >> UInt8(count) | value << UInt8(8 - count)
    var mask = graphics[8]
    var data: UInt32
    switch graphics[5] & 3 {
    case 1: return latches
    case 0:
      let set = spread(graphics[1])
      data = UInt32(rotated) &* 0x0101_0101 & ~set | spread(graphics[0]) & set
    case 2: data = spread(value)
    default:
      mask &= rotated
      data = spread(graphics[0])
    }
    switch graphics[3] >> 3 & 3 {
    case 1: data &= latches
    case 2: data |= latches
    case 3: data ^= latches
    default: break
    }
    let bits = UInt32(mask) &* 0x0101_0101
    return data & bits | latches & ~bits
  }
}
