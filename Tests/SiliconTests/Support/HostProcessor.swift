import Silicon

/// The host's processor, with the harness's lock held while it lives.
struct HostProcessor: ~Copyable {
  init() { silicon_lock() }
  deinit { silicon_unlock() }

  func run(_ code: [UInt8], _ input: RegisterState, _ mode: CodeMode, isBranch: Bool) -> Outcome {
    var state = silicon_state()
    var fault = silicon_fault()
    withUnsafeMutableBytes(of: &state.gpr) { raw in
      let registers = raw.bindMemory(to: UInt64.self)
      for number in 0..<16 { registers[number] = input.general[number] }
    }
    state.rflags = input.rflags
    state.gs_base = input.gsBase
    withUnsafeMutableBytes(of: &state.fxsave) { Self.store(input, $0) }
    let flags = (isBranch ? SILICON_BRANCHES : 0) | (mode == .bits32 ? SILICON_32_BIT : 0)
    let vector = silicon_run(code, code.count, UInt32(flags), &state, &fault)
    var output = input
    withUnsafeBytes(of: &state.gpr) { raw in
      let registers = raw.bindMemory(to: UInt64.self)
      for number in 0..<16 { output.general[number] = registers[number] }
    }
    // RF comes from the way through the kernel.
    output.rflags = state.rflags & ~0x10000
    output.gsBase = state.gs_base
    output.rip = state.rip_after
    withUnsafeBytes(of: &state.fxsave) { Self.load(&output, $0) }
    return Outcome(
      state: output, vector: vector < 0 ? nil : UInt8(vector), errorCode: vector < 0 ? 0 : fault.error,
      address: vector == 14 ? fault.address : 0)
  }

  private static func store(_ state: RegisterState, _ image: UnsafeMutableRawBufferPointer) {
    image.storeBytes(of: state.x87.control, toByteOffset: 0, as: UInt16.self)
    image.storeBytes(of: state.x87.status, toByteOffset: 2, as: UInt16.self)
    image.storeBytes(of: UInt16(state.x87.valid), toByteOffset: 4, as: UInt16.self)
    image.storeBytes(of: state.x87.opcode, toByteOffset: 6, as: UInt16.self)
    image.storeBytes(of: state.x87.instructionPointer, toByteOffset: 8, as: UInt64.self)
    image.storeBytes(of: state.x87.dataPointer, toByteOffset: 16, as: UInt64.self)
    image.storeBytes(of: state.mxcsr, toByteOffset: 24, as: UInt32.self)
    for index in 0..<8 {
      image.storeBytes(of: state.x87.significands[index], toByteOffset: 32 + index * 16, as: UInt64.self)
      image.storeBytes(of: UInt64(state.x87.signExponents[index]), toByteOffset: 40 + index * 16, as: UInt64.self)
    }
    for index in 0..<32 { image.storeBytes(of: state.xmm[index], toByteOffset: 160 + index * 8, as: UInt64.self) }
  }

  private static func load(_ state: inout RegisterState, _ image: UnsafeRawBufferPointer) {
    state.x87.control = image.load(fromByteOffset: 0, as: UInt16.self)
    state.x87.status = image.load(fromByteOffset: 2, as: UInt16.self)
    state.x87.valid = image.load(fromByteOffset: 4, as: UInt8.self)
    state.x87.opcode = image.load(fromByteOffset: 6, as: UInt16.self)
    state.x87.instructionPointer = image.load(fromByteOffset: 8, as: UInt64.self)
    state.x87.dataPointer = image.load(fromByteOffset: 16, as: UInt64.self)
    state.mxcsr = image.load(fromByteOffset: 24, as: UInt32.self)
    for index in 0..<8 {
      state.x87.significands[index] = image.load(fromByteOffset: 32 + index * 16, as: UInt64.self)
      state.x87.signExponents[index] = image.load(fromByteOffset: 40 + index * 16, as: UInt16.self)
    }
    for index in 0..<32 { state.xmm[index] = image.load(fromByteOffset: 160 + index * 8, as: UInt64.self) }
  }
}
