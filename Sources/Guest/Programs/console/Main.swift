import DesktopLibrary

/// `console`: see `Programs.console` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.console() }
}
