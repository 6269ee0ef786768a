import GuestApplications

/// Arrangements that pictures are made of, for people and for tests.
public enum Scenes {
  /// False where there is no such scene.
  public static func compose(_ name: String, on desktop: SimulatedDesktop) -> Bool {
    switch name {
    case "desktop": full(desktop)
    case "launcher":
      full(desktop)
      desktop.key(.command)
    case "switcher":
      full(desktop)
      desktop.compositor.handle(KeyEvent(.alternate, modifiers: .alternate))
      desktop.compositor.handle(KeyEvent(.tab, modifiers: .alternate))
      desktop.settle()
    case "snap":
      full(desktop)
      let frame = desktop.compositor.active!.frame
      desktop.move(to: frame.x + 150, frame.y + 12)
      desktop.press()
      desktop.move(to: 0, 300)
    default:
      guard SimulatedDesktop.programs.contains(name) else { return false }
      program(name, desktop)
    }
    return true
  }

  private static func full(_ desktop: SimulatedDesktop) {
    for load in 0..<48 { desktop.compositor.show(load: 12 + load * 37 % 31 + (load / 9 % 2) * 25) }
    place(desktop.start("Files"), x: 40, y: 40, desktop)
    let terminal = desktop.start("Terminal")
    place(terminal, x: 150, y: 250, desktop)
    desktop.wait(milliseconds: 60)
    for command in ["ls", "colors", "ps"] {
      desktop.type(command + "\n")
      desktop.wait(milliseconds: 60)
    }
    place(desktop.start("Clock"), x: 716, y: 56, desktop)
    let calculator = desktop.start("Calculator")
    place(calculator, x: 690, y: 300, desktop)
    desktop.type("(0.1+0.2)*3")
    desktop.move(to: 640, 560)
    desktop.wait(milliseconds: 400)
  }

  private static func place(_ client: ClientIdentifier, x: Int, y: Int, _ desktop: SimulatedDesktop) {
    guard let window = desktop.window(of: client) else { return }
    let frame = window.frame
    desktop.drag(from: (frame.x + 120, frame.y + 10), to: (x + 120, y + 10))
  }

  private static func program(_ name: String, _ desktop: SimulatedDesktop) {
    let client = desktop.start(name)
    desktop.wait(milliseconds: 200)
    guard let content = desktop.window(of: client)?.contentFrame else { return }
    switch name {
    case "Terminal":
      for command in ["ls", "colors", "ps", "nothing"] {
        desktop.type(command + "\n")
        desktop.wait(milliseconds: 60)
      }
    case "Editor":
      desktop.key(.down)
      desktop.key(.down)
      desktop.key(.down)
      desktop.key(.right, [.shift, .control])
    case "Paint":
      let (x, y) = (content.x + 90, content.y + 90)
      desktop.drag(from: (x, y), to: (x + 220, y + 120), steps: 20)
      desktop.drag(from: (x, y + 120), to: (x + 240, y - 20), steps: 20)
      desktop.drag(from: (x + 200, y + 20), to: (x + 340, y + 180), steps: 20)
    case "Monitor": desktop.wait(milliseconds: 60_000)
    case "Calculator": desktop.type("1/3+1/6")
    case "Blocks":
      desktop.key(.enter)
      for index in 0..<14 {
        for _ in 0..<abs(index * 7 % 11 - 5) { desktop.key(index * 7 % 11 < 5 ? .left : .right) }
        if index % 3 == 1 { desktop.key(.up) }
        desktop.key(.character(" "))
      }
    case "Currents": desktop.wait(milliseconds: 3_000)
    default: break
    }
  }
}
