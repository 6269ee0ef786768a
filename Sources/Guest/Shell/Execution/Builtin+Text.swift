import SystemCalls

/// `echo`, as POSIX with the XSI option has it: backslashes mean something.
public enum Echo {
  /// What is to be written for these operands.
  public static func text(_ operands: [[UInt8]]) -> [UInt8] {
    var rest = operands[...]
    var endsLine = true
    if rest.first == Array("-n".utf8) {
      endsLine = false
      rest.removeFirst()
    }
    var result: [UInt8] = []
    for (index, operand) in rest.enumerated() {
      if index > 0 { result.append(space) }
      guard Escapes.append(operand, to: &result, octalNeedsZero: true) else { return result }
    }
    if endsLine { result.append(newLine) }
    return result
  }
}

/// Backslash sequences.
enum Escapes {
  /// Appends a text with its sequences replaced; false where `\c` ends the output.
  static func append(_ text: [UInt8], to result: inout [UInt8], octalNeedsZero: Bool) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte == backslash, index < text.count else {
        result.append(byte)
        continue
      }
      let escape = text[index]
      index += 1
      switch escape {
      case UInt8(ascii: "a"): result.append(7)
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "c"): return false
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "n"): result.append(10)
      case UInt8(ascii: "r"): result.append(13)
      case UInt8(ascii: "t"): result.append(9)
      case UInt8(ascii: "v"): result.append(11)
      case backslash: result.append(backslash)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        if octalNeedsZero, escape != UInt8(ascii: "0") {
          result += [backslash, escape]
          continue
        }
        var value = octalNeedsZero ? 0 : Int(escape - UInt8(ascii: "0"))
        var digits = octalNeedsZero ? 0 : 1
        while digits < 3, index < text.count, text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "7") {
          value = value * 8 + Int(text[index] - UInt8(ascii: "0"))
          index += 1
          digits += 1
        }
        result.append(UInt8(truncatingIfNeeded: value))
      default: result += [backslash, escape]
      }
    }
    return true
  }
}

extension Shell {
  /// `printf FORMAT ARGUMENT…`: `%s %b %c %d %i %u %o %x %X %%` with flags, width and precision; the format again while there are
  /// arguments.
  func printFormatted(_ operands: [[UInt8]]) -> UInt8 {
    let operands = operands.first == Array("--".utf8) ? Array(operands.dropFirst()) : operands
    guard let format = operands.first else { return complain("printf", "usage: printf format [arg ...]") }
    var formatter = Formatter(format: format, arguments: operands.dropFirst())
    formatter.run()
    let isWritten = write(formatter.output)
    for problem in formatter.problems { complain("printf: \(problem)") }
    return isWritten && formatter.problems.isEmpty ? 0 : 1
  }

  /// `read [-r] NAME…`: a line of standard input, split among variables.
  func read(_ operands: [[UInt8]]) throws(ShellFailure) -> UInt8 {
    var names = operands[...]
    var isRaw = false
    while let first = names.first, first.first == minus {
      names.removeFirst()
      if first == Array("-r".utf8) {
        isRaw = true
      } else if first == Array("-p".utf8), let prompt = names.popFirst() {
        write(prompt, to: 2)
      } else {
        return complain("read", "Illegal option \(string(first))")
      }
    }
    if names.isEmpty { return complain("read", "arg count") }
    guard let input = descriptors[0] else { return 1 }
    // Bytes with whether a backslash stood before them: these are no separators.
    var line: [(byte: UInt8, isEscaped: Bool)] = []
    var isComplete = false
    var isEscaped = false
    while !isComplete {
      guard let byte = (try? system.read(input.number, count: 1))?.first else { break }
      if isEscaped {
        if byte != newLine { line.append((byte, true)) }
        isEscaped = false
      } else if byte == backslash, !isRaw {
        isEscaped = true
      } else if byte == newLine {
        isComplete = true
      } else if byte != 0 {
        line.append((byte, false))
      }
    }
    let values = split(line, into: names.count)
    for (index, name) in names.enumerated() { try assign(index < values.count ? values[index] : [], to: name) }
    return isComplete ? 0 : 1
  }

  /// Splits a line by IFS; the last field has all the rest.
  private func split(_ line: [(byte: UInt8, isEscaped: Bool)], into count: Int) -> [[UInt8]] {
    let separators = value(of: Self.separatorsName) ?? [space, tab, newLine]
    func isBlank(_ index: Int) -> Bool {
      let (byte, isEscaped) = line[index]
      return !isEscaped && separators.contains(byte) && (byte == space || byte == tab || byte == newLine)
    }
    func isSeparator(_ index: Int) -> Bool { !line[index].isEscaped && separators.contains(line[index].byte) }
    var index = 0
    var fields: [[UInt8]] = []
    while index < line.count, isBlank(index) { index += 1 }
    while fields.count < count - 1, index < line.count {
      var field: [UInt8] = []
      while index < line.count, !isSeparator(index) {
        field.append(line[index].byte)
        index += 1
      }
      fields.append(field)
      while index < line.count, isBlank(index) { index += 1 }
      if index < line.count, isSeparator(index) {
        index += 1
        while index < line.count, isBlank(index) { index += 1 }
      }
    }
    guard index < line.count else { return fields }
    var end = line.count
    while end > index, isBlank(end - 1) { end -= 1 }
    // One separator at the very end belongs to the last field's end, when there is no other in it.
    if end > index, isSeparator(end - 1), !(index..<end - 1).contains(where: { isSeparator($0) }) {
      end -= 1
      while end > index, isBlank(end - 1) { end -= 1 }
    }
    fields.append(line[index..<end].map { $0.byte })
    return fields
  }
}
