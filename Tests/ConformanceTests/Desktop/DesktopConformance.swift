import Machine
import Testing

/// The desktop and its programs, by hand: each run ends on the picture that is kept, here and, where there is one, on QEMU.
/// `still` keeps the time of day from passing.
@Suite(
  "The desktop, here and on QEMU", .serialized,
  .enabled(if: BuiltKernel.bytes != nil, "there is no Images/kernel.elf: make build"))
struct DesktopConformance {
  private typealias Step = Scenario.Step

  private func run(_ name: String, commandLine: String = "still", _ steps: [Step]) throws {
    var scenario = Scenario(commandLine: commandLine, steps: [.wait("desktop: ready"), .settle] + steps + [.settle])
    scenario.end = .screen
    // The shell on the serial port and the desktop start side by side.
    scenario.normalize = { $0.replacing(/desktop: ready[^\n]*\n/, with: "") }
    try scenario.run(BuiltKernel.require(), golden: name)
  }

  private func launch(_ letters: String) -> [Step] {
    [.press([.metaLeft], holding: []), .settle, .type(letters + "\n"), .settle]
  }

  private func drag(_ dx: Int, _ dy: Int) -> [Step] {
    [.button(isDown: true), .move(dx / 2, dy / 2), .move(dx - dx / 2, dy - dy / 2), .button(isDown: false)]
  }

  @Test("A command in the terminal")
  func terminal() throws {
    try run("guest-terminal", launch("term") + [.type("ls\n"), .settle, .type("echo $((6 * 7)) | cat\n")])
  }

  @Test("Windows are moved, snapped and switched between")
  func windows() throws {
    // The calculator's title bar is above the middle of the screen; its window is snapped to the left half by keys.
    try run(
      "guest-windows",
      launch("files") + launch("calc") + [.type("1/3+1/6\n"), .move(-100, -180)] + drag(250, 90)
        + [.press([.arrowLeft], holding: [.metaLeft]), .settle] + launch("clock"))
  }

  @Test("Light theme, an editor with a text, a screen of another size")
  func light() throws {
    try run(
      "guest-light", commandLine: "still mode=800x600",
      launch("edit") + [
        .type("The desktop of Apus\n\n\twindows in ring 3\n"), .settle, .press([.metaLeft], holding: []),
      ]
        // The launcher's sun, near its lower right corner.
        + [.settle, .move(-48, 228), .settle] + [.button(isDown: true), .button(isDown: false)])
  }
}
