/// A form while ``RowParser`` reads its columns.
struct FormDraft {
  let mnemonic: Mnemonic
  var feature: Feature
  private var map = OpcodeMap.oneByte
  private var opcode: UInt8 = 0
  private var prefix = MandatoryPrefix.any
  private var operands: [OperandForm] = []
  private var attributes: InstructionForm.Attributes = []
  private var valid: [Dimension: UInt8] = [:]
  /// Whether the prefix that selects the form goes on to mean what it always does.
  private var keepsPrefix = false

  init(mnemonic: Mnemonic, feature: Feature) {
    self.mnemonic = mnemonic
    self.feature = feature
  }

  func form(opcodeOffset: UInt8, text: String) -> InstructionForm {
    var attributes = attributes
    if prefix != .any && prefix != .none && !keepsPrefix { attributes.insert(.consumesPrefix) }
    if isByteOperation { attributes.insert(.byteOperand) }
    if !has(.v) && !has(.z) && has(.y) { attributes.insert(.atLeast32) }
    return InstructionForm(
      text: text, mnemonic: mnemonic, map: map, opcode: opcode + opcodeOffset, prefix: prefix, operands: operands,
      feature: feature, attributes: attributes, valid: valid)
  }

  private func has(_ size: OperandForm.Size) -> Bool { operands.contains { $0.size == size } }

  /// The integer instructions on bytes: a general or string operand is a byte, and none follows the operand size.
  private var isByteOperation: Bool {
    let general: [OperandForm.Place] = [
      .modRMGeneral, .regGeneral, .opcodeGeneral, .implicitGeneral, .offset, .stringSource, .stringDestination,
    ]
    return operands.contains { general.contains($0.place) && $0.size == .b } && !has(.v) && !has(.z) && !has(.y)
  }

  // MARK: The opcode column

  /// Returns how many consecutive opcodes the row stands for.
  mutating func readOpcode(_ words: [String]) -> Int {
    var words = words[...]
    if let first = words.first, words.count > 1, let named = prefixNames[first] {
      prefix = named
      words.removeFirst()
    }
    if let first = words.first, first.hasPrefix("VEX.") {
      words.removeFirst()
      readVEX(first)
    } else if words.first == "0F" {
      words.removeFirst()
      map = .twoByte
      if words.first == "38" || words.first == "3A" {
        map = words.removeFirst() == "38" ? .threeByte38 : .threeByte3A
      }
    }
    let parts = words.removeFirst().split(separator: "+")
    opcode = hexadecimal(parts[0])
    for word in words { readModRM(word) }
    guard parts.count == 2 else { return 1 }
    if parts[1] == "r" { return 8 }
    attributes.insert(.conditional)
    return 16
  }

  private mutating func readVEX(_ word: String) {
    map = .vexTwoByte
    prefix = .none
    for part in word.split(separator: ".").dropFirst() {
      switch part {
      case "128", "LZ": valid[.vectorLength] = 0b01
      case "256": valid[.vectorLength] = 0b10
      case "W0": valid[.width] = 0b01
      case "W1": valid[.width] = 0b10
      case "NP", "66", "F3", "F2": prefix = prefixNames[String(part)] ?? .none
      case "0F": map = .vexTwoByte
      case "0F38": map = .vexThreeByte38
      case "0F3A": map = .vexThreeByte3A
      case "LIG", "WIG": break
      default: fatalError("no such VEX field: \(word)")
      }
    }
  }

  private mutating func readModRM(_ word: String) {
    attributes.insert(.hasModRM)
    if word == "/r" { return }
    if word.hasPrefix("/") {
      valid[.reg] = 1 << hexadecimal(word.dropFirst())
    } else {
      let byte = hexadecimal(word[...])
      if byte < 0xC0 { fatalError("a ModRM byte in the table names a register: \(word)") }
      valid[.mod] = 0b10
      valid[.reg] = 1 << (byte >> 3 & 7)
      valid[.rm] = 1 << (byte & 7)
    }
  }

  private func hexadecimal(_ digits: Substring) -> UInt8 {
    guard let value = UInt8(digits, radix: 16) else { fatalError("not a hexadecimal byte: \(digits) of \(mnemonic)") }
    return value
  }

  // MARK: The attribute column

  mutating func readAttribute(_ word: String) {
    switch word {
    case "lock": attributes.insert(.lockable)
    case "d64": attributes.insert(.defaults64)
    case "f64": attributes.insert(.forces64)
    case "max32": attributes.insert(.atMost32)
    case "min32": attributes.insert(.atLeast32)
    case "mod3":
      attributes.insert(.ignoresMod)
      valid[.mod] = nil
    case "no64": valid[.codeSize] = 0b011
    case "only64": valid[.codeSize] = 0b100
    case "mem": valid[.mod] = 0b01
    case "reg": valid[.mod] = 0b10
    case "b0": valid[.rexB] = 0b01
    case "b1": valid[.rexB] = 0b10
    case "w0": valid[.width] = 0b01
    case "w1": valid[.width] = 0b10
    case "size66": keepsPrefix = true
    case "vsib":
      attributes.insert(.vectorIndex)
      valid[.rm] = 1 << 4
    case "wseg": attributes.insert(.writesSegment)
    default:
      guard let named = Feature(rawValue: word) else { fatalError("no such attribute: \(word) of \(mnemonic)") }
      feature = named
    }
  }

  // MARK: The operands

  mutating func addOperand(_ word: String) {
    if let register = OperandForm.implicit[word] {
      if register.place == .rmX87 {
        attributes.insert(.hasModRM)
        valid[.mod] = 0b10
      }
      operands.append(register)
      return
    }
    let alternatives = word.split(separator: "/")
    var operand = readPlainOperand(String(alternatives[0]))
    if alternatives.count == 2 {
      operand.memorySize = readPlainOperand(String(alternatives[1])).size
      valid[.mod] = nil
    }
    operands.append(operand)
  }

  private mutating func readPlainOperand(_ word: String) -> OperandForm {
    let letters = word.hasPrefix("sI") ? word.prefix(2) : word.prefix(1)
    guard let place = OperandForm.places[String(letters)],
      let size = OperandForm.sizes[String(word.dropFirst(letters.count))]
    else { fatalError("no such operand: \(word) of \(mnemonic)") }
    switch letters {
    case "M": valid[.mod] = 0b01
    case "R", "N", "U": valid[.mod] = 0b10
    case "B", "H": attributes.insert(.usesVvvv)
    default: break
    }
    if "EMRGQNPWUVSCD".contains(letters) { attributes.insert(.hasModRM) }
    return OperandForm(place: place, size: size, memorySize: size)
  }
}

private let prefixNames: [String: MandatoryPrefix] = ["NP": .none, "66": .operandSize, "F3": .rep, "F2": .repne]

extension OperandForm {
  /// The letters of the notation.
  fileprivate static let places: [String: Place] = [
    "E": .modRMGeneral, "R": .modRMGeneral, "M": .modRMGeneral, "Q": .modRMMMX, "N": .modRMMMX, "W": .modRMVector,
    "U": .modRMVector, "G": .regGeneral, "P": .regMMX, "V": .regVector, "S": .regSegment, "C": .regControl,
    "D": .regDebug, "B": .vvvvGeneral, "H": .vvvvVector, "L": .immediateVector, "Z": .opcodeGeneral, "I": .immediate,
    "sI": .signedImmediate, "J": .relative, "A": .farPointer, "O": .offset, "X": .stringSource,
    "Y": .stringDestination,
  ]

  /// The sizes of the notation; the packed types are as long as the vector.
  fileprivate static let sizes: [String: Size] = [
    "": .unspecified, "b": .b, "w": .w, "d": .d, "q": .q, "t": .t, "dq": .dq, "qq": .qq, "v": .v, "z": .z, "y": .y,
    "p": .p, "s": .s, "a": .a, "x": .x, "ps": .x, "pd": .x, "ss": .d, "sd": .q, "h": .half, "f": .quarter,
    "e": .eighth,
  ]

  /// Registers that opcodes imply, and other operands without a letter of their own.
  fileprivate static let implicit: [String: OperandForm] = {
    var table: [String: OperandForm] = [
      "AL": OperandForm(place: .implicitGeneral, size: .b, memorySize: .b),
      "CL": OperandForm(place: .implicitGeneral, size: .b, memorySize: .b, number: 1),
      "AX": OperandForm(place: .implicitGeneral, size: .w, memorySize: .w),
      "DX": OperandForm(place: .implicitGeneral, size: .w, memorySize: .w, number: 2),
      "eAX": OperandForm(place: .implicitGeneral, size: .z, memorySize: .z),
      "rAX": OperandForm(place: .implicitGeneral, size: .v, memorySize: .v),
      "XMM0": OperandForm(place: .implicitVector, size: .dq, memorySize: .dq),
      "ST0": OperandForm(place: .implicitX87, size: .t, memorySize: .t),
      "STi": OperandForm(place: .rmX87, size: .t, memorySize: .t),
      "1": OperandForm(place: .one, size: .b, memorySize: .b),
      "BX": OperandForm(place: .translationTable, size: .b, memorySize: .b),
      "DIq": OperandForm(place: .maskedDestination, size: .q, memorySize: .q),
      "DIdq": OperandForm(place: .maskedDestination, size: .dq, memorySize: .dq),
    ]
    for (number, name) in ["ES", "CS", "SS", "DS", "FS", "GS"].enumerated() {
      table[name] = OperandForm(place: .implicitSegment, size: .w, memorySize: .w, number: UInt8(number))
    }
    return table
  }()
}
