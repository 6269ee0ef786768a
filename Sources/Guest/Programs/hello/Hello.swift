import SystemLibrary

/// The least that a program can be: says what it was given.
@main
struct Hello {
  static func main() {
    print("hello from process \(Process.current.identifier)")
    for (index, argument) in Process.arguments.enumerated() { print("argument \(index): \(argument)") }
  }
}
