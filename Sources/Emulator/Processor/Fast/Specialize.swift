import X86

extension BlockBuilder {
  /// Gives an operation a handler of its own where there is one; the general tier does the rest.
  func specialize(_ operation: OperationPointer, _ instruction: Instruction, nextOffset: Int) {}
}
