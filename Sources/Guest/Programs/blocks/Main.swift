import DesktopLibrary

/// `blocks`: see `Programs.blocks` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.blocks() }
}
