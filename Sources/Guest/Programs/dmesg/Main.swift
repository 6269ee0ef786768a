import ToolLibrary

/// `dmesg`: what the kernel said. See `MessagesTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.dmesg() }
}
