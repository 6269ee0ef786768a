import X86

extension BlockBuilder {
  /// Gives an operation that stayed with the general tier a way of its own there (`HandlerGenerator/DirectHandlers.swift`).
  func shorten(_ o: OperationPointer, _ i: Instruction) {
    guard address(o.pointee.handler) == address(generalOperation) else { return }
    if let handler = directHandler(i.mnemonic) {
      o.pointee.handler = handler
      return
    }
    let classes = [i.operand0.registerClass, i.operand1.registerClass]
    if classes.contains(.xmm) || classes.contains(.mmx) {
      o.pointee.handler = directOperation_vector
    } else if (0xD8...0xDF).contains(i.opcode) && i.mnemonic != .invalid {
      o.pointee.handler = directOperation_x87
    }
  }
}
