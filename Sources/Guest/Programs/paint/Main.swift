import DesktopLibrary

/// `paint`: see `Programs.paint` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.paint() }
}
