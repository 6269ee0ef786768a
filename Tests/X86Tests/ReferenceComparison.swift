import ReferenceDecoder
import X86

/// Decodes bytes both ways and tells where the two disagree.
struct ReferenceComparison {
  private let decoder = Decoder()
  private let names = ReferenceNames()
  /// By number of the reference's extension and instruction set: whether we claim to decode it.
  private let isClaimedExtension: [Bool]
  private let isClaimedSet: [Bool]
  private let isClaimedMnemonic: [Bool]
  /// By our mnemonic.
  private var deviations: [ReferenceDeviation.Aspects]
  private(set) var valid = 0
  private(set) var skipped = 0

  init() {
    isClaimedExtension = table(referenceExtensionName) { UnclaimedCode.claimedExtensions.contains($0) }
    isClaimedSet = table(referenceInstructionSetName) { !UnclaimedCode.unclaimedSets.contains($0) }
    isClaimedMnemonic = table(referenceMnemonicName) { !UnclaimedCode.unclaimedMnemonics.contains($0) }
    deviations = Array(repeating: [], count: Mnemonic.allCases.count)
    for deviation in ReferenceDeviation.all {
      for mnemonic in deviation.mnemonics { deviations[Int(mnemonic.rawValue)].formUnion(deviation.aspects) }
    }
  }

  /// Returns what differs, in a few words, or nil.
  mutating func difference(_ bytes: UnsafeRawBufferPointer, _ codeSize: CodeSize) -> String? {
    let result = decoder.decode(bytes, codeSize: codeSize)
    var reference = ReferenceInstruction()
    let bits: Int32 = codeSize == .bits64 ? 64 : codeSize == .bits32 ? 32 : 16
    let status = referenceDecode(
      bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, bits, &reference)
    if status == REFERENCE_VALID && !isClaimed(reference) {
      skipped += 1
      return differenceInUnclaimed(result)
    }
    switch result {
    case .instruction(let instruction):
      valid += 1
      guard status == REFERENCE_VALID else { return "we decode \(instruction.mnemonic), the reference does not" }
      return difference(instruction, &reference)
    case .invalid:
      if status == REFERENCE_VALID { return "the reference decodes \(name(reference)), we do not" }
      return nil
    case .truncated:
      // It may give its verdict early: from the bytes that are there, or from the length that the opcode asks for.
      return status == REFERENCE_VALID ? "truncated for us, not the reference" : nil
    case .tooLong:
      return status == REFERENCE_TOO_LONG || status == REFERENCE_INVALID ? nil : "too long for us, not the reference"
    }
  }

  private func isClaimed(_ reference: ReferenceInstruction) -> Bool {
    isClaimedExtension[Int(reference.extension)] && isClaimedSet[Int(reference.instructionSet)]
      && isClaimedMnemonic[Int(reference.mnemonic)]
  }

  /// What we do not claim must not turn into something else; later meanings of reserved no-operations may.
  private func differenceInUnclaimed(_ result: DecodeResult) -> String? {
    guard case .instruction(let instruction) = result else { return nil }
    switch instruction.mnemonic {
    case .nop, .bsr, .bsf: return nil
    default: return "we decode \(instruction.mnemonic) for what we do not claim"
    }
  }

  private func difference(_ instruction: Instruction, _ reference: inout ReferenceInstruction) -> String? {
    if instruction.length != reference.length {
      return "\(instruction.mnemonic): length \(instruction.length), not \(reference.length)"
    }
    if ReferenceDeviation.isExchangeWithRepeat(instruction) { return nil }
    if !names.agrees(instruction, reference.mnemonic) {
      return "\(instruction.mnemonic) size \(instruction.operandSize): \(name(reference)) for the reference"
    }
    if Int(instruction.addressSize) * 8 != Int(reference.addressWidth) {
      return "\(instruction.mnemonic): address size \(instruction.addressSize)"
    }
    let deviation = deviations[Int(instruction.mnemonic.rawValue)]
    if deviation.contains(.operands) { return nil }
    if Int(instruction.operandSize) * 8 != Int(reference.operandWidth)
      && !deviation.contains(.operandSize) && hidesOperandSize(instruction.operand0)
    {
      return "\(instruction.mnemonic): operand size \(instruction.operandSize), not \(reference.operandWidth / 8)"
    }
    var position: Int32 = 0
    let explicitCount = Int(instruction.operandCount) - (deviation.contains(.hiddenLast) ? 1 : 0)
    for ours in [instruction.operand0, instruction.operand1, instruction.operand2, instruction.operand3]
      .prefix(explicitCount)
    {
      var disagreement: String?
      if deviation.contains(.hiddenMemory) && ours.kind == .memory {
        disagreement = hasHidden(ours, instruction, &reference) ? nil : "hidden memory"
      } else {
        while position < reference.operandCount && !referenceOperand(&reference, position).pointee.isVisible {
          position += 1
        }
        if position == reference.operandCount { return "\(instruction.mnemonic): too many operands" }
        disagreement = difference(ours, instruction, referenceOperand(&reference, position).pointee, reference)
        position += 1
      }
      if let disagreement { return "\(instruction.mnemonic) \(codeName(instruction)): \(disagreement)" }
    }
    while position < reference.operandCount {
      if referenceOperand(&reference, position).pointee.isVisible {
        return "\(instruction.mnemonic) \(codeName(instruction)): too few operands"
      }
      position += 1
    }
    return nil
  }

  /// Whether no operand's own size, which is compared, tells the operand size.
  private func hidesOperandSize(_ operand: Operand) -> Bool {
    switch operand.kind {
    case .none, .immediate, .relative, .farPointer: true
    case .register: operand.registerClass == .segment || operand.registerClass == .control
    case .memory: false
    }
  }

  private func codeName(_ instruction: Instruction) -> String { String(instruction.opcode, radix: 16) }

  private func hasHidden(
    _ ours: Operand, _ instruction: Instruction, _ reference: inout ReferenceInstruction
  ) -> Bool {
    for position in 0..<Int32(reference.operandCount) {
      let candidate = referenceOperand(&reference, position).pointee
      if candidate.kind == REFERENCE_MEMORY.rawValue
        && difference(ours, instruction, candidate, reference) == nil
      {
        return true
      }
    }
    return false
  }

  private func difference(
    _ ours: Operand, _ instruction: Instruction, _ theirs: ReferenceOperand, _ reference: ReferenceInstruction
  ) -> String? {
    let deviation = deviations[Int(instruction.mnemonic.rawValue)]
    switch ours.kind {
    case .none: return "no kind"
    case .register:
      if theirs.kind != REFERENCE_REGISTER.rawValue { return "not a register" }
      if ours.registerClass.referenceClass != theirs.registerClass { return "register class" }
      if ours.number != theirs.number { return "register \(ours.number), not \(theirs.number)" }
      if ours.registerClass == .general && Int(ours.size) * 8 != theirs.size && !deviation.contains(.registerSize) {
        return "register size \(ours.size), not \(theirs.size / 8)"
      }
    case .memory:
      if theirs.kind != REFERENCE_MEMORY.rawValue { return "not memory" }
      let memory = instruction.memory
      if ReferenceDeviation.isMisreadBase(instruction, theirs) { return nil }
      if memory.segment != theirs.segment && !deviation.contains(.segment) {
        return "segment \(memory.segment), not \(theirs.segment)"
      }
      if memory.base != theirs.base { return "base \(memory.base), not \(theirs.base)" }
      if instruction.mnemonic != .xlat {
        if memory.index != theirs.index { return "index" }
        if memory.index != MemoryReference.noRegister && 1 << memory.scale != max(theirs.scale, 1) { return "scale" }
      }
      if memory.displacement != theirs.value { return "displacement" }
      if ours.size != 0 && Int(ours.size) * 8 != theirs.size && !deviation.contains(.memorySize) {
        return "memory size \(ours.size), not \(theirs.size / 8)"
      }
    case .immediate:
      if theirs.kind != REFERENCE_IMMEDIATE.rawValue { return "not an immediate" }
      let isSecond = instruction.mnemonic == .enter && ours == instruction.operand1
      let value = isSecond ? UInt64(instruction.immediate2) : instruction.immediate
      let mask = reference.operandWidth < 64 ? (1 << UInt64(reference.operandWidth)) - 1 : UInt64.max
      if value & mask != UInt64(bitPattern: theirs.value) & mask { return "immediate" }
    case .relative:
      if theirs.kind != REFERENCE_RELATIVE.rawValue { return "not relative" }
      if instruction.immediate != UInt64(bitPattern: theirs.value) { return "relative displacement" }
    case .farPointer:
      if theirs.kind != REFERENCE_FAR_POINTER.rawValue { return "not a far pointer" }
      if instruction.immediate != UInt64(bitPattern: theirs.value) || instruction.immediate2 != theirs.selector {
        return "far pointer"
      }
    }
    return nil
  }

  private func name(_ reference: ReferenceInstruction) -> String {
    "\(String(cString: referenceMnemonicName(reference.mnemonic))) of "
      + "\(String(cString: referenceInstructionSetName(reference.instructionSet)))"
  }
}

extension Operand.RegisterClass {
  fileprivate var referenceClass: UInt8 {
    switch self {
    case .general: UInt8(REFERENCE_GENERAL.rawValue)
    case .highByte: UInt8(REFERENCE_HIGH_BYTE.rawValue)
    case .segment: UInt8(REFERENCE_SEGMENT.rawValue)
    case .control: UInt8(REFERENCE_CONTROL.rawValue)
    case .debug: UInt8(REFERENCE_DEBUG.rawValue)
    case .x87: UInt8(REFERENCE_X87.rawValue)
    case .mmx: UInt8(REFERENCE_MMX.rawValue)
    case .xmm: UInt8(REFERENCE_XMM.rawValue)
    case .ymm: UInt8(REFERENCE_YMM.rawValue)
    }
  }
}

/// A table over the numbers of one of the reference's enumerations.
private func table(
  _ name: (UInt16) -> UnsafePointer<CChar>?, _ isClaimed: (String) -> Bool
) -> [Bool] {
  var claims: [Bool] = []
  var number: UInt16 = 0
  while let text = name(number) {
    claims.append(isClaimed(String(cString: text)))
    number += 1
  }
  return claims
}
