// Shows the desktop on the host, with the guest's own code: `desktop-preview --help`.

import CSDL2
import DesktopSimulation
import Foundation
import GuestApplications
import Pictures

struct Options {
  var width = 1024
  var height = 768
  var isDark = true
  var scene = "desktop"
  var output: String?
}

let help = """
  Usage: desktop-preview [--size 1024x768] [--light] [--scene NAME] [--png FILE]
  Composes a scene with the guest's own code and writes it as a picture, or shows the desktop in a window.
  Scenes: desktop, launcher, switcher, snap, or the name of a program (\(SimulatedDesktop.programs.joined(separator: ", "))).
  """

func fail(_ text: String) -> Never {
  FileHandle.standardError.write(Data("desktop-preview: \(text)\n".utf8))
  exit(2)
}

func parse() -> Options {
  var options = Options()
  var words = CommandLine.arguments.dropFirst()
  func value(_ name: String) -> String { words.popFirst() ?? { fail("\(name) needs a value; see --help") }() }
  while let word = words.popFirst() {
    switch word {
    case "--help":
      print(help)
      exit(0)
    case "--light": options.isDark = false
    case "--scene": options.scene = value(word)
    case "--png": options.output = value(word)
    case "--size":
      let parts = value(word).split(separator: "x").compactMap { Int($0) }
      guard parts.count == 2, parts.allSatisfy({ (200...4096).contains($0) }) else { fail("--size is like 1024x768") }
      (options.width, options.height) = (parts[0], parts[1])
    default: fail("unknown option '\(word)'; see --help")
    }
  }
  return options
}

let options = parse()
let desktop = SimulatedDesktop(width: options.width, height: options.height, isDark: options.isDark)
if options.output == nil {
  try show(desktop)
} else {
  guard Scenes.compose(options.scene, on: desktop) else { fail("there is no scene '\(options.scene)'; see --help") }
}
if let output = options.output {
  try Data(try PNG.encode(picture(of: desktop))).write(to: URL(fileURLWithPath: output))
  print(desktop.compositor.statistics)
}

func picture(of desktop: SimulatedDesktop) -> Picture {
  let surface = desktop.screen.surface
  let pixels = (0..<surface.height).flatMap { y in (0..<surface.width).map { surface.row(y)[$0] } }
  return Picture(width: surface.width, height: surface.height, pixels: pixels)
}
