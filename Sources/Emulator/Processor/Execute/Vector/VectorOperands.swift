import X86

/// How vector instructions reach their operands, and whether they may.
extension Processor {
  // MARK: Whether the unit may be used

  /// #UD or #NM where SSE instructions are switched off (SDM volume 3, table 14-1; volume 2, section 2.4).
  func requireSSE() throws(Fault) {
    if system.cr0 & CR0.emulation != 0 || system.cr4 & CR4.fxsave == 0 { throw .invalidOpcode }
    if system.cr0 & CR0.taskSwitched != 0 { throw .deviceNotAvailable }
  }

  /// #UD, #NM or a pending #MF where an MMX instruction meets them (SDM volume 3, section 12.1).
  func requireMMX() throws(Fault) {
    if system.cr0 & CR0.emulation != 0 { throw .invalidOpcode }
    if system.cr0 & CR0.taskSwitched != 0 { throw .deviceNotAvailable }
    try raisePendingX87()
  }

  // MARK: Registers

  @inline(__always)
  func xmm(_ number: UInt8) -> Vector { core.vector(number).load(as: Vector.self) }

  @inline(__always)
  func setXMM(_ number: UInt8, _ value: Vector) { core.vector(number).storeBytes(of: value, as: Vector.self) }

  /// A register operand: XMM, MMX (upper half zero) or general.
  @inline(__always)
  func vectorRegister(_ operand: Operand) -> Vector {
    switch operand.registerClass {
    case .xmm: return xmm(operand.number)
    case .mmx: return Vector(x87[mmx: operand.number], 0)
    default: return Vector(register(operand), 0)
    }
  }

  /// Writes a whole XMM or MMX register.
  @inline(__always)
  func setVectorRegister(_ operand: Operand, _ value: Vector) {
    if operand.registerClass == .xmm {
      setXMM(operand.number, value)
    } else {
      x87[mmx: operand.number] = value.x
    }
  }

  // MARK: Operands

  /// Where the instruction's sixteen bytes of memory are; #GP(0) when they must be aligned and are not, before anything else
  /// that is wrong with the address.
  func vectorAddress(_ i: InstructionPointer, isWrite: Bool = false, isAligned: Bool = true) throws(Fault) -> UInt64 {
    try isAligned
      ? imageAddress(i, size: 16, alignment: 16, isWrite: isWrite) : linearAddress(i, size: 16, isWrite: isWrite)
  }

  /// An operand's value. A shorter one in memory is extended with zeros; a register is all there.
  func vector(_ operand: Operand, _ i: InstructionPointer, isAligned: Bool = true) throws(Fault) -> Vector {
    if operand.kind == .register { return vectorRegister(operand) }
    if operand.size == 16 { return try readVector(try vectorAddress(i, isAligned: isAligned)) }
    return Vector(try load(try linearAddress(i, size: UInt64(operand.size)), size: operand.size), 0)
  }

  // MARK: Shapes of instructions

  /// `destination = compute(destination, source)`
  func combine(_ i: InstructionPointer, _ compute: (Vector, Vector) -> Vector) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    setVectorRegister(i.pointee.operand0, compute(vectorRegister(i.pointee.operand0), source))
  }

  /// `destination = compute(source)`
  func transform(_ i: InstructionPointer, _ compute: (Vector) -> Vector) throws(Fault) {
    setVectorRegister(i.pointee.operand0, compute(try vector(i.pointee.operand1, i)))
  }
}

extension Instruction {
  /// Whether the destination is an MMX register.
  var isMMX: Bool { operand0.registerClass == .mmx }
  /// The immediate byte.
  var control: Int { Int(truncatingIfNeeded: immediate & 0xFF) }
}
