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

  @Test("A picture is painted, by mouse and by keys")
  func paint() throws {
    // The canvas is around the middle of the screen.
    let zigzag = [(60, 40), (60, -40), (60, 40), (-120, 30)].map { Step.move($0.0, $0.1) }
    try run(
      "guest-paint",
      launch("paint") + [.move(-120, -60), .button(isDown: true)] + zigzag + [.button(isDown: false), .settle]
        + [.press([.z], holding: [.controlLeft]), .settle, .move(-140, -120), .button(isDown: true)] + zigzag
        + [.button(isDown: false)])
  }

  @Test("A game is played, and the currents flow, frame by frame")
  func play() throws {
    try run(
      "guest-play",
      launch("curr") + [.press(Array(repeating: .arrowRight, count: 5), holding: []), .settle]
        + [.press([.arrowLeft], holding: [.metaLeft]), .settle] + launch("blocks")
        + [
          .press([.enter, .arrowLeft, .arrowLeft, .arrowLeft, .space], holding: []), .settle,
          .press([.arrowUp, .arrowRight, .arrowRight, .space], holding: []), .settle,
          .press(
            [.arrowLeft, .arrowDown, .space, .arrowRight, .arrowRight, .arrowRight, .arrowRight, .space], holding: []),
        ])
  }

  @Test("The monitor, and settings that change wallpaper and resolution; a window resized by its edge")
  func settings() throws {
    try run(
      "guest-settings",
      launch("monitor") + launch("settings")
        // The second wallpaper; 800 × 600.
        + [
          .press([.tab, .arrowRight], holding: []), .settle, .press([.tab, .tab, .tab, .arrowUp, .enter], holding: []),
          .settle,
        ]
        + [
          .press([.f8], holding: [.altLeft]), .press([.arrowRight, .arrowRight, .arrowDown, .enter], holding: []),
          .settle,
        ])
  }
}
