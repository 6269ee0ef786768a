/// What the monitor shows: each scan line from the address that the CRTC has reached.
extension VGA {
  var isGraphics: Bool { registers.graphics[6].bit(0) }

  /// The size in dots. Graphics with 256 colours have dots twice as wide as pixels, as on the monitor.
  var pictureSize: (width: Int, height: Int) {
    let columns = Int(registers.crtc[1]) + 1
    let isNarrow = isGraphics || registers.sequencer[1].bit(0)
    let doubles = isGraphics && registers.sequencer[1].bit(3) && !has256Colors
    return (columns * (isNarrow ? 8 : 9) * (doubles ? 2 : 1), verticalDisplayEnd)
  }

  private var has256Colors: Bool { registers.graphics[5].bit(6) }

  /// Grows whenever the picture may change for another reason than a write to ``vram``: a register, or the blinking.
  public var pictureVersion: UInt64 {
    guard !isGraphics else { return generation << 2 }
    return generation << 2 | (cursorIsOn ? 1 : 0) | (blinkIsOn ? 2 : 0)
  }

  /// The picture of the VGA's own modes.
  public func picture() -> Picture {
    let size = pictureSize
    var picture = Picture(width: size.width, height: size.height)
    // The screen is dark while the palette is given to the processor, or the sequencer turns it off.
    guard registers.attributeIndex.bit(5), !registers.sequencer[1].bit(5) else { return picture }
    let crtc = registers.crtc
    let colors = colors
    let rowHeight = Int(crtc[9] & 31) + 1
    let repeats = crtc[9].bit(7) ? 2 : 1
    let stride = UInt64(crtc[0x13]) * 2
    let split = Int(crtc[0x18]) | (crtc[7].bit(4) ? 0x100 : 0) | (crtc[9].bit(6) ? 0x200 : 0)
    var start = UInt64(crtc[0x0C]) << 8 | UInt64(crtc[0x0D])
    var firstLine = 0
    picture.pixels.withUnsafeMutableBufferPointer { pixels in
      for y in 0..<size.height {
        if y == split + 1 { (start, firstLine) = (0, y) }  // line compare: the rest comes from address 0
        let line = (y - firstLine) / repeats
        let address = start + UInt64(line / rowHeight) * stride
        let row = UnsafeMutableBufferPointer(rebasing: pixels[y * size.width..<(y + 1) * size.width])
        if isGraphics {
          drawGraphics(into: row, address: address, line: line % rowHeight, row: line / rowHeight, colors: colors)
        } else {
          drawText(into: row, address: address, line: line % rowHeight, colors: colors)
        }
      }
    }
    return picture
  }

  // MARK: Colours

  /// The attribute controller's sixteen colours as 0x00RRGGBB.
  var colors: [UInt32] {
    (0..<16).map { index in
      let entry = registers.attribute[index]
      let select = registers.attribute[0x14]
      let isSplit = registers.attribute[0x10].bit(7)
      return color(isSplit ? (select & 15) << 4 | entry & 15 : (select & 12) << 4 | entry & 0x3F)
    }
  }

  /// An entry of the palette as 0x00RRGGBB.
  func color(_ index: UInt8) -> UInt32 {
    let at = Int(index & registers.pixelMask) * 3
    return (0..<3).reduce(0) { color, component in
      let value = UInt32(registers.palette[at + component])
      return color << 8 | (has8BitDAC ? value : (value & 0x3F) << 2 | (value & 0x3F) >> 4)
    }
  }

  // MARK: Text

  /// Frames of 1/70 s since power-on: the cursor changes every 8, blinking characters every 16.
  private var frame: UInt64 { clock.periods(at: clock.now, hertz: 70) }
  private var cursorIsOn: Bool { frame / 8 & 1 == 0 }
  private var blinkIsOn: Bool { frame / 16 & 1 == 0 }

  private func drawText(into row: UnsafeMutableBufferPointer<UInt32>, address: UInt64, line: Int, colors: [UInt32]) {
    let crtc = registers.crtc
    let width = registers.sequencer[1].bit(0) ? 8 : 9
    let blinks = registers.attribute[0x10].bit(3)
    let extendsLines = registers.attribute[0x10].bit(2)
    let cursorLines = Int(crtc[0x0A] & 31)...max(Int(crtc[0x0A] & 31), Int(crtc[0x0B] & 31))
    let showsCursor =
      !crtc[0x0A].bit(5) && cursorIsOn && crtc[0x0A] & 31 <= crtc[0x0B] & 31 && cursorLines.contains(line)
    let cursor = UInt64(crtc[0x0E]) << 8 | UInt64(crtc[0x0F])
    for column in 0..<row.count / width {
      let at = (address + UInt64(column)) & 0xFFFF
      let character = vram.byte(at: at * 4)
      let attribute = vram.byte(at: at * 4 + 1)
      let background = Int(attribute >> 4) & (blinks ? 7 : 15)
      var bits = glyphLine(character, font: attribute.bit(3), line: line)
      if blinks && attribute.bit(7) && !blinkIsOn { bits = 0 }
      if showsCursor && at == cursor { bits = 0xFF }
      for dot in 0..<8 { row[column * width + dot] = colors[bits.bit(7 - dot) ? Int(attribute & 15) : background] }
      if width == 9 {
        // The ninth dot repeats the eighth in the line-drawing characters, so that they meet.
        let isLit = extendsLines && 0xC0...0xDF ~= character && bits.bit(0) || showsCursor && at == cursor
        row[column * 9 + 8] = colors[isLit ? Int(attribute & 15) : background]
      }
    }
  }

  /// A line of a glyph, from the font in plane 2 that the character map select register names.
  private func glyphLine(_ character: UInt8, font: Bool, line: Int) -> UInt8 {
    let select = registers.sequencer[3]
    let map = font ? select >> 2 & 3 | select >> 3 & 4 : select & 3 | select >> 2 & 4
    let offset = UInt64(map & 3) << 14 | UInt64(map >> 2) << 13
    return vram.byte(at: (offset + UInt64(character) * 32 + UInt64(line & 31)) * 4 + 2)
  }

  // MARK: Graphics

  private func drawGraphics(
    into row: UnsafeMutableBufferPointer<UInt32>, address: UInt64, line: Int, row number: Int, colors: [UInt32]
  ) {
    // CRTC mode control: with bits 0 and 1 clear, address bits 13 and 14 are the line's, as on the CGA and the Hercules.
    var address = address
    let mode = registers.crtc[0x17]
    if !mode.bit(0) { address = address & ~(1 << 13) | UInt64(line & 1) << 13 }
    if !mode.bit(1) { address = address & ~(1 << 14) | UInt64(line >> 1 & 1) << 14 }
    let panning = Int(registers.attribute[0x13] & 7)
    let enabled = registers.attribute[0x12]
    let scale = registers.sequencer[1].bit(3) ? 2 : 1
    if has256Colors {
      let shift = panning / 2
      for x in 0..<row.count / 2 {
        let value = color(vram.byte(at: (address * 4 + UInt64(x + shift)) & 0x3FFFF))
        row[x * 2] = value
        row[x * 2 + 1] = value
      }
      return
    }
    let interleaves = registers.graphics[5].bit(5)
    for x in 0..<row.count / scale {
      let position = x + panning
      let planes = cell(address + UInt64(position / 8))
      let pixel = interleaves ? interleavedPixel(planes, position & 7) : planarPixel(planes, position & 7)
      for copy in 0..<scale { row[x * scale + copy] = colors[Int(pixel & enabled & 15)] }
    }
  }

  /// A bit from each plane.
  private func planarPixel(_ planes: UInt32, _ x: Int) -> UInt8 {
    let bits = planes >> UInt32(7 - x)
    return UInt8(truncatingIfNeeded: bits & 1 | bits >> 7 & 2 | bits >> 14 & 4 | bits >> 21 & 8)
  }

  /// Shift register interleave: two bits at a time from planes 0 and 1, two more from planes 2 and 3, as the CGA had it.
  private func interleavedPixel(_ planes: UInt32, _ x: Int) -> UInt8 {
    let low = planes >> UInt32(x / 4 * 8)
    let shift = UInt32(6 - x % 4 * 2)
    return UInt8(truncatingIfNeeded: low >> shift & 3 | (low >> (shift + 16) & 3) << 2)
  }
}
