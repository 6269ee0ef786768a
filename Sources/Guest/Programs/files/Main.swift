import DesktopLibrary

/// `files`: see `Programs.files` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.files() }
}
