/// Evaluates `$((…))`: signed 64-bit integers, C's operators, variables by name. What overflows wraps.
struct Arithmetic {
  private let text: [UInt8]
  private var index = 0
  private let shell: Shell
  /// Nothing is assigned and no division fails in a branch that is not taken.
  private var isSkipping = false
  private var depth = 0

  static func value(of text: [UInt8], in shell: Shell) throws(ShellFailure) -> Int {
    var evaluation = Arithmetic(text: text, shell: shell)
    evaluation.skipBlanks()
    let value = try evaluation.assignment()
    guard evaluation.index == text.count else { throw evaluation.failure("expecting EOF") }
    return value
  }

  private init(text: [UInt8], shell: Shell) { (self.text, self.shell) = (text, shell) }

  private func failure(_ message: String) -> ShellFailure {
    ShellFailure("arithmetic expression: \(message): \"\(String(decoding: text, as: UTF8.self))\"")
  }

  private mutating func skipBlanks() {
    while index < text.count, text[index] == space || text[index] == tab || text[index] == newLine { index += 1 }
  }

  /// Takes an operator, unless it is the start of a longer one that `notBefore` ends.
  private mutating func take(_ symbol: String, notBefore: String = "") -> Bool {
    let bytes = Array(symbol.utf8)
    guard text[index...].starts(with: bytes) else { return false }
    if index + bytes.count < text.count, notBefore.utf8.contains(text[index + bytes.count]) { return false }
    index += bytes.count
    skipBlanks()
    return true
  }

  private static let assignments = ["<<=", ">>=", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|="]

  private mutating func assignment() throws(ShellFailure) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw failure("too deep") }
    let start = index
    if index < text.count, isNameStart(text[index]) {
      var end = index
      while end < text.count, isNameByte(text[end]) { end += 1 }
      let name = Array(text[index..<end])
      index = end
      skipBlanks()
      if take("=", notBefore: "=") {
        let value = try assignment()
        return try assign(value, to: name)
      }
      for symbol in Self.assignments where text[index...].starts(with: Array(symbol.utf8)) {
        index += symbol.utf8.count
        skipBlanks()
        let right = try assignment()
        let left = try variable(name)
        return try assign(try apply(String(symbol.dropLast()), left, right), to: name)
      }
      index = start
    }
    return try conditional()
  }

  private func assign(_ value: Int, to name: [UInt8]) throws(ShellFailure) -> Int {
    if !isSkipping { try shell.assign(Array(String(value).utf8), to: name) }
    return value
  }

  private mutating func conditional() throws(ShellFailure) -> Int {
    let condition = try binary(0)
    guard take("?") else { return condition }
    let wasSkipping = isSkipping
    isSkipping = wasSkipping || condition == 0
    let first = try assignment()
    guard take(":") else { throw failure("expecting ':'") }
    isSkipping = wasSkipping || condition != 0
    let second = try conditional()
    isSkipping = wasSkipping
    return condition != 0 ? first : second
  }

  /// Operators, the weakest binding first; each with the bytes that would make it another.
  private static let levels: [[(symbol: String, notBefore: String)]] = [
    [("||", "")], [("&&", "")], [("|", "|=")], [("^", "=")], [("&", "&=")], [("==", ""), ("!=", "")],
    [("<=", ""), (">=", ""), ("<", "<"), (">", ">")], [("<<", "="), (">>", "=")], [("+", "="), ("-", "=")],
    [("*", "="), ("/", "="), ("%", "=")],
  ]

  private mutating func binary(_ level: Int) throws(ShellFailure) -> Int {
    guard level < Self.levels.count else { return try unary() }
    var left = try binary(level + 1)
    next: while true {
      for (symbol, notBefore) in Self.levels[level] where take(symbol, notBefore: notBefore) {
        let wasSkipping = isSkipping
        if symbol == "||" { isSkipping = wasSkipping || left != 0 }
        if symbol == "&&" { isSkipping = wasSkipping || left == 0 }
        let right = try binary(level + 1)
        isSkipping = wasSkipping
        left = try apply(symbol, left, right)
        continue next
      }
      return left
    }
  }

  private func apply(_ symbol: String, _ left: Int, _ right: Int) throws(ShellFailure) -> Int {
    switch symbol {
    case "||": return left != 0 || right != 0 ? 1 : 0
    case "&&": return left != 0 && right != 0 ? 1 : 0
    case "|": return left | right
    case "^": return left ^ right
    case "&": return left & right
    case "==": return left == right ? 1 : 0
    case "!=": return left != right ? 1 : 0
    case "<=": return left <= right ? 1 : 0
    case ">=": return left >= right ? 1 : 0
    case "<": return left < right ? 1 : 0
    case ">": return left > right ? 1 : 0
    case "<<": return left &<< right
    case ">>": return left &>> right
    case "+": return left &+ right
    case "-": return left &- right
    case "*": return left &* right
    default:
      if isSkipping { return 0 }
      guard right != 0 else { throw failure("division by zero") }
      if right == -1 { return symbol == "/" ? 0 &- left : 0 }
      return symbol == "/" ? left / right : left % right
    }
  }

  private mutating func unary() throws(ShellFailure) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw failure("too deep") }
    if take("+") { return try unary() }
    if take("-") { return 0 &- (try unary()) }
    if take("!", notBefore: "=") { return try unary() == 0 ? 1 : 0 }
    if take("~") { return ~(try unary()) }
    if take("(") {
      let value = try assignment()
      guard take(")") else { throw failure("expecting ')'") }
      return value
    }
    guard index < text.count else { throw failure("expecting primary") }
    let start = index
    while index < text.count, isNameByte(text[index]) { index += 1 }
    guard index > start else { throw failure("expecting primary") }
    let word = Array(text[start..<index])
    skipBlanks()
    if isNameStart(word[0]) { return try variable(word) }
    guard let value = Self.number(word) else { throw failure("expecting EOF") }
    return value
  }

  private func variable(_ name: [UInt8]) throws(ShellFailure) -> Int {
    guard var value = shell.value(of: name) else { return 0 }
    while let last = value.last, last == space || last == tab || last == newLine { value.removeLast() }
    while let first = value.first, first == space || first == tab || first == newLine { value.removeFirst() }
    if value.isEmpty { return 0 }
    var digits = value
    let isNegative = digits.first == minus
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    guard let number = Self.number(digits) else {
      throw ShellFailure("Illegal number: \(String(decoding: value, as: UTF8.self))")
    }
    return isNegative ? 0 &- number : number
  }

  /// Decimal, octal behind a zero, hexadecimal behind `0x`; the greatest number where it is more.
  static func number(_ text: [UInt8]) -> Int? {
    var digits = text[...]
    var radix = 10
    if digits.count > 2, digits.starts(with: Array("0x".utf8)) || digits.starts(with: Array("0X".utf8)) {
      radix = 16
      digits = digits.dropFirst(2)
    } else if digits.count > 1, digits.first == UInt8(ascii: "0") {
      radix = 8
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty else { return nil }
    var value = 0
    var isHuge = false
    for byte in digits {
      let digit: Int
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = Int(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = Int(byte - UInt8(ascii: "A")) + 10
      default: return nil
      }
      guard digit < radix else { return nil }
      let (product, overflows) = value.multipliedReportingOverflow(by: radix)
      let (sum, carries) = product.addingReportingOverflow(digit)
      if overflows || carries { isHuge = true }
      value = sum
    }
    return isHuge ? Int.max : value
  }
}
