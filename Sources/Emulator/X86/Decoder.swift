/// What the bytes at an instruction pointer turned out to be.
public enum DecodeResult: Equatable, Sendable {
  /// A whole instruction.
  case instruction(Instruction)
  /// No instruction: the processor raises #UD. `length` is how many bytes were looked at.
  case invalid(length: Int)
  /// The bytes ended before the instruction did: give more, up to 15, or take the fault of fetching them.
  case truncated
  /// The instruction goes on past 15 bytes: the processor raises #GP(0) (Intel SDM volume 2, section 2.3.11).
  case tooLong
}

/// Turns bytes into instructions.
///
///     let decoder = Decoder()
///     if case .instruction(let instruction) = decoder.decode(bytes, codeSize: .bits64) { ... }
///
/// Where processors differ, it decodes as Intel's do: near branches ignore 66h in 64-bit mode, for one. Stateless and
/// trivially copyable: one value serves any number of threads. Decoding allocates nothing.
public struct Decoder: Sendable {
  private let tables: DecoderTables

  /// Builds the tables on first use in the process, in some milliseconds; free after that.
  public init() {
    tables = DecoderTables.shared
  }

  /// Decodes the instruction that starts at the first byte. Never reads past `bytes`; looks at 15 bytes at most.
  public func decode(_ bytes: UnsafeRawBufferPointer, codeSize: CodeSize) -> DecodeResult {
    var instruction = Instruction()
    return switch decode(bytes, codeSize: codeSize, into: &instruction) {
    case .complete: .instruction(instruction)
    case .invalid: .invalid(length: Int(instruction.length))
    case .truncated: .truncated
    case .tooLong: .tooLong
    }
  }

  /// The same without a copy, for those who decode much: fills `instruction`, which is one when the status is `.complete`;
  /// when it is `.invalid`, only its length means something.
  public func decode(
    _ bytes: UnsafeRawBufferPointer, codeSize: CodeSize, into instruction: inout Instruction
  ) -> DecodeStatus {
    instruction = Instruction()
    var state = DecodingState(bytes, codeSize: codeSize, tables: tables)
    let isValid = state.decode(into: &instruction)
    instruction.length = UInt8(truncatingIfNeeded: state.cursor.position)
    if state.cursor.overran { return state.cursor.reachedLongest ? .tooLong : .truncated }
    return isValid ? .complete : .invalid
  }
}

/// ``DecodeResult`` without the instruction.
public enum DecodeStatus: Sendable {
  case complete, invalid, truncated, tooLong
}
