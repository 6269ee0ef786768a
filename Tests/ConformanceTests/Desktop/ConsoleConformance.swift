import Machine
import Testing

/// The shell on the screen without a desktop, typed at on the keyboard: the same picture here and, where there is one, on QEMU.
@Suite(
  "The console on the screen, here and on QEMU", .serialized,
  .enabled(if: BuiltKernel.bytes != nil, "there is no Images/kernel.elf: make build"))
struct ConsoleConformance {
  private typealias Step = Scenario.Step

  private func run(_ name: String, mode: String = "", _ steps: [Step]) throws {
    var scenario = Scenario(
      commandLine: "console=screen still\(mode)", steps: [.wait("console: ready"), .settle] + steps + [.settle])
    scenario.end = .screen
    // From here on, the shell on the serial port and the console start side by side.
    scenario.normalize = { $0.replacing(/apus: ready(?s:.*)/, with: "apus: ready") }
    try scenario.run(BuiltKernel.require(), golden: name)
  }

  @Test("Commands, completion, history, Ctrl-C and scrolling")
  func shell() throws {
    try run(
      "guest-console",
      [
        .type("mkdir /tmp/words; cd /tmp/words; echo one > first; echo two > second\n"), .settle,
        .type("cat f"), .press([.tab], holding: []), .type("s"), .press([.tab], holding: []), .type("\n"), .settle,
        .press([.arrowUp], holding: []), .press([.home], holding: []), .type("echo "), .press([.end], holding: []),
        .type(" 3\n"),
        .settle, .type("sleep 1000\n"), .settle, .press([.c], holding: [.controlLeft]), .settle,
        .type("for n in 1 2 3 4 5 6 7 8 9; do echo $((n * n)); ls / | sort -r | head -n 2; done\n"), .settle,
        .type("ls -l /etc | head -n 3\n"), .settle, .type("echo unfini"),
      ])
  }

  @Test("The screen editor, on a small screen")
  func editor() throws {
    try run(
      "guest-console-editor", mode: " mode=640x480",
      [.type("edit /tmp/note\n"), .settle, .type("A note,\non two lines."), .settle])
  }
}
