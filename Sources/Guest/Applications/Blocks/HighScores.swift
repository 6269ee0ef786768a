/// The best games, kept in a file: a line each, points and name.
public struct HighScores: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    public var score: Int
    public var name: String
  }

  public static let count = 8
  public private(set) var entries: [Entry] = []

  public init() {}

  /// Lines that make no sense are left out.
  public init(_ bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let space = line.firstIndex(of: " "), let score = Int(line[..<space]), score >= 0 else { continue }
      add(score: score, name: String(line[line.index(after: space)...]))
    }
  }

  public var bytes: [UInt8] { Array(entries.map { "\($0.score) \($0.name)\n" }.joined().utf8) }

  public func accepts(_ score: Int) -> Bool {
    score > 0 && (entries.count < Self.count || score > (entries.last?.score ?? 0))
  }

  public mutating func add(score: Int, name: String) {
    guard accepts(score) else { return }
    let index = entries.firstIndex { $0.score < score } ?? entries.count
    entries.insert(Entry(score: score, name: name), at: index)
    if entries.count > Self.count { entries.removeLast() }
  }
}
