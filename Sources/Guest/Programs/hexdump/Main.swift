import ToolLibrary

/// `hexdump`: show bytes. See `HexdumpTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.hexdump() }
}
