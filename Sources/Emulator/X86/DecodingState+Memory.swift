extension DecodingState {
  private static var stackSegment: UInt8 { 2 }
  private static var dataSegment: UInt8 { 3 }

  /// Reads SIB and displacement (Intel SDM volume 2, section 2.1.5). A vector index has a number 4 like any other.
  @inline(__always)
  mutating func readModRMMemory(vectorIndex: Bool) -> MemoryReference {
    addressSize == 2 ? readMemory16() : readMemory32(vectorIndex: vectorIndex)
  }

  /// Table 2-2: addressing with 32 bits, and with 64.
  @inline(__always)
  private mutating func readMemory32(vectorIndex: Bool) -> MemoryReference {
    var memory = MemoryReference()
    let mod = modRM >> 6
    var base = modRM & 7
    var displacementSize: UInt8 = mod == 1 ? 1 : mod == 2 ? 4 : 0
    if base == 4 {
      let sib = cursor.byte()
      base = sib & 7
      let index = sib >> 3 & 7 | extendX
      if index != 4 || vectorIndex {
        memory.index = index
        memory.scale = sib >> 6
      }
      if base == 5 && mod == 0 {
        displacementSize = 4
      } else {
        memory.base = base | extendB
      }
    } else if base == 5 && mod == 0 {
      displacementSize = 4
      if is64Bit { memory.base = MemoryReference.instructionPointer }
    } else {
      memory.base = base | extendB
    }
    if displacementSize != 0 { memory.displacement = cursor.signed(displacementSize) }
    let isStack = memory.base == 4 || memory.base == 5
    memory.segment = segment(default: isStack ? Self.stackSegment : Self.dataSegment)
    return memory
  }

  /// Table 2-1: addressing with 16 bits.
  private mutating func readMemory16() -> MemoryReference {
    var memory = MemoryReference()
    let mod = modRM >> 6
    let rm = modRM & 7
    let (bx, bp, si, di): (UInt8, UInt8, UInt8, UInt8) = (3, 5, 6, 7)
    switch rm {
    case 0: (memory.base, memory.index) = (bx, si)
    case 1: (memory.base, memory.index) = (bx, di)
    case 2: (memory.base, memory.index) = (bp, si)
    case 3: (memory.base, memory.index) = (bp, di)
    case 4: memory.base = si
    case 5: memory.base = di
    case 6: if mod != 0 { memory.base = bp }
    default: memory.base = bx
    }
    switch mod {
    case 0: if rm == 6 { memory.displacement = cursor.signed(2) }
    case 1: memory.displacement = cursor.signed(1)
    default: memory.displacement = cursor.signed(2)
    }
    memory.segment = segment(default: memory.base == bp ? Self.stackSegment : Self.dataSegment)
    return memory
  }

  /// The segment in force where `default` would be without a prefix.
  @inline(__always)
  func segment(default: UInt8) -> UInt8 {
    segmentOverride == 0xFF ? `default` : segmentOverride
  }
}
