import Foundation
import Pictures
import Testing

/// A picture in Images/Golden/Desktop that a run must end on. After a change that is meant, `REMAKE_GOLDEN=1 swift test … --filter
/// DesktopConformance` makes it anew: look at it.
struct GoldenPicture {
  let name: String

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Images/Golden/Desktop").standardized

  func check(_ picture: Picture) throws {
    let file = Self.folder.appendingPathComponent(name + ".png")
    if ProcessInfo.processInfo.environment["REMAKE_GOLDEN"] != nil {
      try Data(try PNG.encode(picture)).write(to: file)
      return
    }
    let golden = try PNG.decode([UInt8](try Data(contentsOf: file)))
    guard let difference = picture.difference(from: golden) else { return }
    let actual = FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(name).png")
    try Data(try PNG.encode(picture)).write(to: actual)
    Issue.record("\(name): \(difference); see \(actual.path)")
  }
}
