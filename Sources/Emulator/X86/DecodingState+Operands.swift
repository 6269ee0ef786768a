extension DecodingState {
  /// Reads the operands in order, which is also the order of their bytes; returns false for a register that is #UD.
  @inline(__always)
  mutating func readOperands(_ form: UnsafePointer<CompiledForm>, into instruction: inout Instruction) -> Bool {
    let count = form.pointee.operandCount
    var isValid = true
    if count > 0 { instruction.operand0 = readOperand(form.pointee.operand0, into: &instruction, &isValid) }
    if count > 1 { instruction.operand1 = readOperand(form.pointee.operand1, into: &instruction, &isValid) }
    if count > 2 { instruction.operand2 = readOperand(form.pointee.operand2, into: &instruction, &isValid) }
    if count > 3 { instruction.operand3 = readOperand(form.pointee.operand3, into: &instruction, &isValid) }
    if isValid && form.pointee.attributes.contains(.writesSegment) { return instruction.operand0.number != 1 }
    return isValid
  }

  private mutating func readOperand(
    _ form: OperandForm, into instruction: inout Instruction, _ isValid: inout Bool
  ) -> Operand {
    var operand = Operand()
    let size = bytes(form.size)
    operand.size = size
    operand.kind = .register
    switch form.place {
    case .modRMGeneral, .modRMVector, .modRMMMX:
      if isMemory {
        operand.kind = .memory
        operand.size = bytes(form.memorySize)
      } else if form.place == .modRMGeneral {
        setGeneral(&operand, modRM & 7 | extendB)
      } else if form.place == .modRMVector {
        setVector(&operand, modRM & 7 | extendB)
      } else {
        operand.registerClass = .mmx
        operand.number = modRM & 7
      }
    case .regGeneral: setGeneral(&operand, modRM >> 3 & 7 | extendR)
    case .regVector: setVector(&operand, modRM >> 3 & 7 | extendR)
    case .regMMX:
      operand.registerClass = .mmx
      operand.number = modRM >> 3 & 7
    case .opcodeGeneral: setGeneral(&operand, opcode & 7 | extendB)
    case .vvvvGeneral: setGeneral(&operand, vvvv & registerMask)
    case .vvvvVector: setVector(&operand, vvvv & registerMask)
    case .immediate, .signedImmediate: readImmediate(form, &operand, into: &instruction)
    case .relative:
      operand.kind = .relative
      instruction.immediate = UInt64(bitPattern: cursor.signed(size))
    case .implicitGeneral: setGeneral(&operand, form.number)
    case .stringSource: setMemory(&operand, into: &instruction, base: 6)
    case .stringDestination:
      setMemory(&operand, into: &instruction, base: 7)
      // No prefix moves the destination of a string instruction from ES.
      instruction.memory.segment = 0
    default: readRareOperand(form, &operand, into: &instruction, &isValid)
    }
    return operand
  }

  /// The operands of few instructions, apart so that the common ones stay small.
  @inline(never)
  private mutating func readRareOperand(
    _ form: OperandForm, _ operand: inout Operand, into instruction: inout Instruction, _ isValid: inout Bool
  ) {
    operand.number = form.number
    switch form.place {
    case .regSegment:
      operand.registerClass = .segment
      operand.number = modRM >> 3 & 7
      if operand.number > 5 { isValid = false }
    case .regControl:
      operand.registerClass = .control
      operand.number = modRM >> 3 & 7 | extendR
      // CR0, CR2, CR3, CR4 and CR8 (Intel SDM volume 2, "MOV - Move to/from Control Registers").
      if operand.number > 8 || 0b1_0001_1101 >> operand.number & 1 == 0 { isValid = false }
    case .regDebug:
      operand.registerClass = .debug
      operand.number = modRM >> 3 & 7 | extendR
      if operand.number > 7 { isValid = false }
    case .immediateVector: setVector(&operand, UInt8(truncatingIfNeeded: cursor.byte()) >> 4 & registerMask)
    case .one:
      operand.kind = .immediate
      instruction.immediate = 1
    case .farPointer:
      operand.kind = .farPointer
      operand.size = bytes(.p)
      instruction.immediate = cursor.unsigned(bytes(.z))
      instruction.immediate2 = UInt16(truncatingIfNeeded: cursor.unsigned(2))
    case .offset:
      operand.kind = .memory
      instruction.memory.segment = segment(default: 3)
      instruction.memory.displacement = cursor.signed(addressSize)
    case .translationTable: setMemory(&operand, into: &instruction, base: 3)
    case .maskedDestination: setMemory(&operand, into: &instruction, base: 7)
    case .implicitSegment: operand.registerClass = .segment
    case .implicitVector: operand.registerClass = .xmm
    case .implicitX87: operand.registerClass = .x87
    case .rmX87:
      operand.registerClass = .x87
      operand.number = modRM & 7
    default: isValid = false
    }
  }

  /// Register fields that take no REX have four bits, of which only 64-bit mode uses the fourth.
  private var registerMask: UInt8 { is64Bit ? 15 : 7 }

  @inline(__always)
  private func bytes(_ size: OperandForm.Size) -> UInt8 {
    tables.sizes[Int(size.rawValue) &* 8 &+ sizeColumn]
  }

  /// Without REX, the byte registers 4 to 7 are AH, CH, DH and BH (Intel SDM volume 2, table 3-1).
  @inline(__always)
  private func setGeneral(_ operand: inout Operand, _ number: UInt8) {
    operand.number = number
    if operand.size == 1 && number & 0b1100 == 0b0100 && !prefixes.contains(.rex) {
      operand.registerClass = .highByte
      operand.number = number & 3
    }
  }

  @inline(__always)
  private func setVector(_ operand: inout Operand, _ number: UInt8) {
    operand.registerClass = operand.size == 32 ? .ymm : .xmm
    operand.number = number
  }

  @inline(__always)
  private func setMemory(_ operand: inout Operand, into instruction: inout Instruction, base: UInt8) {
    operand.kind = .memory
    instruction.memory.base = base
    instruction.memory.segment = segment(default: 3)
  }

  /// A second immediate goes to ``Instruction/immediate2``. Of the 32-bit immediates, those of a 64-bit operation are
  /// sign-extended (Intel SDM volume 2, section 2.2.1.5).
  @inline(__always)
  private mutating func readImmediate(
    _ form: OperandForm, _ operand: inout Operand, into instruction: inout Instruction
  ) {
    operand.kind = .immediate
    let isSigned = form.place == .signedImmediate || (form.size == .z && operandSizeIndex == 2)
    let value = isSigned ? UInt64(bitPattern: cursor.signed(operand.size)) : cursor.unsigned(operand.size)
    if immediateCount == 0 {
      instruction.immediate = value
    } else {
      instruction.immediate2 = UInt16(truncatingIfNeeded: value)
    }
    immediateCount &+= 1
  }
}
