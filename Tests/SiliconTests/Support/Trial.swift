import X86

/// An instruction, the registers before it, and what memory around its operand holds.
struct Trial {
  var mode: CodeMode
  var encoding: Encoding
  var state: RegisterState
  /// Bytes to put into the scratch pages first, by offset.
  var memory: [(offset: Int, bytes: [UInt8])] = []
  /// The linear address of the memory operand.
  var address: UInt64?
}

/// Draws the state that an encoding starts from, so that something comes of it: addresses that lead to the scratch pages,
/// values at the edges of what the instruction's operands may be.
struct TrialMaker {
  private let mode: CodeMode
  private var encoding: Encoding
  private var state = RegisterState()
  private var memory: [(offset: Int, bytes: [UInt8])] = []
  private var instruction: Instruction { encoding.instruction }

  private init(_ encoding: Encoding, _ mode: CodeMode) {
    self.encoding = encoding
    self.mode = mode
  }

  /// Nil when the encoding's operands cannot be led to memory that is there.
  static func make(_ encoding: Encoding, _ mode: CodeMode, _ dice: inout Dice) -> Trial? {
    var maker = TrialMaker(encoding, mode)
    maker.drawRegisters(&dice)
    maker.drawOperands(&dice)
    maker.drawStack(&dice)
    if encoding.instruction.hasMemoryOperand {
      guard maker.placeMemory(&dice) else { return nil }
    }
    guard maker.limitBranch(&dice) else { return nil }
    return Trial(
      mode: mode, encoding: maker.encoding, state: maker.state, memory: maker.memory,
      address: encoding.instruction.hasMemoryOperand ? maker.linearAddress : nil)
  }

  // MARK: Registers

  private mutating func drawRegisters(_ dice: inout Dice) {
    for number in 0..<mode.registerCount { state.general[number] = dice.integer() & mode.addressMask }
    state.rflags = 0x202 | dice.next() & 0x8D5
    if dice.chance(20) { state.rflags |= 1 << 10 }
    if dice.chance(3) { state.rflags |= 1 << 18 }
    if mode == .bits64 && dice.chance(10) { state.gsBase = UInt64(dice.below(0x1000_0000)) }
    let flavour = dice.below(6)
    for index in 0..<mode.registerCount {
      let value = vector(flavour, &dice)
      state.xmm[index * 2] = value.0
      state.xmm[index * 2 + 1] = value.1
    }
    // Equal operands, now and then.
    if dice.chance(15) {
      for index in 1..<mode.registerCount where dice.chance(60) {
        state.xmm[index * 2] = state.xmm[0]
        if dice.chance(50) { state.xmm[index * 2 + 1] = state.xmm[1] }
      }
    }
    state.mxcsr = mxcsr(&dice)
    state.x87 = x87(flavour, &dice)
  }

  private func vector(_ flavour: Int, _ dice: inout Dice) -> (UInt64, UInt64) {
    func singles(_ dice: inout Dice) -> UInt64 { UInt64(dice.single()) | UInt64(dice.single()) << 32 }
    switch flavour {
    case 0, 1: return (singles(&dice), singles(&dice))
    case 2, 3: return (dice.double(), dice.double())
    case 4: return (dice.integer(), dice.integer())
    default: return (dice.next(), dice.next())
    }
  }

  private func mxcsr(_ dice: inout Dice) -> UInt32 {
    var value: UInt32 = 0x1F80
    if dice.chance(60) { value |= UInt32(dice.below(4)) << 13 }
    if dice.chance(20) { value |= 1 << 6 }
    if dice.chance(20) { value |= 1 << 15 }
    if dice.chance(50) { value |= UInt32(dice.below(64)) }
    if dice.chance(5) { value &= ~(UInt32(dice.below(64)) << 7) }
    return value
  }

  private func x87(_ flavour: Int, _ dice: inout Dice) -> X87Registers {
    var registers = X87Registers()
    registers.control = 0x37F & ~0x300 | dice.element([0, 2, 3, 3, 3]) << 8
    if dice.chance(50) { registers.control |= UInt16(dice.below(4)) << 10 }
    registers.status = UInt16(dice.below(8)) << 11
    if dice.chance(50) { registers.status |= UInt16(dice.next() & 0x477F) }
    if dice.chance(4) { registers.control &= ~UInt16(dice.below(64)) }
    if registers.status & ~registers.control & 0x3F != 0 { registers.status |= 0x8080 }
    registers.valid = dice.chance(70) ? 0xFF : dice.byte()
    for index in 0..<8 {
      (registers.significands[index], registers.signExponents[index]) = extended(flavour, &dice)
    }
    return registers
  }

  private func extended(_ flavour: Int, _ dice: inout Dice) -> (UInt64, UInt16) {
    let sign = UInt16(dice.below(2)) << 15
    switch dice.below(10) {
    case 0: return (vector(flavour, &dice).0, UInt16(truncatingIfNeeded: dice.next()))
    case 1: return (1 << 63, sign | dice.element([0, 1, 0x3FFF, 0x7FFE, 0x7FFF]))
    case 2: return (0, sign)
    case 3: return (dice.integer(), sign | dice.element([0, 0, 0x7FFF, 0x7FFF, 0x3FFF]))
    case 4: return (dice.integer() | 1 << 63, sign | UInt16(0x3FFF + dice.below(70)))
    case 5: return (vector(flavour, &dice).0 | 1 << 63, sign | dice.element([1, 2, 0x7FFE, 0x7FFD, 0x3FFE]))
    default: return (dice.next() << UInt64(dice.below(4) * 16) | 1 << 63, sign | UInt16(0x3FF0 + dice.below(32)))
    }
  }

  // MARK: Operands with rules of their own

  private mutating func drawOperands(_ dice: inout Dice) {
    switch instruction.mnemonic {
    case .div, .idiv:
      if dice.chance(80) { state.general[2] = dice.chance(50) ? UInt64(dice.below(3)) : 0 &- UInt64(dice.below(2)) }
      if instruction.operand0.size == 1 { state.general[0] = dice.next() & (dice.chance(80) ? 0x7FF : 0xFFFF) }
    case .movs, .cmps, .scas, .lods, .stos:
      if instruction.prefixes.contains(.rep) || instruction.prefixes.contains(.repne) {
        state.general[1] = UInt64(dice.below(6))
        if instruction.addressSize == 4 && mode == .bits64 { state.general[1] |= dice.next() << 32 }
      }
    case .loop, .loope, .loopne, .jcxz: if dice.chance(60) { state.general[1] = UInt64(dice.below(3)) }
    case .pcmpestri, .pcmpestrm:
      if dice.chance(80) {
        state.general[0] = UInt64(bitPattern: Int64(dice.below(40) - 20))
        state.general[2] = UInt64(bitPattern: Int64(dice.below(40) - 20))
      }
    case .bt, .bts, .btr, .btc:
      // The bit string of a memory operand reaches far.
      if instruction.operand0.kind == .memory && instruction.operand1.kind == .register {
        state.general[Int(instruction.operand1.number)] = UInt64(bitPattern: Int64(dice.below(1024) - 512))
      }
    case .xsave, .xsaveopt, .xrstor: state.general[0] = dice.next() & 3
    default: break
    }
    if instruction.mnemonic == .xsave || instruction.mnemonic == .xsaveopt || instruction.mnemonic == .xrstor {
      state.general[2] = 0
    }
  }

  // MARK: Stack

  private mutating func drawStack(_ dice: inout Dice) {
    let stack = Layout.scratch + 0x800 + UInt64(dice.below(0x100)) * 8
    switch instruction.mnemonic {
    case .push, .pop, .pushf, .popf, .call, .ret, .enter, .pusha, .popa:
      state.general[4] = dice.chance(97) ? stack : address(size: 8, alignment: 1, &dice)
    case .leave: state.general[5] = dice.chance(97) ? stack : address(size: 8, alignment: 1, &dice)
    default: return
    }
    switch instruction.mnemonic {
    case .popf: put(state.general[4], dice.next(), size: 8)
    case .ret: put(state.general[4], branchTarget(&dice), size: 8)
    default: put(state.general[4], dice.integer(), size: 8)
    }
    if instruction.mnemonic == .enter { state.general[5] = stack &+ UInt64(dice.below(64)) * 8 }
  }

  private func branchTarget(_ dice: inout Dice) -> UInt64 {
    let distance = UInt64(dice.below(0x600)) + 0x10
    if dice.chance(20) { return mode == .bits64 ? 0x1_0000_0000 + dice.next() >> 18 : 0x4000_0000 + dice.next() >> 34 }
    return dice.chance(50) ? Layout.code + distance : Layout.code - distance
  }

  /// Puts the target of an indirect branch where it comes from; false for a branch into the instruction itself.
  private mutating func limitBranch(_ dice: inout Dice) -> Bool {
    if instruction.operand0.kind == .relative {
      let start = Int64(bitPattern: instruction.immediate) + Int64(instruction.length)
      return !(0..<Int64(instruction.length)).contains(start)
    }
    guard instruction.mnemonic == .jmp || instruction.mnemonic == .call else { return true }
    let target = branchTarget(&dice)
    switch instruction.operand0.kind {
    case .register: state.general[Int(instruction.operand0.number)] = target
    case .memory: put(linearAddress, target, size: 8)
    default: break
    }
    return true
  }

  private mutating func put(_ address: UInt64, _ value: UInt64, size: Int) {
    put(address, (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) })
  }

  private mutating func put(_ address: UInt64, _ bytes: [UInt8]) {
    let offset = address &- Layout.scratch
    if offset < Layout.scratchSize && offset + UInt64(bytes.count) <= Layout.scratchSize {
      memory.append((Int(offset), bytes))
    }
  }

  // MARK: Memory

  /// An address for `size` bytes: mostly in the scratch pages, sometimes where something is wrong.
  private func address(size: UInt64, alignment: UInt64, _ dice: inout Dice) -> UInt64 {
    switch dice.below(100) {
    // Far below where the host puts programs and stacks, and not among the oracle's own pages, which the emulated processor has not got.
    case 0:
      let wild = dice.next() >> (mode == .bits64 ? 20 : 34)
      return wild >> 21 == Layout.code >> 21 ? wild + 1 << 21 : wild
    case 1: return Layout.readOnly + UInt64(dice.below(0x80)) * 16
    case 2: return Layout.scratch + Layout.scratchSize - UInt64(dice.below(Int(size) + 1))
    case 3: return Layout.scratch - UInt64(dice.below(Int(size) + 1))
    case 4, 5: return Layout.scratch + 0x1000 - UInt64(dice.below(Int(size) + 1))
    case 6 where mode == .bits64: return dice.next() >> 2 | 1 << 47
    default:
      let offset = UInt64(dice.below(Int(Layout.scratchSize - 0x100 - size))) + 0x80
      return Layout.scratch + (dice.chance(90) ? offset & ~(alignment - 1) : offset)
    }
  }

  /// The linear address of the memory operand as the registers stand.
  private var linearAddress: UInt64 {
    let memory = instruction.memory
    var address = UInt64(bitPattern: memory.displacement)
    if memory.base == MemoryReference.instructionPointer {
      address &+= Layout.code + UInt64(instruction.length)
    } else if memory.base != MemoryReference.noRegister {
      address &+= state.general[Int(memory.base)]
    }
    if memory.index != MemoryReference.noRegister {
      address &+= state.general[Int(memory.index)] << UInt64(memory.scale)
    }
    if instruction.mnemonic == .xlat { address &+= state.general[0] & 0xFF }
    if instruction.addressSize == 4 { address &= 0xFFFF_FFFF }
    return memory.segment == 5 ? address &+ state.gsBase : address
  }

  private mutating func placeMemory(_ dice: inout Dice) -> Bool {
    let (size, alignment) = instruction.memoryShape
    var target = address(size: size, alignment: alignment, &dice)
    // A 16-bit address leads nowhere.
    if instruction.addressSize == 2 { return false }
    let isShort = instruction.addressSize == 4
    if isShort { target &= 0x7FFF_FFFF }
    guard lead(to: instruction.memory.segment == 5 ? target &- state.gsBase : target, &dice) else { return false }
    if instruction.hasTwoStrings {
      let second = address(size: 8, alignment: 1, &dice)
      state.general[7] = isShort ? second & 0x7FFF_FFFF | upperHalf(&dice) : second
      if instruction.mnemonic == .movs || instruction.mnemonic == .cmps { put(second & ~7, dice.integer(), size: 8) }
    }
    fill(linearAddress, Int(size), &dice)
    return true
  }

  /// What a 32-bit address does not look at.
  private func upperHalf(_ dice: inout Dice) -> UInt64 { mode == .bits64 ? dice.next() << 32 : 0 }

  /// Chooses registers or the displacement so that the effective address is `offset`.
  private mutating func lead(to offset: UInt64, _ dice: inout Dice) -> Bool {
    let memory = instruction.memory
    var rest = offset
    if instruction.mnemonic == .xlat { rest &-= state.general[0] & 0xFF }
    if memory.base < 16 {
      if memory.base == memory.index { return false }
      rest &-= UInt64(bitPattern: memory.displacement)
      if memory.index < 16 { rest &-= state.general[Int(memory.index)] << UInt64(memory.scale) }
      state.general[Int(memory.base)] = instruction.addressSize == 4 ? rest & 0xFFFF_FFFF | upperHalf(&dice) : rest
      return true
    }
    guard encoding.displacementSize >= 4, offset < 1 << 31 || encoding.displacementSize == 8 else { return false }
    if memory.index < 16 {
      state.general[Int(memory.index)] = UInt64(dice.below(0x1000))
      rest &-= state.general[Int(memory.index)] << UInt64(memory.scale)
    }
    if memory.base == MemoryReference.instructionPointer { rest &-= Layout.code + UInt64(instruction.length) }
    encoding.setDisplacement(rest)
    return true
  }

  /// What the memory operand holds.
  private mutating func fill(_ address: UInt64, _ size: Int, _ dice: inout Dice) {
    if let image = MemoryImages.make(instruction, state, &dice) { return put(address, image) }
    let flavour = dice.below(6)
    var bytes: [UInt8] = []
    while bytes.count < size {
      let value = vector(flavour, &dice)
      withUnsafeBytes(of: value) { bytes += $0 }
    }
    put(address, Array(bytes.prefix(size)))
  }
}
