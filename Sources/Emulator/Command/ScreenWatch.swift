import Machine

/// Notices which part of the guest's screen has changed.
struct ScreenWatch {
  private let display: BochsDisplay
  private var version: UInt64?
  private var picture: Picture?

  init(_ machine: Machine) { display = machine.display }

  /// The picture and the rows of it that may differ from the last one; nil when nothing was drawn.
  mutating func change() -> (picture: Picture, rows: Range<Int>)? {
    let dirty = display.vram.takeDirtyFrames()
    guard !dirty.isEmpty || display.pictureVersion != version else { return nil }
    version = display.pictureVersion
    let before = picture
    let now = display.picture()
    picture = now
    guard let before, before.width == now.width, before.height == now.height else { return (now, 0..<now.height) }
    return (now, rows(of: now, differingFrom: before))
  }

  private func rows(of now: Picture, differingFrom before: Picture) -> Range<Int> {
    let width = now.width
    func isSame(_ row: Int) -> Bool {
      now.pixels[row * width..<(row + 1) * width] == before.pixels[row * width..<(row + 1) * width]
    }
    guard let first = (0..<now.height).first(where: { !isSame($0) }) else { return 0..<0 }
    let last = (first..<now.height).last { !isSame($0) } ?? first
    return first..<last + 1
  }
}
