import SystemCalls

/// `find PATH… TEST…`: -name -iname -path -type -size -empty -newer -mindepth -maxdepth -print -print0 -delete -exec … ;
/// ! -not -a -o ( ).
public enum FindTool {
  indirect enum Expression {
    case name(String, ignoresCase: Bool)
    case path(String)
    case kind(FileKind)
    case size(Int, unit: UInt64, order: Int)
    case empty
    case newer(Int64)
    case print(end: UInt8)
    case delete
    case execute([String])
    case constant(Bool)
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
  }

  public static func run(_ tool: Tool) {
    var rest = tool.arguments[...]
    var paths: [String] = []
    while let first = rest.first, !first.hasPrefix("-"), first != "(", first != "!" {
      paths.append(first)
      rest.removeFirst()
    }
    var parser = Parser(rest: rest, tool: tool)
    guard let expression = parser.whole() else { return }
    let search = Search(
      tool: tool, expression: expression, minimum: parser.minimum, maximum: parser.maximum,
      isDeepFirst: parser.isDeepFirst)
    for path in paths.isEmpty ? ["."] : paths { search.visit(path, depth: 0) }
  }

  private struct Search {
    let tool: Tool
    let expression: Expression
    let minimum: Int
    let maximum: Int
    let isDeepFirst: Bool

    func visit(_ path: String, depth: Int) {
      let status: FileStatus
      do throws(SystemError) { status = try tool.system.status(path, followsLinks: false) } catch {
        return tool.complain("'\(path)': \(error)")
      }
      if !isDeepFirst, depth >= minimum { _ = isTrue(expression, path, status) }
      if status.kind == .directory, depth < maximum {
        do throws(SystemError) {
          let entries = try tool.system.entries(path)
          for entry in entries { visit(Tool.join(path, entry.name), depth: depth + 1) }
        } catch {
          tool.complain("'\(path)': \(error)")
        }
      }
      if isDeepFirst, depth >= minimum { _ = isTrue(expression, path, status) }
    }

    private func isTrue(_ expression: Expression, _ path: String, _ status: FileStatus) -> Bool {
      switch expression {
      case .name(let pattern, let ignoresCase):
        let name = Tool.lastName(path)
        return ignoresCase
          ? NamePattern.matches(pattern.lowercased(), name.lowercased()) : NamePattern.matches(pattern, name)
      case .path(let pattern): return NamePattern.matches(pattern, path)
      case .kind(let kind): return status.kind == kind
      case .size(let count, let unit, let order):
        let units = Int((status.size + unit - 1) / unit)
        return order == 0 ? units == count : order > 0 ? units > count : units < count
      case .empty:
        if status.kind == .directory { return (try? tool.system.entries(path))?.isEmpty ?? false }
        return status.kind == .regular && status.size == 0
      case .newer(let time): return status.modified > time
      case .print(let end):
        tool.write(Array(path.utf8) + [end])
        return true
      case .delete:
        if path == "." { return true }
        do throws(SystemError) {
          if status.kind == .directory { try tool.system.removeDirectory(path) } else { try tool.system.unlink(path) }
          return true
        } catch {
          tool.complain("cannot delete '\(path)': \(error)")
          return false
        }
      case .execute(let words): return execute(words.map { $0.replacingAll("{}", with: path) })
      case .constant(let value): return value
      case .not(let inner): return !isTrue(inner, path, status)
      case .and(let left, let right): return isTrue(left, path, status) && isTrue(right, path, status)
      case .or(let left, let right): return isTrue(left, path, status) || isTrue(right, path, status)
      }
    }

    private func execute(_ words: [String]) -> Bool {
      tool.flush()
      guard let path = ProgramPath.find(words[0], tool.system) else {
        tool.complain("'\(words[0])': No such file or directory")
        return false
      }
      do throws(SystemError) {
        return try tool.system.run(path, arguments: words, environment: tool.system.environment) == 0
      } catch {
        tool.complain("'\(words[0])': \(error)")
        return false
      }
    }
  }

  private struct Parser {
    var rest: ArraySlice<String>
    let tool: Tool
    var minimum = 0
    var maximum = Int.max
    var isDeepFirst = false
    private var hasAction = false
    private var hasFailed = false

    init(rest: ArraySlice<String>, tool: Tool) { (self.rest, self.tool) = (rest, tool) }

    mutating func whole() -> Expression? {
      let expression = rest.isEmpty ? .constant(true) : disjunction()
      if let extra = rest.first, !hasFailed { fail("paths must precede expression: `\(extra)'") }
      if hasFailed { return nil }
      return hasAction ? expression : .and(expression, .print(end: 10))
    }

    private mutating func fail(_ message: String) {
      if !hasFailed { tool.complain(message) }
      hasFailed = true
      rest = []
    }

    private mutating func disjunction() -> Expression {
      var left = conjunction()
      while rest.first == "-o" || rest.first == "-or" {
        rest.removeFirst()
        left = .or(left, conjunction())
      }
      return left
    }

    private mutating func conjunction() -> Expression {
      var left = primary()
      while let next = rest.first, next != ")", next != "-o", next != "-or" {
        if next == "-a" || next == "-and" { rest.removeFirst() }
        left = .and(left, primary())
      }
      return left
    }

    private mutating func argument(_ name: String) -> String {
      guard let value = rest.popFirst() else {
        fail("missing argument to `\(name)'")
        return ""
      }
      return value
    }

    private mutating func primary() -> Expression {
      guard let word = rest.popFirst() else {
        fail("expected an expression")
        return .constant(false)
      }
      switch word {
      case "!", "-not": return .not(primary())
      case "(":
        let inner = disjunction()
        if rest.popFirst() != ")" { fail("expected ')'") }
        return inner
      case "-name", "-iname": return .name(argument(word), ignoresCase: word == "-iname")
      case "-path": return .path(argument(word))
      case "-type": return kind(argument(word))
      case "-size": return size(argument(word))
      case "-empty": return .empty
      case "-newer":
        let path = argument(word)
        guard let status = try? tool.system.status(path, followsLinks: true) else {
          fail("'\(path)': No such file or directory")
          return .constant(false)
        }
        return .newer(status.modified)
      case "-mindepth", "-maxdepth":
        let text = argument(word)
        guard let value = Int(text), value >= 0 else {
          fail("Expected a positive decimal integer argument to \(word), but got '\(text)'")
          return .constant(false)
        }
        if word == "-mindepth" { minimum = value } else { maximum = value }
        return .constant(true)
      case "-depth":
        isDeepFirst = true
        return .constant(true)
      case "-true": return .constant(true)
      case "-false": return .constant(false)
      case "-print", "-print0":
        hasAction = true
        return .print(end: word == "-print" ? 10 : 0)
      case "-delete":
        (hasAction, isDeepFirst) = (true, true)
        return .delete
      case "-exec":
        hasAction = true
        var words: [String] = []
        while let next = rest.popFirst(), next != ";" { words.append(next) }
        if words.isEmpty { fail("missing argument to `-exec'") }
        return .execute(words)
      default:
        fail(word.hasPrefix("-") ? "unknown predicate `\(word)'" : "paths must precede expression: `\(word)'")
        return .constant(false)
      }
    }

    private mutating func kind(_ letter: String) -> Expression {
      switch letter {
      case "f": return .kind(.regular)
      case "d": return .kind(.directory)
      case "l": return .kind(.symbolicLink)
      case "c": return .kind(.characterDevice)
      case "p": return .kind(.pipe)
      default:
        fail("Unknown argument to -type: \(letter)")
        return .constant(false)
      }
    }

    private mutating func size(_ text: String) -> Expression {
      var digits = text[...]
      let order = digits.first == "+" ? 1 : digits.first == "-" ? -1 : 0
      if order != 0 { digits.removeFirst() }
      var unit: UInt64 = 512
      switch digits.last {
      case "c": unit = 1
      case "k": unit = 1024
      case "M": unit = 1 << 20
      case "G": unit = 1 << 30
      case "b": unit = 512
      default: digits += "b"
      }
      guard let count = Int(digits.dropLast()) else {
        fail("Invalid argument `\(text)' to -size")
        return .constant(false)
      }
      return .size(count, unit: unit, order: order)
    }
  }
}
