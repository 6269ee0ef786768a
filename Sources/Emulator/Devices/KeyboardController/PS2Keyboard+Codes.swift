/// Which bytes a key sends, by set and by the other keys that are down ("Scan Code Set 2", tables 2 to 5 of the reference).
extension PS2Keyboard {
  func makeCode(of key: Key) -> [UInt8] {
    scanCodeSet == 3 ? [key.scanCode.set3] : inSet(fakeShifts(of: key, isMake: true) + bareCode(of: key, isMake: true))
  }

  func breakCode(of key: Key) -> [UInt8] {
    guard scanCodeSet == 3 else {
      return inSet(bareCode(of: key, isMake: false) + fakeShifts(of: key, isMake: false))
    }
    let kind = kind(of: key)
    return kind == .makeBreak || kind == .typematicMakeBreak ? [0xF0, key.scanCode.set3] : []
  }

  /// A repetition comes without the Shift codes in front.
  func repeatCode(of key: Key) -> [UInt8] {
    scanCodeSet == 3 ? [key.scanCode.set3] : inSet(bareCode(of: key, isMake: true))
  }

  func repeats(_ key: Key) -> Bool {
    guard scanCodeSet == 3 else { return key != .pause }
    let kind = kind(of: key)
    return kind == .typematic || kind == .typematicMakeBreak
  }

  private func kind(of key: Key) -> KeyKind {
    let code = Int(key.scanCode.set3)
    return (code < kinds.count ? kinds[code] : nil) ?? key.scanCode.kind
  }

  // MARK: Set 2

  private func isHeld(_ keys: Key...) -> Bool { keys.contains { held.contains($0) } }

  /// The key's own bytes in set 2. Pause has no break code: it breaks as it makes.
  private func bareCode(of key: Key, isMake: Bool) -> [UInt8] {
    switch key {
    case .pause:
      if !isMake { return [] }
      return isHeld(.controlLeft, .controlRight)
        ? [0xE0, 0x7E, 0xE0, 0xF0, 0x7E] : [0xE1, 0x14, 0x77, 0xE1, 0xF0, 0x14, 0xF0, 0x77]
    case .printScreen where isHeld(.altLeft, .altRight):
      return isMake ? [0x84] : [0xF0, 0x84]
    default:
      let code = key.scanCode
      return (code.isExtended ? [0xE0] : []) + (isMake ? [] : [0xF0]) + [code.set2]
    }
  }

  /// The cursor keys pretend that Shift is up when it is down, and down when Num Lock is on, so that software for the 84-key
  /// keyboard reads the keypad codes behind 0xE0 as cursor keys.
  private func fakeShifts(of key: Key, isMake: Bool) -> [UInt8] {
    switch key {
    case .insert, .home, .pageUp, .delete, .end, .pageDown, .arrowUp, .arrowLeft, .arrowDown, .arrowRight:
      if isHeld(.shiftLeft, .shiftRight) { return leds.bit(1) ? [] : hideShifts(isMake: isMake) }
      return leds.bit(1) ? shiftCode(isMake) : []
    case .numpadDivide:
      return isHeld(.shiftLeft, .shiftRight) ? hideShifts(isMake: isMake) : []
    case .printScreen:
      return isHeld(.shiftLeft, .shiftRight, .controlLeft, .controlRight, .altLeft, .altRight) ? [] : shiftCode(isMake)
    default: return []
    }
  }

  private func shiftCode(_ isMake: Bool) -> [UInt8] { isMake ? [0xE0, 0x12] : [0xE0, 0xF0, 0x12] }

  /// Lifts the Shift keys that are down before the key, and puts them down again after it.
  private func hideShifts(isMake: Bool) -> [UInt8] {
    let shifts: [(key: Key, code: UInt8)] = [(.shiftLeft, 0x12), (.shiftRight, 0x59)]
    return shifts.filter { held.contains($0.key) }.flatMap { isMake ? [0xE0, 0xF0, $0.code] : [0xE0, $0.code] }
  }

  /// Bytes of set 2 as the chosen set has them.
  private func inSet(_ bytes: [UInt8]) -> [UInt8] {
    guard scanCodeSet == 1 else { return bytes }
    var result: [UInt8] = []
    var isBreak = false
    for byte in bytes {
      if byte == 0xF0 {
        isBreak = true
        continue
      }
      result.append(Translation.translated(byte) | (isBreak ? 0x80 : 0))
      isBreak = false
    }
    return result
  }
}
