/// Builds the tree that tells the forms of one opcode apart. ``DecoderTables`` describes its words.
///
/// Each opcode gets the fields it needs and no others: at every step the tree branches on the first ``Dimension`` in which
/// the forms that are left differ or are partly invalid. Two rows that claim the same encoding stop the program with both.
struct DecisionTree {
  private(set) var roots = [UInt16](repeating: 0, count: OpcodeMap.allCases.count * 256)
  private(set) var hasModRM = [Bool](repeating: false, count: OpcodeMap.allCases.count * 256)
  private(set) var nodes: [UInt16] = []
  private let forms: [InstructionForm]

  init(_ forms: [InstructionForm]) {
    self.forms = forms
    var byOpcode: [[Int]] = Array(repeating: [], count: roots.count)
    for (number, form) in forms.enumerated() {
      byOpcode[form.map.rawValue * 256 + Int(form.opcode)].append(number)
    }
    for (position, candidates) in byOpcode.enumerated() where !candidates.isEmpty {
      hasModRM[position] = candidates.contains { forms[$0].hasModRM }
      roots[position] = branch(candidates)
    }
  }

  /// Returns the word that leads to one of these forms. Forms are numbered from 1 there: 0 is no form.
  private mutating func branch(_ candidates: [Int]) -> UInt16 {
    guard let dimension = Dimension.allCases.first(where: { matters($0, to: candidates) }) else {
      if candidates.count > 1 {
        fatalError("rows claim the same code: \(candidates.map { forms[$0].text })")
      }
      return candidates.first.map { UInt16($0 + 1) } ?? 0
    }
    let position = nodes.count
    precondition(position + 1 + dimension.count < Int(DecoderTables.nodeFlag), "the tree outgrew its words")
    nodes.append(dimension.selector)
    nodes.append(contentsOf: repeatElement(0, count: dimension.count))
    for value in 0..<dimension.count {
      nodes[position + 1 + value] = branch(narrow(candidates, by: dimension, to: value), after: dimension)
    }
    return DecoderTables.nodeFlag | UInt16(position)
  }

  private mutating func branch(_ candidates: [Int], after dimension: Dimension) -> UInt16 {
    decided.append(dimension)
    defer { decided.removeLast() }
    return branch(candidates)
  }

  /// The fields that the path to the current node has looked at.
  private var decided: [Dimension] = []

  private func matters(_ dimension: Dimension, to candidates: [Int]) -> Bool {
    if decided.contains(dimension) { return false }
    return candidates.contains {
      dimension == .prefix ? forms[$0].prefix != .any : forms[$0].validValues(of: dimension) != dimension.allValues
    }
  }

  private func narrow(_ candidates: [Int], by dimension: Dimension, to value: Int) -> [Int] {
    guard dimension == .prefix else {
      return candidates.filter { forms[$0].validValues(of: dimension) >> value & 1 != 0 }
    }
    let exact = candidates.filter { forms[$0].prefix.rawValue == value }
    return exact.isEmpty ? candidates.filter { forms[$0].prefix == .any } : exact
  }
}
