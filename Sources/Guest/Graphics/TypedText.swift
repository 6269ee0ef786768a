/// What somebody types: lines of limited length, the last of which grows at its end, and of which the last few are
/// seen.
public struct TypedText {
  public private(set) var lines: [[Unicode.Scalar]] = [[]]
  public let columns: Int
  public let rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  public enum Change: Equatable, Sendable {
    case nothing
    /// The last line alone.
    case lastLine
    /// Lines have moved.
    case everything
  }

  public var isEmpty: Bool { lines.count == 1 && lines[0].isEmpty }
  /// Where the caret is.
  public var caret: (row: Int, column: Int) { (lines.count - 1, lines[lines.count - 1].count) }

  public mutating func insert(_ scalar: Unicode.Scalar) -> Change {
    var change = isEmpty ? Change.everything : .lastLine
    if lines[lines.count - 1].count == columns { change = insertLine() }
    lines[lines.count - 1].append(scalar)
    return change
  }

  public mutating func insertLine() -> Change {
    lines.append([])
    if lines.count > rows { lines.removeFirst() }
    return .everything
  }

  public mutating func deleteBackward() -> Change {
    if lines[lines.count - 1].popLast() != nil { return isEmpty ? .everything : .lastLine }
    guard lines.count > 1 else { return .nothing }
    lines.removeLast()
    return .everything
  }
}
