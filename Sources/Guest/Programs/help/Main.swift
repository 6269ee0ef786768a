import ToolLibrary

/// `help`: what there is to type. See `HelpTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.help() }
}
