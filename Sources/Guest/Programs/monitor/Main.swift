import DesktopLibrary

/// `monitor`: see `Programs.monitor` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.monitor() }
}
