import DesktopLibrary

/// `settings`: see `Programs.settings` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.settings() }
}
