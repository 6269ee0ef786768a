import Foundation
import GuestDesktop
import Pictures

/// What the guest's desktop costs, in instructions on our machine: the same in every run, to the digit.
///
///     desktop-figures KERNEL [PICTURE.png]
///
/// With a second argument the screen as it is at the end is left there.
@main
struct DesktopFigures {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 2 || arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: desktop-figures KERNEL [PICTURE.png]\n".utf8))
      exit(2)
    }
    let kernel = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1])))
    let desktop = try GuestDesktop(kernel: kernel)
    print("desktop: boot until it is shown: \(desktop.machine.instructionCount)")
    desktop.wait(milliseconds: 500)
    print(
      "desktop: a step of the pointer: \(steps(20, desktop) { desktop.move(to: desktop.pointer.x + 3, desktop.pointer.y) })"
    )
    print("desktop: start the terminal, until the shell's prompt: \(desktop.instructions { desktop.launch("term") })")
    print("desktop: a key echoed in the terminal: \(keys(20, desktop))")
    for program in ["calc", "clock", "edit", "sett"] { desktop.launch(program) }
    // Its window of 640 by 400 and a title bar is the largest, and comes last: over the five others.
    desktop.launch("files")
    desktop.move(to: 512, 260)
    desktop.button(isDown: true)
    desktop.move(to: 520, 266)
    let drag = steps(20, desktop) { desktop.move(to: desktop.pointer.x + 3, desktop.pointer.y + 2) }
    desktop.button(isDown: false)
    print("desktop: a step of a 640 x 432 window over five others: \(drag)")
    let redraw = desktop.instructions { desktop.press(.d, holding: [.metaLeft]) }
    print("desktop: all six windows out of the way: \(redraw)")
    let back = desktop.instructions { desktop.press(.d, holding: [.metaLeft]) }
    print("desktop: and all back, one by one: \(back)")
    if arguments.count == 3 {
      try Data(try PNG.encode(desktop.machine.screen)).write(to: URL(fileURLWithPath: arguments[2]))
    }
  }

  private static func steps(_ count: Int, _ desktop: GuestDesktop, _ step: () -> Void) -> Int {
    desktop.instructions { for _ in 0..<count { step() } } / count
  }

  private static func keys(_ count: Int, _ desktop: GuestDesktop) -> Int {
    desktop.instructions { desktop.type(String(repeating: "x", count: count)) } / count
  }
}
