/// What an operation runs: takes the ``CPU`` and the ``Operation``, and ends by calling the next one's handler, which the
/// optimiser makes a jump. Returning instead goes back to ``Processor/run(instructions:)``.
typealias Handler = @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void

/// One decoded instruction, ready to run: 32 bytes.
///
///     0        8    9    10    11    12      13        14     16             24          32
///     handler  a    b    index scale ordinal remaining offset displacement   immediate
struct Operation {
  var handler: Handler
  /// Byte offset in ``Core`` of the first register operand.
  var a: UInt8 = RegisterOffset.zero
  /// Byte offset of the second register operand, or of the base register of the memory operand.
  var b: UInt8 = RegisterOffset.zero
  /// Byte offset of the index register (or of a segment's base).
  var index: UInt8 = RegisterOffset.zero
  /// Shift count of the index.
  var scale: UInt8 = 0
  /// Position in the block; finds the ``Instruction`` (see ``Block``).
  var ordinal: UInt8 = 0
  /// Instructions of the block from this one on.
  var remaining: UInt8 = 0
  /// Where in its frame the instruction starts.
  var offset: UInt16 = 0
  /// Of the memory operand (relative to the code base when the base is RIP); or the operation to go on with when a branch is
  /// taken.
  var displacement: UInt64 = 0
  /// The immediate operand; or the operation to go on with when a branch is not taken.
  var immediate: UInt64 = 0
}

/// The address of an operation.
typealias OperationPointer = UnsafeMutablePointer<Operation>
