/// What a case asks for, worked out from its bytes as the manual says: where a transfer would go, and what it would find there.
extension Case {
  /// What the case sets a quadword to.
  func value(at address: UInt64) -> UInt64? { changes.last { $0.address == address }?.value }

  /// Bytes that the case has set, the first one lowest.
  func bytes(at address: UInt64, count: UInt64) -> UInt64 {
    (0..<count).reduce(0) { sum, index in
      let at = address + index
      return sum | ((value(at: at & ~7) ?? 0) >> ((at & 7) * 8) & 0xFF) << (index * 8)
    }
  }

  var level: UInt64 { mode == .real ? 0 : self[.cs] & 3 }

  /// The descriptor that a selector names, when the case set it or it is one of those that are always there.
  func descriptor(_ selector: UInt64) -> UInt64? {
    let table = selector & 4 != 0 ? Arena.ldt : Arena.gdt
    if let own = value(at: table + selector & 0xFFF8) { return own }
    guard selector & 4 == 0 else { return nil }
    switch selector & 0xFFF8 {
    case Arena.code32: return Arena.descriptor(flags: 0xC09B)
    case Arena.code16: return Arena.descriptor(base: Arena.base, limit: 0xFFFF, flags: 0x009B)
    case Arena.code64: return Arena.descriptor(flags: mode == .long ? 0xA09B : 0xC09B)
    case Arena.userCode32 & ~7: return Arena.descriptor(flags: 0xC0FB)
    case Arena.userCode64 & ~7: return Arena.descriptor(flags: mode == .long ? 0xA0FB : 0xC0FB)
    default: return nil
    }
  }

  static func limit(_ descriptor: UInt64) -> UInt64 {
    let limit = descriptor & 0xFFFF | descriptor >> 32 & 0xF_0000
    return descriptor >> 55 & 1 != 0 ? limit << 12 | 0xFFF : limit
  }
  static func isConforming(_ descriptor: UInt64) -> Bool { descriptor >> 40 & 0x1C == 0x1C }
  static func isLong(_ descriptor: UInt64) -> Bool { descriptor >> 53 & 1 != 0 }
  static func isCanonical(_ address: UInt64) -> Bool { address >> 47 == 0 || address >> 47 == 0x1FFFF }

  /// Size of the operands of the one instruction, by its prefix.
  var operandSize: UInt64 { code.first == 0x48 ? 8 : code.first == 0x66 ? 2 : 4 }

  /// Where JMP or CALL through memory goes.
  var farPointer: (offset: UInt64, selector: UInt64) {
    let memory = Arena.address(page: Arena.dataPage)
    return (bytes(at: memory, count: operandSize), bytes(at: memory + operandSize, count: 2))
  }
  var isFarJump: Bool { title == "far jump or call" && code.last == 0x2B }

  /// The call gate that a far jump or call goes through: its type and what it holds.
  var callGate: (type: UInt64, offset: UInt64, selector: UInt64)? {
    guard title == "far jump or call", farPointer.selector & 0xFFF8 == Arena.test2,
      let gate = value(at: Arena.gdt + Arena.test2), [4, 12].contains(gate >> 40 & 0x1F)
    else { return nil }
    let high = mode == .long ? value(at: Arena.gdt + Arena.test2 + 8) ?? 0 : 0
    return (gate >> 40 & 0x1F, gate & 0xFFFF | gate >> 32 & 0xFFFF_0000 | high << 32, gate >> 16 & 0xFFFF)
  }

  /// The selector and offset that a far jump or call ends with.
  var farTarget: (offset: UInt64, selector: UInt64) {
    guard let gate = callGate else { return farPointer }
    return (gate.type == 4 ? gate.offset & 0xFFFF : gate.offset, gate.selector)
  }

  /// Words of the frame of a far return or IRET: RIP, CS, and what follows.
  func returnWord(_ index: UInt64) -> UInt64 {
    bytes(at: Arena.base + self[.rsp] & 0xFFFF + index * operandSize, count: operandSize)
  }

  /// The error code of the #GP that a far return or IRET must raise for a code segment with both L and D, or for an address past its
  /// limit; nil when neither is so.
  var errorOfReturn: UInt64? {
    guard title == "iret" || title == "far return", let code = descriptor(returnWord(1)) else { return nil }
    if mode == .long && code >> 53 & 3 == 3 { return returnWord(1) & 0xFFFC }
    if mode == .long && Self.isLong(code) { return Self.isCanonical(returnWord(0)) ? nil : 0 }
    return returnWord(0) > Self.limit(code) ? 0 : nil
  }

  /// SS in the frame of a far return or IRET that has one.
  var returnStack: UInt64 {
    let released = code.contains(0xCA) ? UInt64(code[code.count - 2]) : 0
    return returnWord(title == "iret" ? 4 : 3 + released / operandSize) & 0xFFFF
  }

  /// The gate of INT 0x21.
  var interruptGate: (type: UInt64, offset: UInt64, selector: UInt64)? {
    guard title == "int n through a gate",
      let gate = value(at: Arena.idt + (mode == .long ? 0x210 : 0x108))
    else { return nil }
    let high = mode == .long ? value(at: Arena.idt + 0x218) ?? 0 : 0
    let type = gate >> 40 & 0x1F
    return (type, gate & 0xFFFF | gate >> 32 & 0xFFFF_0000 | high << 32, gate >> 16 & 0xFFFF)
  }

  /// Whether its one instruction reads memory and then writes it.
  var readsAndWrites: Bool {
    title.hasPrefix("a page's rights") && [[0x01, 0x03], [0x0F, 0xB1, 0x0B]].contains(code)
  }
}
