/// The work of `printf`.
struct Formatter {
  private let format: [UInt8]
  private var arguments: ArraySlice<[UInt8]>
  private(set) var output: [UInt8] = []
  private(set) var problems: [String] = []
  private var isStopped = false

  init(format: [UInt8], arguments: ArraySlice<[UInt8]>) { (self.format, self.arguments) = (format, arguments) }

  /// One conversion: `%-08.3d`.
  private struct Conversion {
    var alignsLeft = false
    var showsPlus = false
    var leavesSpace = false
    var padsWithZeroes = false
    var isAlternative = false
    var width = 0
    var precision: Int?
  }

  mutating func run() {
    repeat {
      let before = arguments.count
      pass()
      if arguments.count == before { break }
    } while !arguments.isEmpty && !isStopped
  }

  /// The format once.
  private mutating func pass() {
    var index = 0
    while index < format.count, !isStopped {
      let byte = format[index]
      if byte == backslash {
        // Backslash and what belongs to it.
        var end = min(index + 2, format.count)
        if index + 1 < format.count, isOctal(format[index + 1]) {
          while end < format.count, end - index < 4, isOctal(format[end]) { end += 1 }
        }
        if index + 1 == format.count {
          output.append(backslash)
        } else if !Escapes.append(Array(format[index..<end]), to: &output, octalNeedsZero: false) {
          output += [backslash, UInt8(ascii: "c")]
        }
        index = end
      } else if byte == UInt8(ascii: "%") {
        convert(&index)
      } else {
        output.append(byte)
        index += 1
      }
    }
  }

  private func isOctal(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "7") }

  private mutating func convert(_ index: inout Int) {
    let start = index
    index += 1
    var conversion = Conversion()
    flags: while index < format.count {
      switch format[index] {
      case minus: conversion.alignsLeft = true
      case UInt8(ascii: "+"): conversion.showsPlus = true
      case space: conversion.leavesSpace = true
      case UInt8(ascii: "0"): conversion.padsWithZeroes = true
      case hash: conversion.isAlternative = true
      default: break flags
      }
      index += 1
    }
    if let width = count(&index) {
      conversion.width = abs(width)
      if width < 0 { conversion.alignsLeft = true }
    }
    if index < format.count, format[index] == UInt8(ascii: ".") {
      index += 1
      let precision = count(&index) ?? 0
      conversion.precision = precision < 0 ? nil : precision
    }
    guard index < format.count else {
      problems.append("%: missing format character")
      isStopped = true
      return
    }
    let kind = format[index]
    index += 1
    switch kind {
    case UInt8(ascii: "%"): output.append(kind)
    case UInt8(ascii: "s"): pad(cut(arguments.popFirst() ?? [], conversion), conversion)
    case UInt8(ascii: "c"): pad(Array((arguments.popFirst() ?? []).prefix(1)), conversion)
    case UInt8(ascii: "b"):
      var text: [UInt8] = []
      if !Escapes.append(arguments.popFirst() ?? [], to: &text, octalNeedsZero: true) { isStopped = true }
      pad(cut(text, conversion), conversion)
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "o"), UInt8(ascii: "x"),
      UInt8(ascii: "X"):
      pad(number(kind, conversion), conversion, isNumber: true)
    default:
      problems.append("%\(String(decoding: format[start + 1..<index], as: UTF8.self)): invalid directive")
      isStopped = true
    }
  }

  /// Digits of the format, or with `*` an argument. No more than a screen could want.
  private mutating func count(_ index: inout Int) -> Int? {
    if index < format.count, format[index] == UInt8(ascii: "*") {
      index += 1
      return max(-10_000, min(10_000, integer(arguments.popFirst() ?? [])))
    }
    var value: Int?
    while index < format.count, isDigit(format[index]) {
      value = min(10_000, (value ?? 0) * 10 + Int(format[index] - UInt8(ascii: "0")))
      index += 1
    }
    return value
  }

  private func cut(_ text: [UInt8], _ conversion: Conversion) -> [UInt8] {
    conversion.precision.map { Array(text.prefix($0)) } ?? text
  }

  private mutating func number(_ kind: UInt8, _ conversion: Conversion) -> [UInt8] {
    let value = integer(arguments.popFirst() ?? [])
    var digits: [UInt8]
    var sign: [UInt8] = []
    switch kind {
    case UInt8(ascii: "d"), UInt8(ascii: "i"):
      digits = Array(String(value.magnitude).utf8)
      sign = value < 0 ? [minus] : conversion.showsPlus ? [UInt8(ascii: "+")] : conversion.leavesSpace ? [space] : []
    case UInt8(ascii: "o"):
      digits = Array(String(UInt(bitPattern: value), radix: 8).utf8)
      if conversion.isAlternative, digits.first != UInt8(ascii: "0") { digits.insert(UInt8(ascii: "0"), at: 0) }
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      let isUpper = kind == UInt8(ascii: "X")
      digits = Array(String(UInt(bitPattern: value), radix: 16, uppercase: isUpper).utf8)
      if conversion.isAlternative, value != 0 { sign = [UInt8(ascii: "0"), kind] }
    default: digits = Array(String(UInt(bitPattern: value)).utf8)
    }
    if let precision = conversion.precision {
      if precision == 0, value == 0 { digits = [] }
      while digits.count < precision { digits.insert(UInt8(ascii: "0"), at: 0) }
    } else if conversion.padsWithZeroes, !conversion.alignsLeft {
      while digits.count + sign.count < conversion.width { digits.insert(UInt8(ascii: "0"), at: 0) }
    }
    return sign + digits
  }

  /// A number, or the code of the character behind a quote.
  private mutating func integer(_ text: [UInt8]) -> Int {
    if text.isEmpty { return 0 }
    if text[0] == singleQuote || text[0] == doubleQuote { return text.count > 1 ? Int(text[1]) : 0 }
    var digits = text[...]
    while let first = digits.first, first == space || first == tab { digits.removeFirst() }
    let isNegative = digits.first == minus
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    var end = digits.endIndex
    while end > digits.startIndex {
      if let value = Arithmetic.number(Array(digits[..<end])) {
        if end < digits.endIndex {
          problems.append("\(String(decoding: text, as: UTF8.self)): not completely converted")
        }
        return isNegative ? 0 &- value : value
      }
      end -= 1
    }
    problems.append("\(String(decoding: text, as: UTF8.self)): expected numeric value")
    return 0
  }

  private mutating func pad(_ text: [UInt8], _ conversion: Conversion, isNumber: Bool = false) {
    let padding = [UInt8](repeating: space, count: max(0, conversion.width - text.count))
    output += conversion.alignsLeft ? text + padding : padding + text
  }
}
