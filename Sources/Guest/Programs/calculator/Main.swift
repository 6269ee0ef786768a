import DesktopLibrary

/// `calculator`: see `Programs.calculator` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.calculator() }
}
