import SystemCalls

/// `sort`: -b -c -f -h(no) -k FIELD[.CHAR][OPTIONS][,FIELD[.CHAR]] -n -o FILE -r -s -t CHAR -u.
public enum SortTool {
  struct Key {
    var firstField = 1
    var firstCharacter = 1
    var lastField: Int?
    var lastCharacter = 0
    var isNumeric = false
    var isReversed = false
    var foldsCase = false
    var skipsBlanks = false
    var hasOwnOptions = false
  }

  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [
      ("ignore-leading-blanks", "b"), ("check", "c"), ("ignore-case", "f"), ("key", "k"), ("numeric-sort", "n"),
      ("output", "o"), ("reverse", "r"), ("stable", "s"), ("field-separator", "t"), ("unique", "u"),
    ]
    guard let options = Options(tool, "bcfnrsu", valued: "kot", names: names, failure: 2) else { return }
    var general = Key()
    (general.isNumeric, general.isReversed) = (options.has("n"), options.has("r"))
    (general.foldsCase, general.skipsBlanks) = (options.has("f"), options.has("b"))
    var keys: [Key] = []
    for text in options.values("k") {
      guard let key = key(text, general) else { return tool.complain("invalid key: '\(text)'", status: 2) }
      keys.append(key)
    }
    var separator: UInt8?
    if let text = options.value("t") {
      guard text.utf8.count == 1 else { return tool.complain("multi-character tab '\(text)'", status: 2) }
      separator = text.utf8.first
    }
    let order = Order(
      keys: keys.isEmpty ? [general] : keys, hasKeys: !keys.isEmpty, general: general, separator: separator,
      isStable: options.has("s") || options.has("u"))
    var lines: [[UInt8]] = []
    for path in options.operands.isEmpty ? ["-"] : options.operands {
      let problem = { (path: String) in "cannot read: \(path)" }
      tool.withInput(path, problem: problem) { (descriptor) throws(SystemError) in
        var reader = LineReader(tool, descriptor)
        while let line = try reader.next() { lines.append(Array(line.bytes)) }
      }
    }
    if tool.status != 0 {
      tool.status = 2
      return
    }
    if options.has("c") {
      return check(tool, lines, order, name: options.operands.first ?? "-", isUnique: options.has("u"))
    }
    lines = order.sorted(lines)
    var text: [UInt8] = []
    var last: [UInt8]?
    for line in lines {
      if options.has("u"), let last, order.compareKeys(last, line) == 0 { continue }
      last = line
      text += line
      text.append(10)
    }
    guard let path = options.value("o") else { return tool.write(text) }
    do throws(SystemError) {
      let descriptor = try tool.system.open(path, [.writeOnly, .create, .truncate], mode: 0o644)
      defer { tool.system.close(descriptor) }
      try tool.write(descriptor, text)
    } catch {
      tool.complain("open failed: \(path): \(error)", status: 2)
    }
  }

  private static func check(
    _ tool: Tool, _ lines: [[UInt8]], _ order: Order, name: String, isUnique: Bool
  ) {
    for index in lines.indices.dropFirst() {
      let comparison =
        isUnique ? order.compareKeys(lines[index - 1], lines[index]) : order.compare(lines[index - 1], lines[index])
      if comparison > 0 || isUnique && comparison == 0 {
        return tool.complain("\(name):\(index + 1): disorder: \(String(decoding: lines[index], as: UTF8.self))")
      }
    }
  }

  /// `2.3nr,4`.
  private static func key(_ text: String, _ general: Key) -> Key? {
    var key = Key()
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    for (index, part) in parts.enumerated() {
      var bytes = Array(part.utf8)
      while let letter = bytes.last, letter >= 97 {
        bytes.removeLast()
        key.hasOwnOptions = true
        switch letter {
        case UInt8(ascii: "n"): key.isNumeric = true
        case UInt8(ascii: "r"): key.isReversed = true
        case UInt8(ascii: "f"): key.foldsCase = true
        case UInt8(ascii: "b"): key.skipsBlanks = true
        default: return nil
        }
      }
      let numbers = String(decoding: bytes, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false).map {
        Int($0)
      }
      guard let field = numbers[0], field > 0, numbers.count <= 2, !numbers.contains(where: { $0 == nil }) else {
        return nil
      }
      if index == 0 {
        key.firstField = field
        if numbers.count > 1 { key.firstCharacter = numbers[1]! }
        if key.firstCharacter < 1 { return nil }
      } else {
        key.lastField = field
        if numbers.count > 1 { key.lastCharacter = numbers[1]! }
      }
    }
    if !key.hasOwnOptions {
      (key.isNumeric, key.isReversed) = (general.isNumeric, general.isReversed)
      (key.foldsCase, key.skipsBlanks) = (general.foldsCase, general.skipsBlanks)
    }
    return key
  }

  struct Order {
    let keys: [Key]
    let hasKeys: Bool
    let general: Key
    let separator: UInt8?
    let isStable: Bool

    /// Stable: what is equal stays in its order.
    func sorted(_ lines: [[UInt8]]) -> [[UInt8]] {
      guard lines.count > 1 else { return lines }
      let middle = lines.count / 2
      let (left, right) = (sorted(Array(lines[..<middle])), sorted(Array(lines[middle...])))
      var result: [[UInt8]] = []
      result.reserveCapacity(lines.count)
      var (first, second) = (0, 0)
      while first < left.count, second < right.count {
        if compare(left[first], right[second]) <= 0 {
          result.append(left[first])
          first += 1
        } else {
          result.append(right[second])
          second += 1
        }
      }
      return result + left[first...] + right[second...]
    }

    func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
      let result = compareKeys(left, right)
      if result != 0 || isStable { return result }
      // Lines with the same keys go by all their bytes.
      let whole = compareBytes(left[...], right[...])
      return general.isReversed ? -whole : whole
    }

    func compareKeys(_ left: [UInt8], _ right: [UInt8]) -> Int {
      for key in keys {
        let (one, other) = (part(left, key), part(right, key))
        var result =
          key.isNumeric
          ? compareNumbers(one, other) : key.foldsCase ? compareFolded(one, other) : compareBytes(one, other)
        if key.isReversed { result = -result }
        if result != 0 { return result }
      }
      return 0
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    /// The bytes of a line that a key means.
    private func part(_ line: [UInt8], _ key: Key) -> ArraySlice<UInt8> {
      guard hasKeys else { return key.skipsBlanks ? line.drop(while: isBlank) : line[...] }
      var start = fieldStart(line, key.firstField)
      if key.skipsBlanks { while start < line.count, isBlank(line[start]) { start += 1 } }
      start = min(line.count, start + key.firstCharacter - 1)
      var end = line.count
      if let last = key.lastField {
        if key.lastCharacter == 0 {
          end = fieldEnd(line, last)
        } else {
          var place = fieldStart(line, last)
          if key.skipsBlanks { while place < line.count, isBlank(line[place]) { place += 1 } }
          end = min(line.count, place + key.lastCharacter)
        }
      }
      return start < end ? line[start..<end] : line[start..<start]
    }

    /// Fields begin with the blanks before them, or behind a separator.
    private func fieldStart(_ line: [UInt8], _ number: Int) -> Int {
      var place = 0
      for _ in 1..<max(number, 1) {
        if let separator {
          guard let next = line[place...].firstIndex(of: separator) else { return line.count }
          place = next + 1
        } else {
          while place < line.count, isBlank(line[place]) { place += 1 }
          while place < line.count, !isBlank(line[place]) { place += 1 }
        }
      }
      return place
    }

    private func fieldEnd(_ line: [UInt8], _ number: Int) -> Int {
      var place = fieldStart(line, number)
      if let separator { return line[place...].firstIndex(of: separator) ?? line.count }
      while place < line.count, isBlank(line[place]) { place += 1 }
      while place < line.count, !isBlank(line[place]) { place += 1 }
      return place
    }

    private func compareBytes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
      left.lexicographicallyPrecedes(right) ? -1 : right.lexicographicallyPrecedes(left) ? 1 : 0
    }

    private func compareFolded(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
      func upper(_ byte: UInt8) -> UInt8 { byte >= 97 && byte < 123 ? byte - 32 : byte }
      let (one, other) = (left.map(upper), right.map(upper))
      return compareBytes(one[...], other[...])
    }

    /// A number: blanks, a sign, digits, a fraction; of any length. What is none counts as zero.
    private func compareNumbers(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
      let (one, other) = (Number(left), Number(right))
      if one.isNegative != other.isNegative { return one.isNegative ? -1 : 1 }
      let result = one.compareMagnitude(other)
      return one.isNegative ? -result : result
    }
  }

  private struct Number {
    var isNegative = false
    var whole: [UInt8] = []
    var fraction: [UInt8] = []

    init(_ text: ArraySlice<UInt8>) {
      var rest = text.drop { $0 == 32 || $0 == 9 }
      if rest.first == UInt8(ascii: "-") {
        isNegative = true
        rest.removeFirst()
      }
      whole = Array(rest.prefix { $0 >= 48 && $0 < 58 })
      rest = rest.dropFirst(whole.count)
      if rest.first == UInt8(ascii: ".") { fraction = Array(rest.dropFirst().prefix { $0 >= 48 && $0 < 58 }) }
      whole = Array(whole.drop { $0 == 48 })
      while fraction.last == 48 { fraction.removeLast() }
      if whole.isEmpty, fraction.isEmpty { isNegative = false }
    }

    func compareMagnitude(_ other: Number) -> Int {
      if whole.count != other.whole.count { return whole.count < other.whole.count ? -1 : 1 }
      if whole != other.whole { return whole.lexicographicallyPrecedes(other.whole) ? -1 : 1 }
      if fraction == other.fraction { return 0 }
      return fraction.lexicographicallyPrecedes(other.fraction) ? -1 : 1
    }
  }
}
