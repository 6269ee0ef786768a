import ToolLibrary

/// `edit`: a screen editor. See `EditTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.edit() }
}
