import RandomInput
import SystemCalls

/// Draws actions that are likely to meet: few names, many links, offsets near the borders of pages and of the page tree.
struct RandomActions {
  private var numbers: SeededGenerator
  private static let names = ["a", "b", "c", "d", "e"]
  private static let longest = String(repeating: "n", count: 255)

  init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

  private mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &numbers) }
  private mutating func chance(_ percent: Int) -> Bool { draw(100) < percent }

  private mutating func name() -> String {
    switch draw(100) {
    case 0: Self.longest
    case 1: Self.longest + "n"
    case 2: "middling-" + String(repeating: "m", count: 30)
    case 3..<8: "."
    case 8..<13: ".."
    default: Self.names[draw(Self.names.count)]
    }
  }

  mutating func path() -> String {
    if chance(1) { return draw(3) == 0 ? "" : String(repeating: "a/", count: draw(2) == 0 ? 2046 : 2048) + "a" }
    var path = name()
    while chance(45) { path += (chance(5) ? "//" : "/") + name() }
    if chance(7) { path += chance(20) ? "//" : "/" }
    return path
  }

  private mutating func offset() -> Int {
    switch draw(12) {
    case 0..<5: draw(300)
    case 5..<9: 4096 * draw(6) + draw(9) - 4
    case 9: 4096 * 512 + draw(9000) - 4500
    case 10: 4096 * 512 * 512 + draw(9000) - 4500
    default: draw(2) == 0 ? -1 - draw(3) : 1 << 40
    }
  }

  private mutating func count() -> Int {
    switch draw(8) {
    case 0..<5: draw(200)
    case 5, 6: 4096 + draw(9) - 4
    default: draw(20000)
    }
  }

  private mutating func mode() -> UInt16 { [0o600, 0o644, 0o666, 0o755, 0o4711, 0o700][draw(6)] }

  private mutating func flags() -> OpenFlags {
    var flags: OpenFlags = [.readOnly, .writeOnly, .readWrite, .readWrite][draw(4)]
    if chance(45) { flags.insert(.create) }
    if chance(12) { flags.insert(.exclusive) }
    if chance(15) { flags.insert(.truncate) }
    if chance(15) { flags.insert(.append) }
    if chance(10) { flags.insert(.directory) }
    if chance(10) { flags.insert(.noFollow) }
    // Without `create`, `exclusive` has no meaning that POSIX gives.
    if !flags.contains(.create) { flags.remove(.exclusive) }
    return flags
  }

  mutating func next() -> Action {
    let slot = 1 + draw(12)
    let at = chance(75) ? 0 : draw(13)
    switch draw(100) {
    case 0..<14: return .open(slot: slot, at: at, path: path(), flags: chance(20) ? .directory : flags(), mode: mode())
    case 14..<24: return .close(slot: slot)
    case 24..<29: return .read(slot: slot, count: count())
    case 29..<36: return .write(slot: slot, count: count(), byte: UInt8(draw(256)))
    case 36..<40: return .readAt(slot: slot, offset: offset(), count: count())
    case 40..<46: return .writeAt(slot: slot, offset: offset(), count: count(), byte: UInt8(draw(256)))
    case 46..<50: return .seek(slot: slot, distance: offset(), origin: [.start, .current, .end][draw(3)])
    case 50..<54: return .truncate(slot: slot, size: offset())
    case 54..<57: return .openStatus(slot: slot)
    case 57..<60: return .list(slot: slot)
    case 60..<65: return .status(at: at, path: path(), follows: chance(50))
    case 65..<73: return .makeDirectory(at: at, path: path(), mode: mode())
    case 73..<77: return .removeDirectory(at: at, path: path())
    case 77..<82: return .unlink(at: at, path: path())
    case 82..<88: return .rename(at: at, path: path(), to: path())
    case 88..<91: return .link(at: at, path: path(), to: path())
    case 91..<95: return .symbolicLink(at: at, path: path(), target: path())
    case 95..<97: return .readLink(at: at, path: path())
    case 97: return .changeMode(at: at, path: path(), mode: mode())
    default:
      return .setTimes(at: at, path: path(), accessed: Int64(draw(900_000_000)), modified: Int64(draw(900_000_000)))
    }
  }
}
