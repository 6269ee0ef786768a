import Foundation
import Testing

/// The guides of the DocC catalogue show code that the package in `Examples/` compiles and runs: this finds each block there.
@Suite("The guides' code")
struct GuideTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func files(in folder: String, endingWith suffix: String) throws -> [String: String] {
    let start = root.appendingPathComponent(folder).resolvingSymlinksInPath()
    let names = try FileManager.default.subpathsOfDirectory(atPath: start.path)
    var files: [String: String] = [:]
    for name in names where name.hasSuffix(suffix) && !name.contains(".build/") {
      files[name] = try String(contentsOf: start.appendingPathComponent(name), encoding: .utf8)
    }
    return files
  }

  /// The blocks between "```swift" and "```".
  private static func blocks(in text: String) -> [[String]] {
    var blocks: [[String]] = []
    var block: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "```swift" {
        block = []
      } else if line == "```", let done = block {
        blocks.append(done)
        block = nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }

  /// Whether the lines stand in the source one after the other, all indented by the same.
  private static func stands(_ block: [String], in source: [String]) -> Bool {
    guard let first = block.first, source.count >= block.count else { return false }
    return (0...source.count - block.count).contains { start in
      guard source[start].hasSuffix(first) else { return false }
      let indent = String(source[start].dropLast(first.count))
      guard indent.allSatisfy({ $0 == " " }) else { return false }
      return zip(block, source[start...]).allSatisfy { $0.isEmpty ? $1.isEmpty : indent + $0 == $1 }
    }
  }

  @Test("Each block of each guide stands, line by line, in a source of Examples")
  func blocks() throws {
    let sources = try Self.files(in: "Examples", endingWith: ".swift").values
      .map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    let guides = try Self.files(in: "Sources/Emulator/Machine/Machine.docc", endingWith: ".md")
    #expect(guides.count >= 4)
    var count = 0
    for (name, text) in guides {
      for block in Self.blocks(in: text) {
        count += 1
        #expect(
          sources.contains { Self.stands(block, in: $0) },
          "\(name): no source of Examples has\n\(block.joined(separator: "\n"))")
      }
    }
    #expect(count >= 5)
  }
}
