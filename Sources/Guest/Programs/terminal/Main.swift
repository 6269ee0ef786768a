import DesktopLibrary

/// `terminal`: see `Programs.terminal` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.terminal() }
}
