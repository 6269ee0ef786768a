import SystemCalls

/// `grep`: -E -F -G -c -e -f(no) -h -H -i -l -L -m -n -o -q -r -s -v -w -x.
public enum GrepTool {
  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [
      ("extended-regexp", "E"), ("fixed-strings", "F"), ("count", "c"), ("regexp", "e"), ("no-filename", "h"),
      ("with-filename", "H"), ("ignore-case", "i"), ("files-with-matches", "l"), ("files-without-match", "L"),
      ("max-count", "m"), ("line-number", "n"), ("only-matching", "o"), ("quiet", "q"), ("recursive", "r"),
      ("no-messages", "s"), ("invert-match", "v"), ("word-regexp", "w"), ("line-regexp", "x"),
    ]
    guard let options = Options(tool, "EFGchHilLnoqrRsvwxy", valued: "em", names: names, failure: 2) else { return }
    var operands = options.operands
    var patterns = options.values("e")
    if patterns.isEmpty {
      guard !operands.isEmpty else { return tool.complain("usage: grep [OPTION]... PATTERN [FILE]...", status: 2) }
      patterns = [operands.removeFirst()]
    }
    var expressions: [RegularExpression] = []
    do throws(RegularExpression.Failure) {
      for pattern in patterns.flatMap({ $0.split(separator: "\n", omittingEmptySubsequences: false) }) {
        expressions.append(
          try RegularExpression(
            Array(pattern.utf8), isExtended: options.has("E"), ignoresCase: options.has("i") || options.has("y"),
            isFixed: options.has("F")))
      }
    } catch {
      return tool.complain(error.message, status: 2)
    }
    var search = Search(tool: tool, options: options, expressions: expressions)
    search.run(operands)
  }

  private struct Search {
    let tool: Tool
    let options: Options
    let expressions: [RegularExpression]
    private var showsNames: Bool
    private var hasMatched = false

    init(tool: Tool, options: Options, expressions: [RegularExpression]) {
      (self.tool, self.options, self.expressions) = (tool, options, expressions)
      showsNames = false
    }

    mutating func run(_ operands: [String]) {
      let isRecursive = options.has("r") || options.has("R")
      let paths = operands.isEmpty ? [isRecursive ? "." : "-"] : operands
      showsNames = options.has("H") || !options.has("h") && (paths.count > 1 || isRecursive)
      for path in paths { visit(path, isRecursive) }
      if tool.status == 0 || hasMatched && options.has("q") { tool.status = hasMatched ? 0 : 1 }
    }

    private mutating func visit(_ path: String, _ isRecursive: Bool) {
      if path != "-", tool.isDirectory(path) {
        guard isRecursive else {
          if !options.has("s") { tool.complain("\(path): Is a directory", status: 2) }
          return
        }
        let entries = ((try? tool.system.entries(path)) ?? []).sorted {
          $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        for entry in entries where entry.kind != .symbolicLink {
          // Names below the current directory are shown without it, when nobody gave it.
          visit(path == "." ? entry.name : Tool.join(path, entry.name), true)
        }
        return
      }
      do throws(SystemError) {
        let descriptor = path == "-" ? 0 : try tool.system.open(path, .readOnly, mode: 0)
        defer { if path != "-" { tool.system.close(descriptor) } }
        try search(descriptor, name: path == "-" ? "(standard input)" : path)
      } catch {
        if options.has("s") { tool.status = 2 } else { tool.complain("\(path): \(error)", status: 2) }
      }
    }

    private mutating func search(_ descriptor: Int32, name: String) throws(SystemError) {
      var reader = LineReader(tool, descriptor)
      var (count, number) = (0, 0)
      let limit = options.value("m").flatMap { Int($0) } ?? Int.max
      while count < limit, let line = try reader.next() {
        number += 1
        let match = firstMatch(line.bytes, from: line.bytes.startIndex)
        guard (match != nil) != options.has("v") else { continue }
        count += 1
        hasMatched = true
        if options.has("q") { return }
        if options.has("l") || options.has("L") { break }
        if options.has("c") { continue }
        if options.has("o"), !options.has("v") {
          showMatches(line.bytes, name, number)
        } else {
          show(line.bytes, name, number)
        }
        if tool.isOutputLost { return }
      }
      if options.has("l"), count > 0 { tool.line(name) }
      if options.has("L"), count == 0 { tool.line(name) }
      if options.has("c"), !options.has("l"), !options.has("L") {
        tool.line((showsNames ? name + ":" : "") + String(count))
      }
    }

    private func show(_ bytes: ArraySlice<UInt8>, _ name: String, _ number: Int) {
      if showsNames { tool.write(name + ":") }
      if options.has("n") { tool.write("\(number):") }
      tool.write(bytes)
      tool.write("\n")
    }

    private func showMatches(_ line: ArraySlice<UInt8>, _ name: String, _ number: Int) {
      var place = line.startIndex
      while place <= line.endIndex, let range = firstMatch(line, from: place) {
        if !range.isEmpty { show(line[range], name, number) }
        place = range.isEmpty ? range.upperBound + 1 : range.upperBound
      }
    }

    /// The first match of any of the patterns, the longest where several start there.
    private func firstMatch(_ line: ArraySlice<UInt8>, from start: Int) -> Range<Int>? {
      var best: Range<Int>?
      for expression in expressions {
        guard let range = match(expression, line, from: start) else { continue }
        if best == nil || range.lowerBound < best!.lowerBound
          || range.lowerBound == best!.lowerBound && range.upperBound > best!.upperBound
        {
          best = range
        }
      }
      return best
    }

    private func match(_ expression: RegularExpression, _ line: ArraySlice<UInt8>, from start: Int) -> Range<Int>? {
      if options.has("x") {
        guard start == line.startIndex, let range = expression.match(in: line, from: start, isAnchored: true),
          range.upperBound == line.endIndex
        else { return nil }
        return range
      }
      guard options.has("w") else { return expression.match(in: line, from: start) }
      var place = start
      while place <= line.endIndex, let range = expression.match(in: line, from: place) {
        if isWord(line, range) { return range }
        // A shorter match at the same place may be a word.
        var end = range.upperBound
        while end > range.lowerBound {
          end -= 1
          if let shorter = expression.match(in: line[line.startIndex..<end], from: range.lowerBound, isAnchored: true),
            isWord(line, shorter)
          {
            return shorter
          }
        }
        place = range.lowerBound + 1
      }
      return nil
    }

    private func isWord(_ line: ArraySlice<UInt8>, _ range: Range<Int>) -> Bool {
      func isWordByte(_ byte: UInt8) -> Bool {
        byte == 95 || byte >= 48 && byte < 58 || byte >= 65 && byte < 91 || byte >= 97 && byte < 123
      }
      if range.lowerBound > line.startIndex, isWordByte(line[range.lowerBound - 1]) { return false }
      return range.upperBound == line.endIndex || !isWordByte(line[range.upperBound])
    }
  }
}
