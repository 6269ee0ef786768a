import Silicon
import X86

/// Where things are, for silicon and for the emulated processor alike.
enum Layout {
  static let code: UInt64 = SILICON_CODE
  static let scratch: UInt64 = SILICON_MEMORY
  static let scratchSize: UInt64 = SILICON_MEMORY_SIZE
  static let readOnly: UInt64 = SILICON_READ_ONLY_MEMORY
  static let readOnlySize: UInt64 = SILICON_READ_ONLY_SIZE

  /// The host's own memory at those addresses.
  static var hostScratch: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: UInt(scratch)).unsafelyUnwrapped
  }
}

/// The mode that an instruction runs in.
enum CodeMode: String {
  case bits64 = "64-bit mode"
  case bits32 = "compatibility mode"

  var codeSize: CodeSize { self == .bits64 ? .bits64 : .bits32 }
  var addressMask: UInt64 { self == .bits64 ? .max : 0xFFFF_FFFF }
  var registerCount: Int { self == .bits64 ? 16 : 8 }
}

/// The state of the user-visible registers, before and after an instruction.
struct RegisterState: Equatable {
  var general = [UInt64](repeating: 0, count: 16)
  var rflags: UInt64 = 0x202
  var gsBase: UInt64 = 0
  var rip: UInt64 = Layout.code
  var mxcsr: UInt32 = 0x1F80
  /// Two quadwords a register.
  var xmm = [UInt64](repeating: 0, count: 32)
  var x87 = X87Registers()
}

/// As FXSAVE64 has them.
struct X87Registers: Equatable {
  var control: UInt16 = 0x37F
  var status: UInt16 = 0
  var valid: UInt8 = 0
  var opcode: UInt16 = 0
  var instructionPointer: UInt64 = 0
  var dataPointer: UInt64 = 0
  /// ST0...ST7.
  var significands = [UInt64](repeating: 0, count: 8)
  var signExponents = [UInt16](repeating: 0, count: 8)
}

/// What came of an instruction.
struct Outcome: Equatable {
  var state: RegisterState
  /// The exception's vector, or nil when the instruction completed.
  var vector: UInt8?
  var errorCode: UInt32 = 0
  /// CR2 of a page fault.
  var address: UInt64 = 0
}
