import DesktopLibrary

/// `currents`: see `Programs.currents` in DesktopLibrary.
@main
struct Main {
  static func main() { Programs.currents() }
}
