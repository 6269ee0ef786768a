import DesktopLibrary

/// `desktop`: see `Programs.desktop` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.desktop() }
}
