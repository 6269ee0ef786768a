import DesktopSimulation
import Foundation
import GuestApplications
import Pictures
import Testing

/// Each program, and the desktop's own pictures, against the pictures in Images/Golden/Desktop, pixel for pixel. After a change
/// that is meant, `REMAKE_GOLDEN=1 swift test … --filter GoldenPictureTests` makes them anew: look at them.
struct GoldenPictureTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Images/Golden/Desktop").standardized

  private func picture(_ surface: Surface, _ area: Rectangle) -> Picture {
    Picture(
      width: area.width, height: area.height,
      pixels: (area.y..<area.bottom).flatMap { y in (area.x..<area.right).map { surface.row(y)[$0] } })
  }

  private func check(_ picture: Picture, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name + ".png")
    if ProcessInfo.processInfo.environment["REMAKE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(try PNG.encode(picture)).write(to: file)
      return
    }
    let golden = try PNG.decode([UInt8](try Data(contentsOf: file)))
    guard let difference = picture.difference(from: golden) else { return }
    let actual = FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(name).png")
    try Data(try PNG.encode(picture)).write(to: actual)
    Issue.record("\(name): \(difference); see \(actual.path)")
  }

  @Test(arguments: SimulatedDesktop.programs)
  func program(_ name: String) throws {
    let desktop = SimulatedDesktop(width: 800, height: 600)
    var settings = desktop.compositor.settings
    settings.wallpaper = 3
    desktop.compositor.apply(settings)
    #expect(Scenes.compose(name, on: desktop))
    // With a little of the shadow.
    var area = try #require(desktop.compositor.active).frame.insetBy(-8).intersection(desktop.screen.surface.bounds)
    // Of what cannot be compressed, a part is enough.
    if name == "Currents" { (area.width, area.height) = (180, 120) }
    try check(picture(desktop.screen.surface, area), name)
  }

  @Test(arguments: ["Settings", "Calculator"])
  func programInTheLightTheme(_ name: String) throws {
    let desktop = SimulatedDesktop(width: 800, height: 600, isDark: false)
    var settings = desktop.compositor.settings
    settings.wallpaper = 3
    desktop.compositor.apply(settings)
    #expect(Scenes.compose(name, on: desktop))
    let frame = try #require(desktop.compositor.active).frame
    try check(picture(desktop.screen.surface, frame), name + "-light")
  }

  @Test(arguments: ["launcher", "switcher", "snap"])
  func scene(_ name: String) throws {
    let desktop = SimulatedDesktop(width: 1024, height: 768)
    var settings = desktop.compositor.settings
    settings.wallpaper = 3
    desktop.compositor.apply(settings)
    #expect(Scenes.compose(name, on: desktop))
    try check(picture(desktop.screen.surface, desktop.screen.surface.bounds), name)
  }

  @Test func wallpapers() throws {
    let whole = Bitmap(width: 320, height: 240)
    Landscape.dusk.draw(on: whole.surface)
    try check(picture(whole.surface, whole.surface.bounds), "dusk")
    Landscape.dawn.draw(on: whole.surface)
    try check(picture(whole.surface, whole.surface.bounds), "dawn")
  }

  /// The signs by which windows, files and programs are known, and the pointers.
  @Test func signs() throws {
    let sheet = Bitmap(width: 11 * 56, height: 104)
    sheet.surface.fill(sheet.surface.bounds, Color(0x4A5878))
    for (index, icon) in ProgramIcon.all.enumerated() {
      icon.draw(on: sheet.surface, x: index * 56 + 4, y: 4, size: 48)
    }
    for (index, shape) in CursorShape.allCases.enumerated() {
      CursorPicture(shape).draw(on: sheet.surface, at: Point(x: index * 48 + 24, y: 80), within: sheet.surface.bounds)
    }
    try check(picture(sheet.surface, sheet.surface.bounds), "signs")
  }
}
