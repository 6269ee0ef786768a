/// A part of a word, before it is expanded.
indirect enum WordPart {
  /// Text; quoted text is neither a pattern nor split.
  case literal([UInt8], quoted: Bool)
  case parameter(Parameter, quoted: Bool)
  /// `$(…)` or `` `…` ``.
  case command([AndOr], quoted: Bool)
  /// `$((…))`.
  case arithmetic([WordPart], quoted: Bool)

  var isQuoted: Bool {
    switch self {
    case .literal(_, let quoted), .parameter(_, let quoted), .command(_, let quoted), .arithmetic(_, let quoted):
      quoted
    }
  }
}

typealias Word = [WordPart]

/// `$name` or `${name…}`.
struct Parameter {
  enum Operation {
    case value
    /// `${#name}`.
    case length
    /// `-`: another word where there is no value.
    case useDefault
    /// `=`
    case assignDefault
    /// `?`
    case fail
    /// `+`
    case useAlternative
    /// `%` and `%%`.
    case removeSuffix(longest: Bool)
    /// `#` and `##`.
    case removePrefix(longest: Bool)
  }

  /// A variable's name, a number, or one of `@ * # ? - $ !`.
  var name: [UInt8]
  var operation: Operation = .value
  /// With a colon before the operation an empty value counts as none.
  var hasColon = false
  var word: Word = []
}

/// The contents of a here-document, which come after the line that asks for them.
final class HereDocument {
  var contents: Word = []
}

struct Redirection {
  enum Kind {
    /// `<`, `>`, `>>`, `<>`; `>|` is `>`.
    case read(Word)
    case write(Word)
    case append(Word)
    case readWrite(Word)
    /// `<&` and `>&`: a number, or `-` to close.
    case duplicate(Word)
    case here(HereDocument)
  }
  var descriptor: Int
  var kind: Kind
}

struct SimpleCommand {
  var assignments: [(name: [UInt8], value: Word)] = []
  var words: [Word] = []
  var redirections: [Redirection] = []
  var line = 0
}

/// One alternative of a `case`.
struct CaseItem {
  var patterns: [Word]
  var body: [AndOr]
}

indirect enum Command {
  case simple(SimpleCommand)
  case group([AndOr])
  case subshell([AndOr])
  case conditional([(condition: [AndOr], body: [AndOr])], otherwise: [AndOr])
  case loop(isUntil: Bool, condition: [AndOr], body: [AndOr])
  /// Without words: the positional parameters.
  case iteration(name: [UInt8], words: [Word]?, body: [AndOr])
  case selection(Word, [CaseItem])
  case function(name: [UInt8], body: Command)
  case redirected(Command, [Redirection])
}

struct Pipeline {
  var isNegated: Bool
  var commands: [Command]
}

/// Pipelines joined by `&&` and `||`.
struct AndOr {
  var first: Pipeline
  var rest: [(isAnd: Bool, pipeline: Pipeline)]
  var isBackground: Bool
  /// As it was typed, for the list of jobs.
  var text: [UInt8]
}

/// What is wrong with a script.
public struct SyntaxError: Error, Equatable {
  public let line: Int
  public let message: String
  /// More input could make it right: a quote, a bracket or a keyword is still open.
  public let isIncomplete: Bool
}
