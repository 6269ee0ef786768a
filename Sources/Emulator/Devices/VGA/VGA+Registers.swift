/// The register files: "VGA Function Overview" and the sections after it.
extension VGA {
  /// Bit 0 of the miscellaneous output register: the CRTC is at 0x3D4, else at 0x3B4 as on a monochrome adapter.
  private var isColor: Bool { registers.miscellaneous.bit(0) }

  /// Whether a port belongs to the half of the CRTC's addresses that is switched off.
  private func isAbsent(_ port: UInt16) -> Bool {
    switch port {
    case 0x3B0...0x3BF: isColor
    case 0x3D0...0x3DF: !isColor
    default: false
    }
  }

  public func readByte(port: UInt16) -> UInt8 {
    if isAbsent(port) { return 0xFF }
    switch port {
    case 0x3C0: return registers.attributeExpectsData ? 0 : registers.attributeIndex
    case 0x3C1: return registers.attribute[Int(registers.attributeIndex & 0x1F)]
    case 0x3C2: return 0
    case 0x3C4: return registers.sequencerIndex
    case 0x3C5: return registers.sequencer[Int(registers.sequencerIndex & 7)]
    case 0x3C6: return registers.pixelMask
    case 0x3C7: return registers.paletteMode
    case 0x3C8: return registers.paletteWriteIndex
    case 0x3C9: return readPalette()
    case 0x3CA: return registers.feature
    case 0x3CC: return registers.miscellaneous
    case 0x3CE: return registers.graphicsIndex
    case 0x3CF: return registers.graphics[Int(registers.graphicsIndex & 15)]
    case 0x3B4, 0x3D4: return registers.crtcIndex
    case 0x3B5, 0x3D5: return registers.crtc[Int(registers.crtcIndex & 31)]
    case 0x3BA, 0x3DA:
      registers.attributeExpectsData = false
      return inputStatus
    default: return 0xFF
    }
  }

  public func writeByte(port: UInt16, value: UInt8) {
    if isAbsent(port) { return }
    switch port {
    case 0x3C0: writeAttribute(value)
    case 0x3C2: registers.miscellaneous = value & ~0x10
    case 0x3C4: registers.sequencerIndex = value & 7
    case 0x3C5: writeSequencer(value)
    case 0x3C6: registers.pixelMask = value
    case 0x3C7:
      registers.paletteReadIndex = value
      registers.paletteComponent = 0
      registers.paletteMode = 3
    case 0x3C8:
      registers.paletteWriteIndex = value
      registers.paletteComponent = 0
      registers.paletteMode = 0
    case 0x3C9: writePalette(value)
    case 0x3CE: registers.graphicsIndex = value & 15
    case 0x3CF: writeGraphics(value)
    case 0x3B4, 0x3D4: registers.crtcIndex = value & 31
    case 0x3B5, 0x3D5: writeCRTC(value)
    case 0x3BA, 0x3DA: registers.feature = value & 0x10
    default: return
    }
    generation &+= 1
  }

  /// Port 0x3C0 takes an index and its data by turns; a read of input status 1 makes the next an index.
  private func writeAttribute(_ value: UInt8) {
    defer { registers.attributeExpectsData.toggle() }
    guard registers.attributeExpectsData else {
      registers.attributeIndex = value & 0x3F
      return
    }
    let index = Int(registers.attributeIndex & 0x1F)
    switch index {
    case 0...15, 0x12: registers.attribute[index] = value & 0x3F
    case 0x10: registers.attribute[index] = value & ~0x10
    case 0x13, 0x14: registers.attribute[index] = value & 0x0F
    case 0x11: registers.attribute[index] = value
    default: break
    }
  }

  private func writeSequencer(_ value: UInt8) {
    let masks: [UInt8] = [0x03, 0x3D, 0x0F, 0x3F, 0x0E]
    let index = Int(registers.sequencerIndex & 7)
    if index < masks.count { registers.sequencer[index] = value & masks[index] }
  }

  private func writeGraphics(_ value: UInt8) {
    let masks: [UInt8] = [0x0F, 0x0F, 0x0F, 0x1F, 0x03, 0x7B, 0x0F, 0x0F, 0xFF]
    let index = Int(registers.graphicsIndex & 15)
    if index < masks.count { registers.graphics[index] = value & masks[index] }
  }

  /// Bit 7 of register 0x11 protects registers 0–7, but for bit 8 of the line compare in register 7.
  private func writeCRTC(_ value: UInt8) {
    let index = Int(registers.crtcIndex & 31)
    guard index <= 0x18 else { return }
    if registers.crtc[0x11].bit(7) && index <= 7 {
      if index == 7 { registers.crtc[7] = registers.crtc[7] & ~0x10 | value & 0x10 }
      return
    }
    registers.crtc[index] = value
  }

  // MARK: Palette

  private func readPalette() -> UInt8 {
    let value = registers.palette[Int(registers.paletteReadIndex) * 3 + Int(registers.paletteComponent % 3)]
    registers.paletteComponent = (registers.paletteComponent + 1) % 3
    if registers.paletteComponent == 0 { registers.paletteReadIndex &+= 1 }
    return value
  }

  private func writePalette(_ value: UInt8) {
    let index = Int(registers.paletteWriteIndex) * 3 + Int(registers.paletteComponent % 3)
    registers.palette[index] = has8BitDAC ? value : value & 0x3F
    registers.paletteComponent = (registers.paletteComponent + 1) % 3
    if registers.paletteComponent == 0 { registers.paletteWriteIndex &+= 1 }
  }

  // MARK: The beam

  /// Input status register 1: bit 3, vertical retrace; bit 0, not displaying. Where the beam is follows from the clock and from
  /// the CRTC's totals.
  private var inputStatus: UInt8 {
    let crtc = registers.crtc
    let dots = registers.sequencer[1].bit(0) ? 8 : 9
    let hertz: UInt64 = registers.miscellaneous >> 2 & 3 == 0 ? 25_175_000 : 28_322_000
    let line = UInt64((Int(crtc[0]) + 5) * dots)
    let total = UInt64(Int(crtc[6]) | (crtc[7].bit(0) ? 0x100 : 0) | (crtc[7].bit(5) ? 0x200 : 0)) + 2
    let position = clock.periods(at: clock.now, hertz: hertz) % (line * total)
    let row = position / line
    let column = position % line
    let retrace = UInt64(Int(crtc[0x10]) | (crtc[7].bit(2) ? 0x100 : 0) | (crtc[7].bit(7) ? 0x200 : 0))
    let retraceEnd = retrace + (UInt64(crtc[0x11] & 15) &- retrace) & 15
    let shows = row < UInt64(verticalDisplayEnd) && column < UInt64((Int(crtc[1]) + 1) * dots)
    return (shows ? 0 : 0x01) | (retrace..<max(retraceEnd, retrace + 1) ~= row ? 0x08 : 0)
  }

  /// How many scan lines are displayed.
  var verticalDisplayEnd: Int {
    let overflow = registers.crtc[7]
    return (Int(registers.crtc[0x12]) | (overflow.bit(1) ? 0x100 : 0) | (overflow.bit(6) ? 0x200 : 0)) + 1
  }
}
