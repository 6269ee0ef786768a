import ToolLibrary

/// `echo`: say something. See `EchoTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.echo() }
}
