import DesktopLibrary

/// `editor`: see `Programs.editor` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.editor() }
}
