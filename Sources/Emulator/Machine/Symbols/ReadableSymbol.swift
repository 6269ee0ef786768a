/// A Swift symbol as its author would write it, `Kernel.Console.write(_:to:)`; any other name as it is.
///
/// Reads the part of the mangling that names things (`docs/ABI/Mangling.rst` of the Swift project: contexts, identifiers with word
/// substitutions, labels) and skips the types. What it does not understand it leaves mangled. A symbol table is not to be
/// trusted, so this neither recurses nor looks at more than the name's own bytes.
func readableSymbol(_ name: String) -> String {
  guard let prefix = ["$s", "$S", "$e"].first(where: name.hasPrefix) else { return name }
  var reader = SymbolReader(Array(name.utf8.dropFirst(prefix.utf8.count)))
  return reader.read() ?? name
}

private struct SymbolReader {
  private let text: [UInt8]
  private var at = 0
  private var words: [[UInt8]] = []

  init(_ text: [UInt8]) { self.text = text }

  mutating func read() -> String? {
    guard var path = context() else { return nil }
    var labels: [String] = []
    var name: String?
    while let identifier = identifier() {
      if skipNominalKind() {
        path.append(identifier)
      } else {
        name = identifier
        break
      }
    }
    let isInitializer = ends(with: "fC") || ends(with: "fc")
    if isInitializer, let first = name {
      labels.append(first)
      name = nil
    }
    while let label = label() {
      // After the name of something private comes one that tells its file apart, and "LL".
      if remainder.starts(with: "LL".utf8) { at += 2 } else { labels.append(label) }
    }
    let isFunction = remainder.contains(UInt8(ascii: "F")) || isInitializer
    path.append(contentsOf: name.map { [$0] } ?? [])
    if isInitializer { path.append("init") }
    if ends(with: "fD") || ends(with: "fd") { path.append("deinit") }
    guard path.count > 1 else { return nil }
    var text = path.joined(separator: ".")
    if isFunction { text += "(" + labels.map { $0 + ":" }.joined() + ")" }
    if ends(with: "vg") { text += ".getter" }
    if ends(with: "vs") { text += ".setter" }
    if contains("fU") { text = "closure in " + text }
    return text.utf8.count <= 512 ? text : nil
  }

  private var remainder: ArraySlice<UInt8> { text[at...] }

  private var next: UInt8? { at < text.count ? text[at] : nil }

  private func ends(with suffix: String) -> Bool { remainder.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }

  private func contains(_ part: String) -> Bool {
    let part = Array(part.utf8)
    return remainder.indices.contains { remainder[$0...].starts(with: part) }
  }

  /// The module, or a type of the standard library to which the symbol belongs.
  private mutating func context() -> [String]? {
    if let module = identifier() { return [module] }
    guard next != UInt8(ascii: "s") else {
      at += 1
      return ["Swift"]
    }
    guard next == UInt8(ascii: "S"), at + 1 < text.count else { return nil }
    let types: [UInt8: String] = [
      UInt8(ascii: "S"): "String", UInt8(ascii: "s"): "Substring", UInt8(ascii: "i"): "Int", UInt8(ascii: "u"): "UInt",
      UInt8(ascii: "a"): "Array", UInt8(ascii: "D"): "Dictionary", UInt8(ascii: "b"): "Bool",
      UInt8(ascii: "d"): "Double", UInt8(ascii: "q"): "Optional", UInt8(ascii: "J"): "Character",
    ]
    guard let type = types[text[at + 1]] else { return nil }
    at += 2
    return ["Swift", type]
  }

  /// Class, structure, enumeration, protocol.
  private mutating func skipNominalKind() -> Bool {
    guard let kind = next, "CVOP".utf8.contains(kind) else { return false }
    at += 1
    return true
  }

  private mutating func label() -> String? {
    if next == UInt8(ascii: "_") {
      at += 1
      return "_"
    }
    return identifier()
  }

  /// `5write`, or `0A7Console` where `A` stands for a word of an earlier identifier.
  private mutating func identifier() -> String? {
    guard let first = next, isDigit(first) else { return nil }
    let start = at
    var bytes: [UInt8] = []
    var substitutes = false
    if first == UInt8(ascii: "0") {
      at += 1
      // A second zero announces Punycode, which is left mangled.
      if next == UInt8(ascii: "0") {
        at = start
        return nil
      }
      substitutes = true
    }
    repeat {
      while substitutes, let letter = next, isLetter(letter) {
        at += 1
        substitutes = letter >= UInt8(ascii: "a")
        let index = Int(letter - UInt8(ascii: substitutes ? "a" : "A"))
        guard index < words.count, bytes.count <= 512 else { return nil }
        bytes += words[index]
      }
      if next == UInt8(ascii: "0") {
        at += 1
        break
      }
      guard let chunk = chunk() else { return nil }
      bytes += chunk
    } while substitutes
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func chunk() -> ArraySlice<UInt8>? {
    var length = 0
    while let digit = next, isDigit(digit) {
      length = length * 10 + Int(digit - UInt8(ascii: "0"))
      guard length <= text.count else { return nil }
      at += 1
    }
    guard length > 0, at + length <= text.count else { return nil }
    let chunk = text[at..<at + length]
    at += length
    rememberWords(of: chunk)
    return chunk
  }

  /// A word ends at an underscore and where a capital follows a small letter; words of two letters and more are numbered.
  private mutating func rememberWords(of chunk: ArraySlice<UInt8>) {
    var start: Int?
    for index in chunk.startIndex...chunk.endIndex {
      let byte = index < chunk.endIndex ? chunk[index] : 0
      let ends =
        byte == 0 || byte == UInt8(ascii: "_")
        || (index > chunk.startIndex && !isCapital(chunk[index - 1]) && isCapital(byte))
      if let first = start, ends {
        if index - first >= 2, words.count < 26 { words.append(Array(chunk[first..<index])) }
        start = nil
      }
      if start == nil, byte != 0, byte != UInt8(ascii: "_"), !isDigit(byte) { start = index }
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private func isCapital(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
  private func isLetter(_ byte: UInt8) -> Bool {
    isCapital(byte) || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
  }
}
