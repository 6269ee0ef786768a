import GuestFiles
import RandomInput
import SystemCalls
import Testing

@Suite struct TreeTests {
  let test: TestTree

  init() throws { test = try TestTree() }

  private func make(_ paths: String...) throws {
    for path in paths { try withBytes(path) { try test.tree.makeDirectory($0, from: test.root, mode: 0o755) } }
  }

  private func open(_ path: String, _ flags: OpenFlags = .readOnly) throws -> OpenFile {
    try withBytes(path) { try test.tree.open($0, from: test.root, flags: flags, mode: 0o644) }
  }

  private func create(_ path: String, _ text: String = "") throws {
    let file = try open(path, [.readWrite, .create])
    _ = try Array(text.utf8).withUnsafeBytes { try test.tree.write(file, from: $0) }
    test.tree.close(file)
  }

  private func text(_ path: String) throws -> String {
    let file = try open(path)
    defer { test.tree.close(file) }
    var bytes = [UInt8](repeating: 0, count: 100_000)
    let count = try bytes.withUnsafeMutableBytes { try test.tree.read(file, into: $0) }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  private func names(_ file: OpenFile) throws -> [String] {
    var names: [String] = []
    while let entry = try test.tree.nextEntry(file) {
      names.append(String(decoding: entry.name, as: UTF8.self))
      test.tree.advance(file, past: entry)
    }
    return names
  }

  private func status(_ path: String) throws -> FileStatus {
    try withBytes(path) { try test.tree.status($0, from: test.root, followsLinks: false) }
  }

  @Test func pathsFromTheRoot() throws {
    try make("/a", "/a/b")
    try create("/a/b/file", "x")
    #expect(try text("/../a/./b/../b//file") == "x")
    try withBytes("/a/b") { target in
      try withBytes("/link") { try test.tree.makeSymbolicLink($0, from: test.root, target: target) }
    }
    #expect(try text("/link/file") == "x")
    #expect(try text("/link/../b/file") == "x")
    #expect(throws: SystemError.resourceBusy) {
      try withBytes("/") { try test.tree.removeDirectory($0, from: test.root) }
    }
  }

  @Test func currentDirectoryHasAPath() throws {
    try make("/one", "/one/two", "/one/two/three")
    let directory = try open("/one/two/three", .directory)
    #expect(String(decoding: try test.tree.path(of: directory), as: UTF8.self) == "/one/two/three")
    try withBytes("/one") { old in try withBytes("/uno") { try test.tree.rename(old, to: $0, from: test.root) } }
    #expect(String(decoding: try test.tree.path(of: directory), as: UTF8.self) == "/uno/two/three")
    #expect(String(decoding: try test.tree.path(of: test.root), as: UTF8.self) == "/")
    try withBytes("/uno/two/three") { try test.tree.removeDirectory($0, from: test.root) }
    #expect(throws: SystemError.noSuchFileOrDirectory) { try test.tree.path(of: directory) }
    test.tree.close(directory)
  }

  /// Whatever happens meanwhile, a listing has each name once that was there all the time, and none that came later.
  @Test func listingsAreStable() throws {
    try make("/d")
    for index in 0..<300 { try create("/d/\(index)") }
    let directory = try open("/d", .directory)
    var seen: [String] = []
    var numbers = SeededGenerator(seed: 7)
    var (removed, added) = (Set<Int>(), 300)
    while let entry = try test.tree.nextEntry(directory) {
      seen.append(String(decoding: entry.name, as: UTF8.self))
      test.tree.advance(directory, past: entry)
      let victim = Int.random(in: 0..<300, using: &numbers)
      if removed.insert(victim).inserted { try withBytes("/d/\(victim)") { try test.tree.unlink($0, from: test.root) } }
      try create("/d/\(added)")
      added += 1
    }
    #expect(Set(seen).count == seen.count)
    for index in 0..<300 where !removed.contains(index) { #expect(seen.contains("\(index)")) }
    #expect(!seen.contains { Int($0).map { $0 >= 300 } ?? false })
    // From the start again, the new ones are there.
    _ = try test.tree.seek(directory, by: 0, from: .start)
    #expect(try names(directory).contains("300"))
    test.tree.close(directory)
  }

  @Test func manyNamesInOneDirectory() throws {
    try make("/d")
    let before = test.frames.usedCount
    for index in 0..<5_000 { try create("/d/file \(index)") }
    for index in stride(from: 0, to: 5_000, by: 7) { #expect(try status("/d/file \(index)").kind == .regular) }
    #expect(throws: SystemError.noSuchFileOrDirectory) { try status("/d/file 5000") }
    for index in 0..<5_000 { try withBytes("/d/file \(index)") { try test.tree.unlink($0, from: test.root) } }
    #expect(test.frames.usedCount == before)
  }

  /// Which times an action moves, as POSIX has it: (accessed, modified, changed).
  @Test func times() throws {
    try make("/d")
    try create("/d/f", "text")
    func moved(_ path: String, _ action: () throws -> Void) throws -> [Bool] {
      let before = try status(path)
      try action()
      let after = try status(path)
      return [
        after.accessed > before.accessed, after.modified > before.modified, after.changed > before.changed,
      ]
    }
    #expect(try moved("/d/f") { _ = try text("/d/f") } == [true, false, false])
    #expect(try moved("/d/f") { try create("/d/f", "more") } == [false, true, true])
    #expect(
      try moved("/d/f") { try withBytes("/d/f") { try test.tree.setMode(0o600, $0, from: test.root) } } == [
        false, false, true,
      ])
    #expect(
      try moved("/d/f") {
        try withBytes("/d/f") { old in try withBytes("/d/g") { try test.tree.link(old, to: $0, from: test.root) } }
      } == [false, false, true])
    #expect(try moved("/d") { try create("/d/h") } == [false, true, true])
    #expect(
      try moved("/d") { try withBytes("/d/h") { try test.tree.unlink($0, from: test.root) } } == [false, true, true])
    #expect(try moved("/d") { _ = try status("/d/f") } == [false, false, false])
    try withBytes("/d/f") { try test.tree.setTimes(accessed: 5, modified: nil, $0, from: test.root) }
    #expect(try status("/d/f").accessed == 5)
  }

  @Test func devices() throws {
    try make("/dev")
    test.tree.register(NullDevice(), as: 1)
    test.tree.register(ZeroDevice(), as: 2)
    for (path, number) in [("/dev/null", 1), ("/dev/zero", 2), ("/dev/none", 3)] as [(String, UInt32)] {
      try withBytes(path) { try test.tree.makeDevice($0, from: test.root, number: number, mode: 0o666) }
    }
    let zero = try open("/dev/zero", .readWrite)
    var bytes: [UInt8] = [1, 2, 3]
    #expect(try bytes.withUnsafeMutableBytes { try zero.device!.read(into: $0, at: 0) } == 3)
    #expect(bytes == [0, 0, 0])
    #expect(throws: SystemError.illegalSeek) { try test.tree.seek(zero, by: 0, from: .current) }
    test.tree.close(zero)
    #expect(throws: SystemError.noSuchAddressOrDevice) { try open("/dev/none") }
    #expect(try status("/dev/null").kind == .characterDevice)
  }

  private final class Information: SystemInformation {
    var count = 0
    let names: [StaticString] = ["uptime", "memory"]
    func text(at index: Int) -> [UInt8] {
      count += 1
      return Array("file \(index), made \(count)\n".utf8)
    }
  }

  @Test func systemFolder() throws {
    try make("/system")
    let clock = test.clock
    try withBytes("/system") { try test.tree.mount(SystemFolder(Information(), clock: clock.read), at: $0) }
    #expect(try text("/system/memory") == "file 1, made 1\n")
    #expect(try text("/system/../system/uptime") == "file 0, made 2\n")
    let directory = try open("/system", .directory)
    #expect(try names(directory) == [".", "..", "uptime", "memory"])
    #expect(String(decoding: try test.tree.path(of: directory), as: UTF8.self) == "/system")
    // An open file goes on saying what it said.
    let file = try open("/system/uptime")
    _ = try text("/system/uptime")
    var bytes = [UInt8](repeating: 0, count: 100)
    #expect(try bytes.withUnsafeMutableBytes { try test.tree.read(file, into: $0) } == "file 0, made 3\n".utf8.count)
    test.tree.close(file)
    #expect(throws: SystemError.readOnlyFileSystem) { try open("/system/uptime", .readWrite) }
    #expect(throws: SystemError.readOnlyFileSystem) { try create("/system/new") }
    #expect(throws: SystemError.resourceBusy) {
      try withBytes("/system") { try test.tree.removeDirectory($0, from: test.root) }
    }
    try create("/f")
    #expect(throws: SystemError.improperLink) {
      try withBytes("/f") { old in try withBytes("/system/f") { try test.tree.rename(old, to: $0, from: test.root) } }
    }
    #expect(throws: SystemError.resourceBusy) {
      try withBytes("/system") { old in try withBytes("/s") { try test.tree.rename(old, to: $0, from: test.root) } }
    }
    test.tree.close(directory)
  }

  @Test func pagesForMappings() throws {
    try create("/f", String(repeating: "x", count: 5000))
    let file = try open("/f")
    let page = try #require(try test.tree.page(1, of: file))
    let bytes = UnsafeRawBufferPointer(start: page, count: 4096)
    #expect(bytes[903] == UInt8(ascii: "x") && !bytes[904...].contains { $0 != 0 })
    #expect(try test.tree.page(2, of: file) == nil)
    test.tree.close(file)
  }
}
