import DesktopLibrary

/// `clock`: see `Programs.clock` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.clock() }
}
