import ToolLibrary

/// `env`: the environment. See `EnvironmentTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.env() }
}
