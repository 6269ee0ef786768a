import GuestShell
import SystemCalls

/// `cat`: -n -b -E -A -u.
public enum CatTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "nbEATvu", names: [("number", "n"), ("show-ends", "E"), ("show-all", "A")]) else {
      return
    }
    let isPlain =
      !options.has("n") && !options.has("b") && !options.has("E") && !options.has("A") && !options.has("T")
      && !options.has("v")
    var number = 0
    for path in options.operands.isEmpty ? ["-"] : options.operands {
      tool.withInput(path) { (descriptor) throws(SystemError) in
        if descriptor != 0, try tool.system.status(of: descriptor).kind == .directory { throw .isDirectory }
        if isPlain {
          while !tool.isOutputLost {
            let part = try tool.read(descriptor, count: 64 * 1024)
            if part.isEmpty { return }
            tool.write(part)
            // What comes slowly is shown as it comes.
            if part.count < 4096 { tool.flush() }
          }
          return
        }
        var reader = LineReader(tool, descriptor)
        while let line = try reader.next(), !tool.isOutputLost {
          if options.has("n") && !options.has("b") || options.has("b") && !line.bytes.isEmpty {
            number += 1
            tool.write(Format.right(String(number), 6) + "\t")
          }
          if options.has("A") || options.has("v") || options.has("T") {
            tool.write(visible(line.bytes, options))
          } else {
            tool.write(line.bytes)
          }
          if line.isWhole { tool.write((options.has("E") || options.has("A") ? "$" : "") + "\n") }
        }
      }
    }
  }

  private static func visible(_ bytes: ArraySlice<UInt8>, _ options: Options) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes {
      if byte == 9, !options.has("A"), !options.has("T") {
        result.append(byte)
        continue
      }
      if byte == 9 {
        result += Array("^I".utf8)
        continue
      }
      if !options.has("A"), !options.has("v") {
        result.append(byte)
        continue
      }
      var low = byte
      if low >= 128 {
        result += Array("M-".utf8)
        low -= 128
      }
      if low < 32 { result += [94, low + 64] } else if low == 127 { result += [94, 63] } else { result.append(low) }
    }
    return result
  }
}

/// `echo`, as the shell's.
public enum EchoTool {
  public static func run(_ tool: Tool) { tool.write(Echo.text(tool.arguments.map { Array($0.utf8) })) }
}

/// `head`: -n COUNT, -c COUNT, -COUNT, -q, -v; with a minus all but the last.
public enum HeadTool {
  public static func run(_ tool: Tool) { EndTool.run(tool, isHead: true) }
}

/// `tail`: -n COUNT, -c COUNT, -COUNT, -f, -q, -v; with a plus from there on.
public enum TailTool {
  public static func run(_ tool: Tool) { EndTool.run(tool, isHead: false) }
}

/// What `head` and `tail` share.
enum EndTool {
  static func run(_ tool: Tool, isHead: Bool) {
    var tool = tool
    if let first = tool.arguments.first, first.count > 1, first.hasPrefix("-"), Int(first.dropFirst()) != nil {
      let arguments = ["-n", String(first.dropFirst())] + tool.arguments.dropFirst()
      tool = Tool(system: tool.system, name: tool.name, arguments: arguments)
      run(tool, isHead: isHead)
      tool.flush()
      return
    }
    let names: [(String, Character)] = [
      ("lines", "n"), ("bytes", "c"), ("quiet", "q"), ("verbose", "v"), ("follow", "f"),
    ]
    guard let options = Options(tool, isHead ? "qv" : "qvf", valued: "nc", names: names) else { return }
    let kind = options.last(of: "nc") ?? "n"
    let text = options.value(kind) ?? "10"
    var digits = text[...]
    let sign = digits.first
    if sign == "-" || sign == "+" { digits.removeFirst() }
    guard let count = Int(digits), count >= 0 else {
      return tool.complain("invalid number of \(kind == "n" ? "lines" : "bytes"): '\(text)'")
    }
    let operands = options.operands.isEmpty ? ["-"] : options.operands
    let heads = options.has("v") || operands.count > 1 && !options.has("q")
    for (index, path) in operands.enumerated() {
      let problem = { (path: String) in
        tool.isDirectory(path) ? "error reading '\(path)'" : "cannot open '\(path)' for reading"
      }
      tool.withInput(path, problem: problem) { (descriptor) throws(SystemError) in
        if descriptor != 0, try tool.system.status(of: descriptor).kind == .directory { throw .isDirectory }
        if heads { tool.line((index > 0 ? "\n" : "") + "==> \(path == "-" ? "standard input" : path) <==") }
        let isLines = kind == "n"
        if isHead {
          if sign == "-" {
            try dropLast(tool, descriptor, count, isLines)
          } else {
            try first(tool, descriptor, count, isLines)
          }
        } else {
          if sign == "+" {
            try drop(tool, descriptor, max(0, count - 1), isLines)
          } else {
            try last(tool, descriptor, count, isLines)
          }
          if options.has("f") { try follow(tool, descriptor) }
        }
      }
    }
  }

  private static func first(_ tool: Tool, _ descriptor: Int32, _ count: Int, _ isLines: Bool) throws(SystemError) {
    var left = count
    while left > 0, !tool.isOutputLost {
      let part = try tool.read(descriptor, count: isLines ? 4096 : min(left, 32 * 1024))
      if part.isEmpty { return }
      guard isLines else {
        tool.write(part)
        left -= part.count
        continue
      }
      var end = 0
      while end < part.count, left > 0 {
        if part[end] == 10 { left -= 1 }
        end += 1
      }
      tool.write(part[..<end])
    }
  }

  private static func drop(_ tool: Tool, _ descriptor: Int32, _ count: Int, _ isLines: Bool) throws(SystemError) {
    var left = count
    while !tool.isOutputLost {
      let part = try tool.read(descriptor)
      if part.isEmpty { return }
      var start = 0
      while start < part.count, left > 0 {
        if !isLines || part[start] == 10 { left -= 1 }
        start += 1
      }
      tool.write(part[start...])
    }
  }

  /// Where the last so many lines or bytes start.
  private static func start(ofLast count: Int, in bytes: [UInt8], _ isLines: Bool) -> Int {
    guard isLines else { return max(0, bytes.count - count) }
    if count == 0 { return bytes.count }
    var place = bytes.count
    if bytes.last == 10 { place -= 1 }
    var left = count
    while place > 0 {
      if bytes[place - 1] == 10 {
        left -= 1
        if left == 0 { break }
      }
      place -= 1
    }
    return place
  }

  private static func last(_ tool: Tool, _ descriptor: Int32, _ count: Int, _ isLines: Bool) throws(SystemError) {
    var bytes: [UInt8] = []
    while true {
      let part = try tool.read(descriptor)
      if part.isEmpty { break }
      bytes += part
      // Of what is long only the end is kept.
      if bytes.count > 1 << 20 { bytes.removeFirst(start(ofLast: count, in: bytes, isLines)) }
    }
    tool.write(bytes[start(ofLast: count, in: bytes, isLines)...])
  }

  private static func dropLast(_ tool: Tool, _ descriptor: Int32, _ count: Int, _ isLines: Bool) throws(SystemError) {
    let bytes = try tool.readAll(descriptor)
    tool.write(bytes[..<start(ofLast: count, in: bytes, isLines)])
  }

  private static func follow(_ tool: Tool, _ descriptor: Int32) throws(SystemError) {
    while !tool.isOutputLost {
      let part = try tool.read(descriptor)
      if part.isEmpty {
        tool.flush()
        try tool.system.sleep(nanoseconds: 250_000_000)
      } else {
        tool.write(part)
      }
    }
  }
}

/// `wc`: -l -w -c -m -L(no).
public enum CountTool {
  private struct Counts {
    var lines = 0
    var words = 0
    var characters = 0
    var bytes = 0
  }

  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [("lines", "l"), ("words", "w"), ("bytes", "c"), ("chars", "m")]
    guard let options = Options(tool, "lwcm", names: names) else { return }
    let showsAll = options.last(of: "lwcm") == nil
    var rows: [(Counts, String)] = []
    var total = Counts()
    // GNU's wc makes columns as wide as the sum of all files' sizes needs, and 7 wide for what has no size.
    var sizes: UInt64 = 0
    var hasStream = options.operands.isEmpty
    for path in options.operands.isEmpty ? ["-"] : options.operands {
      tool.withInput(path) { (descriptor) throws(SystemError) in
        let status = try tool.system.status(of: descriptor)
        if status.kind == .regular { sizes += status.size } else { hasStream = true }
        if status.kind == .directory { throw .isDirectory }
        let counts = try count(tool, descriptor)
        rows.append((counts, options.operands.isEmpty ? "" : " " + path))
        total.lines += counts.lines
        total.words += counts.words
        total.characters += counts.characters
        total.bytes += counts.bytes
      }
    }
    if options.operands.count > 1 { rows.append((total, " total")) }
    let columns = (showsAll ? 3 : "lwcm".filter { options.has($0) }.count)
    var width = max(String(sizes).utf8.count, hasStream ? 7 : 1)
    if columns == 1, options.operands.count <= 1 { width = 1 }
    for (counts, name) in rows {
      var fields: [Int] = []
      if showsAll || options.has("l") { fields.append(counts.lines) }
      if showsAll || options.has("w") { fields.append(counts.words) }
      if options.has("m") { fields.append(counts.characters) }
      if showsAll || options.has("c") { fields.append(counts.bytes) }
      tool.line(fields.map { Format.right(String($0), width) }.joined(separator: " ") + name)
    }
  }

  private static func count(_ tool: Tool, _ descriptor: Int32) throws(SystemError) -> Counts {
    var counts = Counts()
    var isInWord = false
    while true {
      let part = try tool.read(descriptor, count: 64 * 1024)
      if part.isEmpty { return counts }
      counts.bytes += part.count
      for byte in part {
        if byte & 0xC0 != 0x80 { counts.characters += 1 }
        if byte == 10 { counts.lines += 1 }
        if byte == 32 || byte >= 9 && byte <= 13 {
          isInWord = false
        } else if !isInWord {
          isInWord = true
          counts.words += 1
        }
      }
    }
  }
}

/// `hexdump`: -C (as people want it, and the default here), -n LENGTH, -s SKIP, -v.
public enum HexdumpTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "Cv", valued: "ns") else { return }
    func number(_ letter: Character, _ standard: Int) -> Int? {
      guard let text = options.value(letter) else { return standard }
      let value = text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
      guard let value, value >= 0 else {
        tool.complain("-\(letter): invalid number '\(text)'")
        return nil
      }
      return value
    }
    guard let limit = number("n", Int.max), let skip = number("s", 0) else { return }
    var bytes: [UInt8] = []
    var dump = Dump(tool: tool, offset: skip, showsAll: options.has("v"))
    var (skipped, taken) = (0, 0)
    for path in options.operands.isEmpty ? ["-"] : options.operands {
      tool.withInput(path) { (descriptor) throws(SystemError) in
        while taken < limit {
          var part = try tool.read(descriptor)
          if part.isEmpty { return }
          let dropped = min(skip - skipped, part.count)
          part.removeFirst(dropped)
          skipped += dropped
          let kept = min(part.count, limit - taken)
          taken += kept
          bytes += part[..<kept]
          let whole = bytes.count / 16 * 16
          dump.show(bytes[..<whole])
          bytes.removeFirst(whole)
        }
      }
    }
    dump.show(bytes[...])
    dump.finish()
  }

  struct Dump {
    let tool: Tool
    var offset: Int
    let showsAll: Bool
    private var last: [UInt8] = []
    private var isRepeating = false
    private var hasShown = false

    init(tool: Tool, offset: Int, showsAll: Bool) { (self.tool, self.offset, self.showsAll) = (tool, offset, showsAll) }

    static func hexadecimal(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    mutating func show(_ bytes: ArraySlice<UInt8>) {
      var rest = bytes
      while !rest.isEmpty {
        let row = Array(rest.prefix(16))
        rest = rest.dropFirst(row.count)
        hasShown = true
        if row == last, row.count == 16, !showsAll {
          if !isRepeating { tool.line("*") }
          isRepeating = true
        } else {
          isRepeating = false
          tool.line(Self.row(row, at: offset))
        }
        last = row
        offset += row.count
      }
    }

    static func row(_ bytes: [UInt8], at offset: Int) -> String {
      var text = hexadecimal(offset, 8) + " "
      for index in 0..<16 {
        if index % 8 == 0 { text += " " }
        text += index < bytes.count ? hexadecimal(Int(bytes[index]), 2) + " " : "   "
      }
      text += " |"
      for byte in bytes { text.unicodeScalars.append(byte >= 32 && byte < 127 ? Unicode.Scalar(byte) : ".") }
      return text + "|"
    }

    func finish() { if hasShown { tool.line(Self.hexadecimal(offset, 8)) } }
  }
}
