/// What a byte is where an instruction may have prefixes.
enum PrefixKind: UInt8 {
  case none, legacy
  /// 40 to 4F: a prefix in 64-bit mode only.
  case rex

  init(_ byte: UInt8) {
    switch byte {
    case 0x66, 0x67, 0xF0, 0xF2, 0xF3, 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65: self = .legacy
    case 0x40...0x4F: self = .rex
    default: self = .none
    }
  }
}

extension DecodingState {
  /// Reads legacy prefixes and REX, and the byte after them (Intel SDM volume 2, sections 2.1.1 and 2.2.1). Of several
  /// prefixes of one group the last one counts, as on every processor; a REX that is not the last prefix counts for nothing.
  @inline(__always)
  mutating func readPrefixes() {
    opcode = cursor.byte()
    while true {
      switch tables.prefixKinds[Int(opcode)] {
      case .none: break
      case .legacy:
        readLegacyPrefix(opcode)
        opcode = cursor.byte()
        continue
      case .rex:
        if !is64Bit { break }
        let rex = opcode
        opcode = cursor.byte()
        if tables.prefixKinds[Int(opcode)] != .none { continue }
        prefixes.insert(.rex)
        if rex & 8 != 0 {
          prefixes.insert(.rexW)
          wide = 1
        }
        extendR = rex << 1 & 8
        extendX = rex << 2 & 8
        extendB = rex << 3 & 8
      }
      break
    }
    selectMandatoryPrefix()
  }

  @inline(__always)
  private mutating func readLegacyPrefix(_ byte: UInt8) {
    switch byte {
    case 0x66: prefixes.insert(.operandSize)
    case 0x67: prefixes.insert(.addressSize)
    case 0xF0: prefixes.insert(.lock)
    case 0xF2:
      prefixes.remove(.rep)
      prefixes.insert(.repne)
    case 0xF3:
      prefixes.remove(.repne)
      prefixes.insert(.rep)
    case 0x64, 0x65:
      prefixes.insert(.segment)
      segmentOverride = byte - 0x60
    default:
      prefixes.insert(.segment)
      // In 64-bit mode ES, CS, SS and DS do nothing, and do not undo FS or GS (Intel SDM volume 1, section 3.3.7).
      if !is64Bit { segmentOverride = byte >> 3 & 3 }
    }
  }

  /// F2 and F3 select before 66h does: `66 F2 0F 38 F1` is CRC32 of 16 bits (Intel SDM volume 2, section 2.1.2).
  @inline(__always)
  private mutating func selectMandatoryPrefix() {
    let selected: MandatoryPrefix =
      if prefixes.contains(.repne) {
        .repne
      } else if prefixes.contains(.rep) {
        .rep
      } else if prefixes.contains(.operandSize) {
        .operandSize
      } else {
        .none
      }
    mandatoryPrefix = UInt8(truncatingIfNeeded: selected.rawValue)
  }

  /// Follows the escapes and VEX to the opcode and its map; returns false for a VEX that is #UD.
  @inline(__always)
  mutating func readOpcode() -> Bool {
    switch opcode {
    case 0x0F:
      opcode = cursor.byte()
      map = .twoByte
      if opcode == 0x38 {
        map = .threeByte38
        opcode = cursor.byte()
      } else if opcode == 0x3A {
        map = .threeByte3A
        opcode = cursor.byte()
      }
    case 0xC4, 0xC5:
      // Outside 64-bit mode these are LES and LDS unless what would be their ModRM names a register.
      if is64Bit || cursor.peek() >= 0xC0 { return readVEX() }
    default: break
    }
    return true
  }

  /// Reads the rest of a VEX prefix (Intel SDM volume 2, section 2.3.5) and the opcode after it.
  private mutating func readVEX() -> Bool {
    let forbidden: Instruction.Prefixes = [.rex, .lock, .operandSize, .rep, .repne]
    var isValid = prefixes.isDisjoint(with: forbidden)
    let isThreeByte = opcode == 0xC4
    let first = cursor.byte()
    var last = first
    map = .vexTwoByte
    extendR = ~first >> 4 & 8
    if isThreeByte {
      extendX = ~first >> 3 & 8
      extendB = ~first >> 2 & 8
      switch first & 0x1F {
      case 1: map = .vexTwoByte
      case 2: map = .vexThreeByte38
      case 3: map = .vexThreeByte3A
      default: isValid = false
      }
      last = cursor.byte()
      wide = last >> 7
    }
    vvvv = ~last >> 3 & 15
    vectorLength = last >> 2 & 1
    mandatoryPrefix = last & 3
    if !is64Bit { extendB = 0 }
    prefixes.insert(.vex)
    opcode = cursor.byte()
    return isValid
  }
}
