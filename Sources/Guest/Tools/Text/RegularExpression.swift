/// A POSIX regular expression, basic or extended (XBD 9), over bytes; without references back to groups. With GNU's `\+ \? \| \< \> \b
/// \w \W`.
///
/// Matching follows all ways at once (K. Thompson, 1968), so its time is at most the product of both lengths.
public struct RegularExpression {
  public struct Failure: Error {
    public let message: String
  }

  private struct ByteSet {
    var words = InlineArray<4, UInt64>(repeating: 0)
    mutating func insert(_ byte: UInt8) { words[Int(byte) / 64] |= 1 << UInt64(byte % 64) }
    func contains(_ byte: UInt8) -> Bool { words[Int(byte) / 64] >> UInt64(byte % 64) & 1 != 0 }
    mutating func invert() {
      for index in 0..<4 { words[index] = ~words[index] }
      words[0] &= ~(1 << 10)
    }
  }

  private indirect enum Node {
    case empty
    case set(Int)
    case lineStart
    case lineEnd
    case wordStart
    case wordEnd
    case wordBorder
    case sequence(Node, Node)
    case choice(Node, Node)
    case `repeat`(Node, Int, Int?)
  }

  private enum Instruction {
    case set(Int)
    case split(Int, Int)
    case jump(Int)
    case lineStart
    case lineEnd
    case wordStart
    case wordEnd
    case wordBorder
    case match
  }

  private var sets: [ByteSet] = []
  private var program: [Instruction] = []
  private static let programLimit = 20_000

  public init(_ pattern: [UInt8], isExtended: Bool, ignoresCase: Bool = false, isFixed: Bool = false) throws(Failure) {
    var parser = Parser(text: pattern, isExtended: isExtended, ignoresCase: ignoresCase)
    let node = isFixed ? parser.fixed() : try parser.whole()
    sets = parser.sets
    try emit(node)
    program.append(.match)
  }

  // MARK: Compiling

  private mutating func emit(_ node: Node) throws(Failure) {
    guard program.count < Self.programLimit else { throw Failure(message: "Regular expression too big") }
    switch node {
    case .empty: break
    case .set(let set): program.append(.set(set))
    case .lineStart: program.append(.lineStart)
    case .lineEnd: program.append(.lineEnd)
    case .wordStart: program.append(.wordStart)
    case .wordEnd: program.append(.wordEnd)
    case .wordBorder: program.append(.wordBorder)
    case .sequence(let first, let second):
      try emit(first)
      try emit(second)
    case .choice(let first, let second):
      let split = program.count
      program.append(.match)
      try emit(first)
      let jump = program.count
      program.append(.match)
      program[split] = .split(split + 1, program.count)
      try emit(second)
      program[jump] = .jump(program.count)
    case .repeat(let inner, let least, let most):
      for _ in 0..<least { try emit(inner) }
      guard let most else {
        let split = program.count
        program.append(.match)
        try emit(inner)
        program.append(.jump(split))
        program[split] = .split(split + 1, program.count)
        return
      }
      var splits: [Int] = []
      for _ in least..<max(least, most) {
        splits.append(program.count)
        program.append(.match)
        try emit(inner)
      }
      for split in splits { program[split] = .split(split + 1, program.count) }
    }
  }

  // MARK: Matching

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 48 && byte < 58 || byte >= 65 && byte < 91 || byte >= 97 && byte < 123
  }

  /// The longest match that starts first, at or behind a place; with `isAnchored`, at that place only.
  public func match(in text: ArraySlice<UInt8>, from start: Int, isAnchored: Bool = false) -> Range<Int>? {
    var begin = start
    while begin <= text.endIndex {
      if let end = longest(text, from: begin) { return begin..<end }
      if isAnchored { return nil }
      begin += 1
    }
    return nil
  }

  /// Where the longest match ends that starts here.
  private func longest(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
    var current: [Int] = []
    var next: [Int] = []
    var marks = [Int](repeating: -1, count: program.count)
    var result: Int?
    var place = start
    add(0, to: &current, &marks, text, place)
    while true {
      for thread in current { if case .match = program[thread] { result = place } }
      guard place < text.endIndex, !current.isEmpty else { return result }
      let byte = text[place]
      next.removeAll(keepingCapacity: true)
      place += 1
      for thread in current {
        if case .set(let set) = program[thread], sets[set].contains(byte) {
          add(thread + 1, to: &next, &marks, text, place)
        }
      }
      swap(&current, &next)
    }
  }

  /// Follows what needs no byte.
  private func add(_ start: Int, to threads: inout [Int], _ marks: inout [Int], _ text: ArraySlice<UInt8>, _ place: Int)
  {
    var pending = [start]
    while let thread = pending.popLast() {
      guard marks[thread] != place else { continue }
      marks[thread] = place
      let isAfterWord = place > text.startIndex && Self.isWordByte(text[place - 1])
      let isBeforeWord = place < text.endIndex && Self.isWordByte(text[place])
      switch program[thread] {
      case .set, .match: threads.append(thread)
      case .jump(let target): pending.append(target)
      case .split(let first, let second): pending += [second, first]
      case .lineStart: if place == text.startIndex { pending.append(thread + 1) }
      case .lineEnd: if place == text.endIndex { pending.append(thread + 1) }
      case .wordStart: if !isAfterWord, isBeforeWord { pending.append(thread + 1) }
      case .wordEnd: if isAfterWord, !isBeforeWord { pending.append(thread + 1) }
      case .wordBorder: if isAfterWord != isBeforeWord { pending.append(thread + 1) }
      }
    }
  }

  // MARK: Parsing

  private struct Parser {
    let text: [UInt8]
    let isExtended: Bool
    let ignoresCase: Bool
    var index = 0
    var depth = 0
    var sets: [ByteSet] = []

    init(text: [UInt8], isExtended: Bool, ignoresCase: Bool) {
      (self.text, self.isExtended, self.ignoresCase) = (text, isExtended, ignoresCase)
    }

    mutating func fixed() -> Node {
      var node = Node.empty
      for byte in text { node = .sequence(node, single(byte)) }
      return node
    }

    mutating func whole() throws(Failure) -> Node {
      let node = try choice()
      if index < text.count { throw Failure(message: isExtended ? "Unmatched ) or \\)" : "Unmatched ) or \\)") }
      return node
    }

    /// Whether an operator stands here: in the basic form behind a backslash.
    private func isAt(_ symbol: Character) -> Bool {
      let byte = symbol.asciiValue!
      if isExtended { return index < text.count && text[index] == byte }
      return index + 1 < text.count && text[index] == 0x5C && text[index + 1] == byte
    }

    private mutating func take(_ symbol: Character) -> Bool {
      guard isAt(symbol) else { return false }
      index += isExtended ? 1 : 2
      return true
    }

    private mutating func choice() throws(Failure) -> Node {
      depth += 1
      defer { depth -= 1 }
      guard depth < 100 else { throw Failure(message: "Regular expression too big") }
      var node = try sequence()
      while take("|") { node = .choice(node, try sequence()) }
      return node
    }

    private mutating func sequence() throws(Failure) -> Node {
      var node = Node.empty
      var isFirst = true
      while index < text.count, !isAt("|"), !(isAt(")") && depth > 1) {
        if isAt(")"), isExtended, depth == 1 {
          // A closing parenthesis without an opening one is a character.
          index += 1
          node = .sequence(node, try repeated(single(UInt8(ascii: ")"))))
          continue
        }
        if isAt(")") { break }
        node = .sequence(node, try repeated(try atom(isFirst: isFirst)))
        isFirst = false
      }
      return node
    }

    private mutating func repeated(_ atom: Node) throws(Failure) -> Node {
      var node = atom
      while index < text.count {
        if text[index] == UInt8(ascii: "*") {
          index += 1
          node = .repeat(node, 0, nil)
        } else if take("+") {
          node = .repeat(node, 1, nil)
        } else if take("?") {
          node = .repeat(node, 0, 1)
        } else if isAt("{") {
          let start = index
          index += isExtended ? 1 : 2
          guard let (least, most) = bounds() else {
            if isExtended {
              // Braces that bound nothing are characters.
              index = start
              return node
            }
            throw Failure(message: "Invalid content of \\{\\}")
          }
          if let most, least > most { throw Failure(message: "Invalid content of \\{\\}") }
          guard max(least, most ?? 0) <= 1000 else { throw Failure(message: "Regular expression too big") }
          node = .repeat(node, least, most)
        } else {
          return node
        }
      }
      return node
    }

    private mutating func bounds() -> (Int, Int?)? {
      let least = number()
      var most = least
      var hasComma = false
      if index < text.count, text[index] == UInt8(ascii: ",") {
        hasComma = true
        index += 1
        most = number()
      }
      guard least != nil || hasComma, take("}") else { return nil }
      return (least ?? 0, most)
    }

    private mutating func number() -> Int? {
      var value: Int?
      while index < text.count, text[index] >= 48, text[index] < 58 {
        value = min(100_000, (value ?? 0) * 10 + Int(text[index] - 48))
        index += 1
      }
      return value
    }

    private mutating func atom(isFirst: Bool) throws(Failure) -> Node {
      let byte = text[index]
      if isAt("(") {
        _ = take("(")
        let inner = try choice()
        guard take(")") else { throw Failure(message: "Unmatched ( or \\(") }
        return inner
      }
      index += 1
      switch byte {
      case UInt8(ascii: "."): return any()
      case UInt8(ascii: "["): return try bracket()
      case UInt8(ascii: "^") where isExtended || isFirst: return .lineStart
      case UInt8(ascii: "$") where isExtended || index == text.count || isAt(")") || isAt("|"): return .lineEnd
      case 0x5C: return try escaped()
      default: return single(byte)
      }
    }

    private mutating func escaped() throws(Failure) -> Node {
      guard index < text.count else { throw Failure(message: "Trailing backslash") }
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "<"): return .wordStart
      case UInt8(ascii: ">"): return .wordEnd
      case UInt8(ascii: "b"): return .wordBorder
      case UInt8(ascii: "w"), UInt8(ascii: "W"):
        var set = ByteSet()
        for value in UInt8.min...UInt8.max where RegularExpression.isWordByte(value) { set.insert(value) }
        if byte == UInt8(ascii: "W") { set.invert() }
        return add(set)
      case UInt8(ascii: "1")...UInt8(ascii: "9"): throw Failure(message: "Invalid back reference")
      default: return single(byte)
      }
    }

    private mutating func add(_ set: ByteSet) -> Node {
      sets.append(set)
      return .set(sets.count - 1)
    }

    private mutating func any() -> Node {
      var set = ByteSet()
      set.invert()
      return add(set)
    }

    private mutating func single(_ byte: UInt8) -> Node {
      var set = ByteSet()
      insert(byte, into: &set)
      return add(set)
    }

    private func insert(_ byte: UInt8, into set: inout ByteSet) {
      set.insert(byte)
      guard ignoresCase else { return }
      if byte >= 65, byte < 91 { set.insert(byte + 32) }
      if byte >= 97, byte < 123 { set.insert(byte - 32) }
    }

    private mutating func bracket() throws(Failure) -> Node {
      var set = ByteSet()
      var isNegated = false
      if index < text.count, text[index] == UInt8(ascii: "^") {
        isNegated = true
        index += 1
      }
      var isFirst = true
      while index < text.count {
        let low = text[index]
        if low == UInt8(ascii: "]"), !isFirst {
          index += 1
          if isNegated { set.invert() }
          return add(set)
        }
        isFirst = false
        if low == UInt8(ascii: "["), index + 1 < text.count, text[index + 1] == UInt8(ascii: ":") {
          try characterClass(&set)
          continue
        }
        index += 1
        var high = low
        if index + 1 < text.count, text[index] == UInt8(ascii: "-"), text[index + 1] != UInt8(ascii: "]") {
          high = text[index + 1]
          index += 2
          if low > high { throw Failure(message: "Invalid range end") }
        }
        for value in low...high { insert(value, into: &set) }
      }
      throw Failure(message: "Unmatched [, [^, [:, [., or [=")
    }

    private mutating func characterClass(_ set: inout ByteSet) throws(Failure) {
      var end = index + 2
      while end + 1 < text.count, text[end] != UInt8(ascii: ":") { end += 1 }
      guard end + 1 < text.count, text[end + 1] == UInt8(ascii: "]") else {
        throw Failure(message: "Unmatched [, [^, [:, [., or [=")
      }
      let name = String(decoding: text[(index + 2)..<end], as: UTF8.self)
      let names = [
        "alpha", "digit", "alnum", "upper", "lower", "space", "blank", "punct", "print", "graph", "cntrl", "xdigit",
      ]
      guard names.contains(name) else { throw Failure(message: "Invalid character class name") }
      for value in UInt8.min...UInt8.max where NamePattern.matches("[[:\(name):]]", bytes: [value]) {
        insert(value, into: &set)
      }
      index = end + 2
    }
  }
}

extension NamePattern {
  static func matches(_ pattern: String, bytes: [UInt8]) -> Bool { matches(Array(pattern.utf8), bytes) }
}
