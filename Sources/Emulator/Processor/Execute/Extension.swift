import X86

extension Processor {
  /// x87, MMX, SSE and later.
  func executeExtension(_ i: InstructionPointer) throws(Fault) {
    throw .unimplemented
  }
}
