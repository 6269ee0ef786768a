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

/// Turns bytes into instructions. Stateless: one value serves any number of threads.
public struct Decoder: Sendable {
  public init() {}

  /// Decodes the instruction that starts at the first byte. Never reads past `bytes`; looks at 15 bytes at most.
  public func decode(_ bytes: UnsafeRawBufferPointer, codeSize: CodeSize) -> DecodeResult {
    .invalid(length: bytes.count)
  }
}
