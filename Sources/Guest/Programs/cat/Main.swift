import ToolLibrary

/// `cat`: show files. See `CatTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.cat() }
}
