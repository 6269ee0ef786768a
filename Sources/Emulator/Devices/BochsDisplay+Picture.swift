/// Base register 2, and what the screen shows.
extension BochsDisplay {
  // MARK: Base register 2

  public var memory: [Range<UInt64>] { pciFunction.memoryRange(2).map { [$0] } ?? [] }

  /// Offsets of the register blocks. The identification block of the monitor (0x000) and QEMU's own (0x600) are not there.
  private enum Block { static let vga = 0x400..<0x420, dispi = 0x500..<0x516 }

  public func read(address: UInt64, width: Int) -> UInt64 {
    var value: UInt64 = 0
    let offset = Int(address & 0xFFF)
    if width >= 2, Block.dispi.contains(offset), offset & 1 == 0 {
      for index in 0..<min(width, 8) / 2 {
        value |= UInt64(readRegister((offset - Block.dispi.lowerBound) / 2 + index)) << UInt64(index * 16)
      }
      return value
    }
    for index in 0..<min(width, 8) { value |= UInt64(readByte(offset + index)) << UInt64(index * 8) }
    return value
  }

  private func readByte(_ offset: Int) -> UInt8 {
    if Block.vga.contains(offset) { return vga.readByte(port: UInt16(0x3C0 + offset - Block.vga.lowerBound)) }
    guard Block.dispi.contains(offset) else { return 0xFF }
    let register = readRegister((offset - Block.dispi.lowerBound) / 2)
    return UInt8(truncatingIfNeeded: offset & 1 == 0 ? register : register >> 8)
  }

  public func write(address: UInt64, width: Int, value: UInt64) {
    let offset = Int(address & 0xFFF)
    if Block.dispi.contains(offset) {
      for index in 0..<max(min(width, 8) / 2, 1) where Block.dispi.contains(offset + index * 2) {
        let number = (offset - Block.dispi.lowerBound) / 2 + index
        writeRegister(number, UInt16(truncatingIfNeeded: value >> UInt64(index * 16)))
      }
      return
    }
    for index in 0..<min(width, 8) where Block.vga.contains(offset + index) {
      let port = UInt16(0x3C0 + offset + index - Block.vga.lowerBound)
      vga.writeByte(port: port, value: UInt8(truncatingIfNeeded: value >> UInt64(index * 8)))
    }
  }

  // MARK: Picture

  /// What the screen shows now, in whatever mode.
  public func picture() -> Picture {
    guard isEnabled else { return vga.picture() }
    let width = Int(self[.xres])
    let height = Int(self[.yres])
    var picture = Picture(width: width, height: height)
    let palette = self[.bpp] == 8 ? (0...255).map { vga.color(UInt8($0)) } : self[.bpp] == 4 ? vga.colors : []
    var line = [UInt8](repeating: 0, count: (width * Int(pixelBits) + 7) / 8)
    picture.pixels.withUnsafeMutableBufferPointer { pixels in
      line.withUnsafeMutableBytes { line in
        for y in 0..<height {
          vram.copyBytes(from: startOffset + UInt64(y) * lineLength, into: line)
          let row = UnsafeMutableBufferPointer(rebasing: pixels[y * width..<(y + 1) * width])
          convert(UnsafeRawBufferPointer(line), into: row, palette: palette)
        }
      }
    }
    return picture
  }

  /// Grows whenever the picture may change for another reason than a write to ``vram``.
  public var pictureVersion: UInt64 { isEnabled ? vga.generation << 2 : vga.pictureVersion }

  /// One line of pixels as 0x00RRGGBB.
  private func convert(_ line: UnsafeRawBufferPointer, into row: UnsafeMutableBufferPointer<UInt32>, palette: [UInt32])
  {
    switch self[.bpp] {
    case 32:
      for x in 0..<row.count {
        row[x] = UInt32(littleEndian: line.loadUnaligned(fromByteOffset: x * 4, as: UInt32.self)) & 0xFF_FFFF
      }
    case 24:
      for x in 0..<row.count {
        row[x] = UInt32(line[x * 3]) | UInt32(line[x * 3 + 1]) << 8 | UInt32(line[x * 3 + 2]) << 16
      }
    case 16:
      for x in 0..<row.count {
        let pixel = UInt32(UInt16(littleEndian: line.loadUnaligned(fromByteOffset: x * 2, as: UInt16.self)))
        let (red, green, blue) = (pixel >> 11, pixel >> 5 & 63, pixel & 31)
        row[x] = (red << 3 | red >> 2) << 16 | (green << 2 | green >> 4) << 8 | blue << 3 | blue >> 2
      }
    case 15:
      for x in 0..<row.count {
        let pixel = UInt32(UInt16(littleEndian: line.loadUnaligned(fromByteOffset: x * 2, as: UInt16.self)))
        let (red, green, blue) = (pixel >> 10 & 31, pixel >> 5 & 31, pixel & 31)
        row[x] = (red << 3 | red >> 2) << 16 | (green << 3 | green >> 2) << 8 | blue << 3 | blue >> 2
      }
    case 8:
      for x in 0..<row.count { row[x] = palette[Int(line[x])] }
    default:
      // Eight pixels in four bytes, one of each plane.
      for x in 0..<row.count {
        let color = (0..<4).reduce(0) { $0 | Int(line[x / 8 * 4 + $1] >> UInt8(7 - x % 8) & 1) << $1 }
        row[x] = palette[color]
      }
    }
  }
}
