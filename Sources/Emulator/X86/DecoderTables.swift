/// The tables in the shape that decoding wants: flat memory, built once from ``InstructionTable`` and never freed.
///
/// For each map and opcode a root names either a form (0 is none) or a node. A node is a ``Dimension/selector`` followed by one such
/// word for each of its values, so that choosing among the forms of an opcode takes one load per field that matters to it.
/// All unsafe memory of the decoder's tables is here; nothing writes to it after `init`.
struct DecoderTables: @unchecked Sendable {
  /// A root or node word with this bit is the position of a node; without it, a form.
  static let nodeFlag: UInt16 = 0x8000

  /// By byte.
  let prefixKinds: UnsafePointer<PrefixKind>
  /// 256 words a map.
  let roots: UnsafePointer<UInt16>
  /// 256 a map: whether a ModRM byte follows.
  let hasModRM: UnsafePointer<Bool>
  let nodes: UnsafePointer<UInt16>
  let forms: UnsafePointer<CompiledForm>
  /// Sizes in bytes by ``OperandForm/Size``, vector length and operand size: `size * 8 + vectorLength * 4 + index`.
  let sizes: UnsafePointer<UInt8>

  static let shared = DecoderTables(InstructionTable.forms)

  private init(_ forms: [InstructionForm]) {
    prefixKinds = permanent((0...255).map { PrefixKind($0) })
    let tree = DecisionTree(forms)
    roots = permanent(tree.roots)
    hasModRM = permanent(tree.hasModRM)
    nodes = permanent(tree.nodes)
    self.forms = permanent([CompiledForm()] + forms.map(CompiledForm.init))
    var sizes: [UInt8] = []
    for size in OperandForm.Size.allCases {
      for column in 0..<8 {
        sizes.append(size.bytes(operandSizeIndex: min(column & 3, 2), vectorLength: column >> 2))
      }
    }
    self.sizes = permanent(sizes)
  }
}

/// A copy that lives as long as the process.
private func permanent<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
  let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
  _ = memory.initialize(from: elements)
  return UnsafePointer(memory.baseAddress!)
}

/// An ``InstructionForm`` without what decoding does not need.
struct CompiledForm {
  var mnemonic = Mnemonic.invalid
  var attributes: InstructionForm.Attributes = []
  var prefix = MandatoryPrefix.any
  var operandCount: UInt8 = 0
  /// As ``Instruction/opcode``.
  var opcode: UInt32 = 0
  var operand0 = OperandForm(place: .one, size: .unspecified, memorySize: .unspecified)
  var operand1 = OperandForm(place: .one, size: .unspecified, memorySize: .unspecified)
  var operand2 = OperandForm(place: .one, size: .unspecified, memorySize: .unspecified)
  var operand3 = OperandForm(place: .one, size: .unspecified, memorySize: .unspecified)

  init() {}

  init(_ form: InstructionForm) {
    mnemonic = form.mnemonic
    attributes = form.attributes
    prefix = form.prefix
    operandCount = UInt8(form.operands.count)
    let escape: UInt32 =
      switch form.map {
      case .oneByte: 0
      case .twoByte, .vexTwoByte: 0x0F00
      case .threeByte38, .vexThreeByte38: 0x0F3800
      case .threeByte3A, .vexThreeByte3A: 0x0F3A00
      }
    opcode = escape | UInt32(form.opcode)
    if operandCount > 0 { operand0 = form.operands[0] }
    if operandCount > 1 { operand1 = form.operands[1] }
    if operandCount > 2 { operand2 = form.operands[2] }
    if operandCount > 3 { operand3 = form.operands[3] }
  }
}
