import FloatingPoint
import X86

/// The 512 bytes that FXSAVE and XSAVE share (SDM volume 1, sections 10.5 and 13.4.1; table 3-43 of volume 2).
///
/// The functions here touch memory that their callers have probed: they do not fault.
extension Processor {
  // MARK: x87

  func saveX87Image(_ linear: UInt64, isWide: Bool) throws(Fault) {
    try writeImage(linear, 0, x87.control)
    try writeImage(linear, 2, x87.status)
    try writeImage(linear, 4, UInt16(x87.valid))
    try writeImage(linear, 6, x87.opcode)
    if isWide {
      try writeImage(linear, 8, x87.instructionPointer)
      try writeImage(linear, 16, x87.dataPointer)
    } else {
      try writeImage(linear, 8, x87.instructionPointer & 0xFFFF_FFFF | UInt64(x87.instructionSelector) << 32)
      try writeImage(linear, 16, x87.dataPointer & 0xFFFF_FFFF | UInt64(x87.dataSelector) << 32)
    }
    for index in 0..<8 {
      let register = (x87.top + index) & 7
      try writeImage(linear, 32 + UInt64(index) * 16, x87.significands[register])
      try writeImage(linear, 40 + UInt64(index) * 16, UInt64(x87.signExponents[register]))
    }
  }

  func restoreX87Image(_ linear: UInt64, isWide: Bool) throws(Fault) {
    var state = X87State()
    state.control = Self.effectiveControl(try readImage(linear, 0, as: UInt16.self))
    state.status = try readImage(linear, 2, as: UInt16.self)
    state.summarize()
    state.valid = try readImage(linear, 4, as: UInt8.self)
    state.opcode = try readImage(linear, 6, as: UInt16.self) & 0x7FF
    let instruction = try readImage(linear, 8, as: UInt64.self)
    let data = try readImage(linear, 16, as: UInt64.self)
    if isWide {
      state.instructionPointer = instruction
      state.dataPointer = data
    } else {
      state.instructionPointer = instruction & 0xFFFF_FFFF
      state.instructionSelector = UInt16(truncatingIfNeeded: instruction >> 32)
      state.dataPointer = data & 0xFFFF_FFFF
      state.dataSelector = UInt16(truncatingIfNeeded: data >> 32)
    }
    for index in 0..<8 {
      let register = (state.top + index) & 7
      state.significands[register] = try readImage(linear, 32 + UInt64(index) * 16, as: UInt64.self)
      state.signExponents[register] = try readImage(linear, 40 + UInt64(index) * 16, as: UInt16.self)
    }
    x87 = state
  }

  /// The control word as the unit keeps it: bit 6 is one, the other reserved bits are zero.
  static func effectiveControl(_ value: UInt16) -> UInt16 { value & 0x1F3F | 0x40 }

  // MARK: SSE

  func saveMXCSRImage(_ linear: UInt64) throws(Fault) {
    try writeImage(linear, 24, core.pointee.mxcsr.rawValue)
    try writeImage(linear, 28, MXCSR.writable)
  }

  /// The MXCSR of the image; #GP(0) for reserved bits.
  func readMXCSRImage(_ linear: UInt64) throws(Fault) -> UInt32 {
    let value = try readImage(linear, 24, as: UInt32.self)
    if value & ~MXCSR.writable != 0 { throw .generalProtection(0) }
    return value
  }

  func saveXMMImage(_ linear: UInt64) throws(Fault) {
    for number in 0..<imageXMMCount {
      let value = xmm(number)
      try writeImage(linear, 160 + UInt64(number) * 16, value.x)
      try writeImage(linear, 168 + UInt64(number) * 16, value.y)
    }
  }

  func restoreXMMImage(_ linear: UInt64) throws(Fault) {
    for number in 0..<imageXMMCount {
      let low = try readImage(linear, 160 + UInt64(number) * 16, as: UInt64.self)
      setXMM(number, Vector(low, try readImage(linear, 168 + UInt64(number) * 16, as: UInt64.self)))
    }
  }

  /// XMM8...15 are in the image in 64-bit mode only.
  var imageXMMCount: UInt8 { codeSize == .bits64 ? 16 : 8 }

  // MARK: Memory

  /// Where an image of `size` bytes is; #GP(0) when it is not aligned, before anything else that is wrong with the address.
  func imageAddress(_ i: InstructionPointer, size: UInt64, alignment: UInt64, isWrite: Bool) throws(Fault) -> UInt64 {
    if (effectiveAddress(i) &+ core.segmentBase(Int(i.pointee.memory.segment))) & (alignment - 1) != 0 {
      throw .generalProtection(0)
    }
    return try linearAddress(i, size: size, isWrite: isWrite)
  }

  /// Raises what reading `size` bytes would raise. An image lies in two pages at most.
  func probeRead(_ linear: UInt64, size: UInt64) throws(Fault) {
    _ = try read(linear, as: UInt64.self)
    _ = try read(truncate(linear &+ size &- 8), as: UInt64.self)
  }

  func writeImage<Value: FixedWidthInteger & UnsignedInteger>(
    _ linear: UInt64, _ offset: UInt64, _ value: Value
  ) throws(Fault) {
    try write(truncate(linear &+ offset), value)
  }

  func readImage<Value: FixedWidthInteger & UnsignedInteger>(
    _ linear: UInt64, _ offset: UInt64, as type: Value.Type
  ) throws(Fault) -> Value {
    try read(truncate(linear &+ offset), as: type)
  }
}
