/// What is known while one instruction is read: prefixes first, then the opcode and its form, then ModRM and the operands.
struct DecodingState {
  var cursor: CodeCursor
  let codeSize: CodeSize
  let tables: DecoderTables

  // MARK: Prefixes
  var prefixes: Instruction.Prefixes = []
  /// Segment override: 0...5, or 0xFF for none. In 64-bit mode, FS and GS only.
  var segmentOverride: UInt8 = 0xFF
  /// REX or VEX, as numbers to add to register fields: 0 or 8.
  var extendR: UInt8 = 0
  var extendX: UInt8 = 0
  var extendB: UInt8 = 0
  /// REX.W or VEX.W: 0 or 1.
  var wide: UInt8 = 0
  var vectorLength: UInt8 = 0
  /// VEX.vvvv, not inverted.
  var vvvv: UInt8 = 0
  /// In the order of ``MandatoryPrefix``.
  var mandatoryPrefix: UInt8 = 0

  // MARK: Opcode
  var map = OpcodeMap.oneByte
  var opcode: UInt8 = 0
  var modRM: UInt8 = 0

  // MARK: Sizes
  /// 0, 1, 2 for 2, 4, 8 bytes.
  var operandSizeIndex = 0
  var addressSize: UInt8 = 0
  /// Column of ``DecoderTables/sizes``.
  var sizeColumn = 0
  /// How many immediates have been read.
  var immediateCount = 0
  /// Whether ModRM names memory.
  var isMemory = false

  init(_ bytes: UnsafeRawBufferPointer, codeSize: CodeSize, tables: DecoderTables) {
    cursor = CodeCursor(bytes)
    self.codeSize = codeSize
    self.tables = tables
  }

  var is64Bit: Bool { codeSize == .bits64 }

  /// Fills `instruction`; returns whether it is one. Meaningless when the cursor overran.
  @inline(__always)
  mutating func decode(into instruction: inout Instruction) -> Bool {
    readPrefixes()
    guard readOpcode() else { return false }
    let row = map.rawValue &* 256 &+ Int(opcode)
    if tables.hasModRM[row] { modRM = cursor.byte() }
    let number = selectForm(tables.roots[row])
    if number == 0 { return false }
    let form = tables.forms + Int(number)
    let attributes = form.pointee.attributes
    finishPrefixes(form)

    instruction.mnemonic = form.pointee.mnemonic
    instruction.opcode = form.pointee.opcode
    if attributes.contains(.conditional) {
      instruction.condition = opcode & 15
      instruction.opcode |= UInt32(opcode & 15)
    }
    instruction.prefixes = prefixes
    instruction.addressSize = addressSize
    instruction.operandSize = attributes.contains(.byteOperand) ? 1 : 2 << UInt8(truncatingIfNeeded: operandSizeIndex)
    instruction.vectorLength = vectorLength
    instruction.operandCount = form.pointee.operandCount

    if attributes.contains(.hasModRM) {
      instruction.modRM = modRM
      isMemory = modRM < 0xC0 && !attributes.contains(.ignoresMod)
      if isMemory { instruction.memory = readModRMMemory(vectorIndex: attributes.contains(.vectorIndex)) }
    }
    return readOperands(form, into: &instruction) && isPermitted(attributes, instruction)
  }

  /// Walks the tree of the opcode to its form; 0 when there is none.
  @inline(__always)
  private func selectForm(_ root: UInt16) -> UInt16 {
    var word = root
    if word & DecoderTables.nodeFlag == 0 { return word }
    let fields = self.fields
    repeat {
      let node = tables.nodes + Int(word & ~DecoderTables.nodeFlag)
      let selector = UInt32(node.pointee)
      word = node[1 + Int(fields >> (selector & 31) & selector >> 8)]
    } while word & DecoderTables.nodeFlag != 0
    return word
  }

  /// Every ``Dimension`` at its ``Dimension/shift``.
  private var fields: UInt32 {
    var fields = UInt32(modRM & 0x3F) << Dimension.rm.shift
    fields |= (modRM < 0xC0 ? 0 : 1) << Dimension.mod.shift
    fields |= UInt32(mandatoryPrefix) << Dimension.prefix.shift
    fields |= UInt32(codeSize.rawValue) << Dimension.codeSize.shift
    fields |= UInt32(extendB >> 3) << Dimension.rexB.shift
    fields |= UInt32(wide) << Dimension.width.shift
    fields |= UInt32(vectorLength) << Dimension.vectorLength.shift
    return fields
  }

  /// Settles what the prefixes mean, now that it is known which of them was part of the opcode.
  @inline(__always)
  private mutating func finishPrefixes(_ form: UnsafePointer<CompiledForm>) {
    let attributes = form.pointee.attributes
    var has66 = prefixes.contains(.operandSize)
    if attributes.contains(.consumesPrefix) {
      switch form.pointee.prefix {
      case .operandSize: has66 = false
      case .rep: prefixes.remove(.rep)
      case .repne: prefixes.remove(.repne)
      case .none, .any: break
      }
    }
    switch codeSize {
    case .bits64:
      addressSize = prefixes.contains(.addressSize) ? 4 : 8
      if wide != 0 || attributes.contains(.forces64) {
        operandSizeIndex = 2
      } else if has66 {
        operandSizeIndex = 0
      } else {
        operandSizeIndex = attributes.contains(.defaults64) ? 2 : 1
      }
      if attributes.contains(.atMost32) { operandSizeIndex = min(operandSizeIndex, 1) }
    case .bits32:
      addressSize = prefixes.contains(.addressSize) ? 2 : 4
      operandSizeIndex = has66 ? 0 : 1
    case .bits16:
      addressSize = prefixes.contains(.addressSize) ? 4 : 2
      operandSizeIndex = has66 ? 1 : 0
    }
    if attributes.contains(.atLeast32) { operandSizeIndex = max(operandSizeIndex, 1) }
    sizeColumn = operandSizeIndex &+ Int(vectorLength) &* 4
  }

  /// What the opcode allows but the rest of the encoding may not.
  @inline(__always)
  private func isPermitted(_ attributes: InstructionForm.Attributes, _ instruction: Instruction) -> Bool {
    if prefixes.contains(.lock) && !(attributes.contains(.lockable) && isMemory) { return false }
    if map.isVEX {
      if addressSize == 2 && attributes.contains(.vectorIndex) { return false }
      if vvvv != 0 && !attributes.contains(.usesVvvv) { return false }
      if attributes.contains(.vectorIndex) { return hasDistinctGatherRegisters(instruction) }
    }
    return true
  }

  /// A gather whose destination, index and mask are not three registers is #UD (Intel SDM volume 2, section 2.3.12).
  private func hasDistinctGatherRegisters(_ instruction: Instruction) -> Bool {
    let destination = instruction.operand0.number
    let mask = instruction.operand2.number
    let index = instruction.memory.index
    return destination != mask && destination != index && mask != index
  }
}
