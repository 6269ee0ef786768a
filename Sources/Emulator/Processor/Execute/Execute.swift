import X86

extension Processor {
  /// Executes any instruction that the decoder knows: the general tier.
  ///
  /// ``Core/rip`` is the instruction's address and ``Core/nextRIP`` the next one's. On a fault nothing architectural has changed,
  /// except what earlier iterations of a string instruction did.
  func execute(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .add, .or, .adc, .sbb, .and, .sub, .xor, .cmp, .test: try binary(i)
    case .mov: try move(i)
    case .movzx: try moveExtended(i, signed: false)
    case .movsx, .movsxd: try moveExtended(i, signed: true)
    case .lea: loadEffectiveAddress(i)
    case .cmovcc: try conditionalMove(i)
    case .setcc: try setOnCondition(i)
    case .inc: try increment(i, by: 1)
    case .dec: try increment(i, by: .max)
    case .neg: try negate(i)
    case .not: try complement(i)
    case .rol, .ror, .rcl, .rcr, .shl, .shr, .sar: try shift(i)
    case .shld, .shrd: try doubleShift(i)
    case .mul: try multiply(i, signed: false)
    case .imul:
      if i.pointee.operandCount == 1 { try multiply(i, signed: true) } else { try multiplyTruncated(i) }
    case .div: try divide(i, signed: false)
    case .idiv: try divide(i, signed: true)
    case .cbw: extendAccumulator(i)
    case .cwd: extendAccumulatorIntoData(i)
    case .xchg: try exchange(i)
    case .xadd: try exchangeAdd(i)
    case .cmpxchg: try compareExchange(i)
    case .cmpxchg8b: try compareExchange8B(i)
    case .cmpxchg16b: try compareExchange16B(i)
    case .push: try pushInstruction(i)
    case .pop: try popInstruction(i)
    case .pusha: try pushAll(i)
    case .popa: try popAll(i)
    case .pushf: try pushFlags(i)
    case .popf: try popFlags(i)
    case .enter: try enterFrame(i)
    case .leave: try leaveFrame(i)
    case .jmp: try jump(i)
    case .jcc: try jumpOnCondition(i)
    case .call: try call(i)
    case .ret: try ret(i)
    case .loop, .loope, .loopne, .jcxz: try loop(i)
    case .movs, .cmps, .scas, .lods, .stos, .ins, .outs: try string(i)
    case .bt, .bts, .btr, .btc: try bitTest(i)
    case .bsf, .bsr: try bitScan(i)
    case .popcnt, .lzcnt, .tzcnt: try countBits(i)
    case .bswap: byteSwap(i)
    case .movbe: try moveByteSwapped(i)
    case .crc32: try crc32(i)
    case .adcx: try addWithFlag(i, flag: RFLAGS.carry)
    case .adox: try addWithFlag(i, flag: RFLAGS.overflow)
    case .andn, .bextr, .blsi, .blsmsk, .blsr, .bzhi, .mulx, .pdep, .pext, .rorx, .sarx, .shlx, .shrx:
      try bitManipulation(i)
    case .clc: core.setFlags(0, mask: RFLAGS.carry)
    case .stc: core.setFlags(RFLAGS.carry, mask: RFLAGS.carry)
    case .cmc: core.setFlags(core.carry ? 0 : RFLAGS.carry, mask: RFLAGS.carry)
    case .cld: core.pointee.flags &= ~RFLAGS.direction
    case .std: core.pointee.flags |= RFLAGS.direction
    case .lahf: loadFlagsIntoAH()
    case .sahf: storeAHIntoFlags()
    case .xlat: try translateByte(i)
    case .daa, .das, .aaa, .aas, .aam, .aad: try decimalAdjust(i)
    case .bound: try checkBounds(i)
    case .nop, .pause, .endbr32, .endbr64, .prefetch, .prefetchw, .prefetchwt1, .prefetchnta, .prefetcht0,
      .prefetcht1, .prefetcht2, .lfence, .mfence, .sfence:
      break
    default: try executeSystem(i)
    }
  }

  /// What only system code executes often.
  private func executeSystem(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .in: try input(i)
    case .out: try output(i)
    case .hlt: try halt()
    case .sti: try setInterruptFlag()
    case .cli: try clearInterruptFlag()
    case .int: try softwareInterrupt(UInt8(truncatingIfNeeded: i.pointee.immediate))
    case .int3: try softwareInterrupt(3)
    case .int1: try softwareInterrupt(1, isINTn: false)
    case .into: if core.overflow { try softwareInterrupt(4) }
    case .iret: try interruptReturn(i)
    case .syscall: try systemCall()
    case .sysret: try systemReturn(i)
    case .sysenter: try systemEnter()
    case .sysexit: try systemExit(i)
    case .jmpFar: try farJump(i)
    case .callFar: try farCall(i)
    case .retFar: try farReturn(i)
    case .swapgs: try swapGS()
    case .rdmsr: try readModelSpecificRegister()
    case .wrmsr: try writeModelSpecificRegister()
    case .rdtsc: try readTimeStampCounter(withAuxiliary: false)
    case .rdtscp: try readTimeStampCounter(withAuxiliary: true)
    case .cpuid: identify()
    case .clts: try clearTaskSwitched()
    case .lmsw: try loadMachineStatusWord(i)
    case .smsw: try storeSystemWord(i, system.cr0)
    case .lgdt, .lidt, .sgdt, .sidt: try descriptorTableInstruction(i)
    case .lldt: try loadLocalDescriptorTable(i)
    case .ltr: try loadTaskRegister(i)
    case .sldt:
      try requireProtected()
      try storeSystemWord(i, UInt64(system.ldtr.selector))
    case .str:
      try requireProtected()
      try storeSystemWord(i, UInt64(system.tr.selector))
    case .lar: try loadAccessRights(i)
    case .lsl: try loadSegmentLimit(i)
    case .verr: try verify(i, write: false)
    case .verw: try verify(i, write: true)
    case .arpl: try adjustRequestedPrivilege(i)
    case .lds: try loadFarPointer(i, segment: SegmentNumber.ds)
    case .les: try loadFarPointer(i, segment: SegmentNumber.es)
    case .lss: try loadFarPointer(i, segment: SegmentNumber.ss)
    case .lfs: try loadFarPointer(i, segment: SegmentNumber.fs)
    case .lgs: try loadFarPointer(i, segment: SegmentNumber.gs)
    // Nothing is cached that the guest could tell from memory: only the checks remain.
    case .invlpg, .invd, .wbinvd: try requirePrivilege()
    case .invpcid: try invalidateByContext(i)
    case .rdpmc: try readPerformanceCounter()
    case .clflush, .clflushopt: _ = try read(try linearAddress(i, size: 1), as: UInt8.self)
    case .clac, .stac: try setAlignmentCheck(i.pointee.mnemonic == .stac)
    case .rdfsbase, .rdgsbase, .wrfsbase, .wrgsbase: try baseInstruction(i)
    case .xgetbv: try readExtendedControlRegister()
    case .xsetbv: try writeExtendedControlRegister()
    case .ud0, .ud1, .ud2: throw .invalidOpcode
    case .invalid: throw i.pointee.immediate == 13 ? .generalProtection(0) : .invalidOpcode
    default: try executeExtension(i)
    }
  }

  private func descriptorTableInstruction(_ i: InstructionPointer) throws(Fault) {
    let wide = codeSize == .bits64
    let linear: UInt64
    switch i.pointee.mnemonic {
    case .lgdt, .lidt:
      try requirePrivilege()
      linear = try linearAddress(i, size: wide ? 10 : 6)
      let limit = try read(linear, as: UInt16.self)
      var base = wide ? try read(linear &+ 2, as: UInt64.self) : UInt64(try read(linear &+ 2, as: UInt32.self))
      if !wide && i.pointee.operandSize == 2 { base &= 0xFF_FFFF }
      if !isCanonical(base) { throw .generalProtection(0) }
      let table = DescriptorTable(base: base, limit: limit)
      if i.pointee.mnemonic == .lgdt { system.gdtr = table } else { system.idtr = table }
    default:
      let table = i.pointee.mnemonic == .sgdt ? system.gdtr : system.idtr
      linear = try linearAddress(i, size: wide ? 10 : 6, isWrite: true)
      try probeWrite(linear, size: wide ? 10 : 6)
      try write(linear, table.limit)
      if wide {
        try write(linear &+ 2, table.base)
      } else {
        try write(linear &+ 2, UInt32(truncatingIfNeeded: table.base))
      }
    }
  }

  private func setAlignmentCheck(_ set: Bool) throws(Fault) {
    if system.privilegeLevel != 0 { throw .invalidOpcode }
    if set { core.pointee.flags |= RFLAGS.alignmentCheck } else { core.pointee.flags &= ~RFLAGS.alignmentCheck }
    updateContext()
  }

  private func baseInstruction(_ i: InstructionPointer) throws(Fault) {
    if codeSize != .bits64 || system.cr4 & CR4.fsgsbase == 0 { throw .invalidOpcode }
    let number =
      i.pointee.mnemonic == .rdfsbase || i.pointee.mnemonic == .wrfsbase ? SegmentNumber.fs : SegmentNumber.gs
    if i.pointee.mnemonic == .rdfsbase || i.pointee.mnemonic == .rdgsbase {
      setRegister(Int(i.pointee.operand0.number), core.segmentBase(number), size: i.pointee.operandSize)
    } else {
      let value = core[register: Int(i.pointee.operand0.number)] & (i.pointee.operandSize == 8 ? .max : 0xFFFF_FFFF)
      if !isCanonical(value) { throw .generalProtection(0) }
      setBase(number, value)
    }
  }
}

extension Instruction {
  /// Whether what comes next is not simply the following instruction.
  var endsBlock: Bool {
    switch mnemonic {
    case .jmp, .jcc, .call, .ret, .loop, .loope, .loopne, .jcxz, .jmpFar, .callFar, .retFar, .iret, .int, .int1, .int3,
      .into,
      .syscall, .sysret, .sysenter, .sysexit, .hlt, .ud0, .ud1, .ud2, .invalid:
      return true
    default: return false
    }
  }

  /// Whether it ends its block without changing anything but RIP: the next block may be entered at once.
  var mayDispatch: Bool {
    switch mnemonic {
    case .jmp, .jcc, .call, .ret, .loop, .loope, .loopne, .jcxz: return true
    default: return false
    }
  }

  /// Whether it goes between a program and the system, or between handlers.
  var isSystemTransfer: Bool {
    switch mnemonic {
    case .int, .int3, .iret, .syscall, .sysret, .sysenter, .sysexit: return true
    default: return false
    }
  }
}
