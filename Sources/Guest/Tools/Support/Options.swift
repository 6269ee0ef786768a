/// The options of a command line, as getopt and GNU's getopt_long read them: letters together or apart, values joined or not, `--name`,
/// `--name=value`, options behind operands, `--` before what is none.
struct Options {
  private(set) var operands: [String] = []
  private var flags: [(letter: Character, value: String?)] = []

  /// Nil, with a message and `failure` as status, where an option is unknown.
  ///
  /// - Parameters:
  ///   - letters: options without a value.
  ///   - valued: options with one.
  ///   - names: long names and their letters.
  init?(
    _ tool: Tool, _ letters: String, valued: String = "", names: [(String, Character)] = [],
    stopsAtOperand: Bool = false,
    failure: UInt8 = 1
  ) {
    var rest = tool.arguments[...]
    var isOver = false
    while let argument = rest.popFirst() {
      if isOver || argument == "-" || argument.utf8.first != UInt8(ascii: "-") {
        operands.append(argument)
        if stopsAtOperand { isOver = true }
      } else if argument == "--" {
        isOver = true
      } else if argument.hasPrefix("--") {
        let text = argument.dropFirst(2)
        let split = text.firstIndex(of: "=")
        let name = String(text[..<(split ?? text.endIndex)])
        guard let letter = names.first(where: { $0.0 == name })?.1 else {
          tool.complain("unrecognized option '\(argument)'", status: failure)
          return nil
        }
        var value = split.map { String(text[text.index(after: $0)...]) }
        if valued.contains(letter), value == nil {
          value = rest.popFirst()
          if value == nil {
            tool.complain("option '--\(name)' requires an argument", status: failure)
            return nil
          }
        }
        flags.append((letter, value))
      } else {
        var letterRest = argument.dropFirst()
        while let letter = letterRest.popFirst() {
          if valued.contains(letter) {
            let value = letterRest.isEmpty ? rest.popFirst() : String(letterRest)
            guard let value else {
              tool.complain("option requires an argument -- '\(letter)'", status: failure)
              return nil
            }
            flags.append((letter, value))
            break
          }
          guard letters.contains(letter) else {
            tool.complain("invalid option -- '\(letter)'", status: failure)
            return nil
          }
          flags.append((letter, nil))
        }
      }
    }
  }

  func has(_ letter: Character) -> Bool { flags.contains { $0.letter == letter } }

  /// The value that was given last.
  func value(_ letter: Character) -> String? { flags.last { $0.letter == letter }?.value }

  func values(_ letter: Character) -> [String] { flags.filter { $0.letter == letter }.compactMap { $0.value } }

  /// Which of some letters came last.
  func last(of letters: String) -> Character? { flags.last { letters.contains($0.letter) }?.letter }
}
