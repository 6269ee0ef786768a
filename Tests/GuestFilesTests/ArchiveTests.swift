import Foundation
import GuestFiles
import RandomInput
import SystemCalls
import Testing

@Suite struct ArchiveTests {
  /// Writes the form "newc", well or badly.
  struct Writer {
    var bytes: [UInt8] = []
    mutating func add(
      _ name: String, mode: Int, _ contents: [UInt8] = [], inode: Int = 1, links: Int = 1, magic: String = "070701",
      checksum: Int = 0, padding: Int = 0
    ) {
      func field(_ value: Int) -> [UInt8] {
        let digits = String(value, radix: 16, uppercase: true)
        return Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
      }
      bytes += Array(magic.utf8)
      for value in [
        inode, mode, 0, 0, links, 1234, contents.count, 0, 0, 5, 1, name.utf8.count + 1 + padding, checksum,
      ] {
        bytes += field(value)
      }
      bytes += Array(name.utf8) + [UInt8](repeating: 0, count: 1 + padding)
      while bytes.count % 4 != 0 { bytes.append(0) }
      bytes += contents
      while bytes.count % 4 != 0 { bytes.append(0) }
    }
    mutating func finish() { add("TRAILER!!!", mode: 0) }
  }

  static func sample() -> [UInt8] {
    var writer = Writer()
    writer.add(".", mode: 0o040755)
    writer.add("bin", mode: 0o040755)
    writer.add("bin/tool", mode: 0o100755, Array(repeating: 7, count: 10_000))
    writer.add("./bin/small", mode: 0o100644, Array("hello".utf8), padding: 9)
    writer.add("bin/link", mode: 0o120777, Array("tool".utf8))
    writer.add("one", mode: 0o100644, inode: 9, links: 2)
    writer.add("two", mode: 0o100644, Array("shared".utf8), inode: 9, links: 2)
    writer.add("null", mode: 0o020666)
    writer.finish()
    return writer.bytes
  }

  /// The archive in memory that starts at a page's border, so many bytes before its start.
  private func unpack(_ bytes: [UInt8], shift: Int = 0, _ check: (TestTree) throws -> Void = { _ in }) throws {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + shift, alignment: 4096)
    defer { memory.deallocate() }
    UnsafeMutableRawBufferPointer(rebasing: memory[shift...]).copyBytes(from: bytes)
    let test = try TestTree()
    try test.tree.unpack(UnsafeRawBufferPointer(rebasing: memory[shift...]), into: test.files)
    try check(test)
    // Nothing has written to the archive.
    #expect(Array(memory[shift...]) == bytes)
  }

  private func read(_ test: TestTree, _ path: String) throws -> [UInt8] {
    let file = try withBytes(path) { try test.tree.open($0, from: test.root, flags: .readOnly, mode: 0) }
    defer { test.tree.close(file) }
    var bytes = [UInt8](repeating: 0, count: 100_000)
    let count = try bytes.withUnsafeMutableBytes { try test.tree.read(file, into: $0) }
    return Array(bytes[..<count])
  }

  @Test func unpacks() throws {
    try unpack(Self.sample()) { test in
      #expect(try read(test, "/bin/tool") == Array(repeating: 7, count: 10_000))
      #expect(try read(test, "/bin/link") == Array(repeating: 7, count: 10_000))
      #expect(try read(test, "/bin/small") == Array("hello".utf8))
      #expect(try read(test, "/one") == Array("shared".utf8))
      let status = try withBytes("/one") { try test.tree.status($0, from: test.root, followsLinks: false) }
      #expect(status.linkCount == 2 && status.modified == 1_234_000_000_000)
      let null = try withBytes("/null") { try test.tree.status($0, from: test.root, followsLinks: false) }
      #expect(null.kind == .characterDevice)
    }
  }

  /// Contents at a page's border are not copied, and yet can be changed.
  @Test func pagesInPlace() throws {
    var writer = Writer()
    let header = 110 + 5
    writer.add("file", mode: 0o100644, Array(repeating: 3, count: 10 * 4096 + 10), padding: 4096 - header - 1)
    writer.finish()
    #expect(writer.bytes[4096] == 3 && writer.bytes[4092] == 0)
    try unpack(writer.bytes) { test in
      let used = test.frames.usedCount
      #expect(used < 10)
      let file = try withBytes("/file") { try test.tree.open($0, from: test.root, flags: .readWrite, mode: 0) }
      _ = try [UInt8](repeating: 4, count: 10).withUnsafeBytes { try test.tree.write(file, at: 8190, from: $0) }
      #expect(test.frames.usedCount == used + 2)
      var expected = [UInt8](repeating: 3, count: 10 * 4096 + 10)
      for index in 8190..<8200 { expected[index] = 4 }
      #expect(try read(test, "/file") == expected)
      try test.tree.truncate(file, to: 5000)
      try test.tree.truncate(file, to: 6000)
      #expect(try read(test, "/file") == Array(repeating: 3, count: 5000) + Array(repeating: 0, count: 1000))
      test.tree.close(file)
    }
  }

  @Test func refusesWithAReason() throws {
    func refusal(_ build: (inout Writer) -> Void, finishes: Bool = true) throws -> ArchiveError.Reason? {
      var writer = Writer()
      build(&writer)
      if finishes { writer.finish() }
      do {
        try unpack(writer.bytes)
        return nil
      } catch let error as ArchiveError {
        return error.reason
      }
    }
    #expect(try refusal({ _ in }, finishes: false) == .endsEarly)
    #expect(try refusal({ $0.add("a", mode: 0o100644) }, finishes: false) == .endsEarly)
    #expect(try refusal { $0.bytes = [0x1F, 0x8B, 8, 0] } == .compressed)
    #expect(try refusal { $0.bytes = Array("070707 the old form".utf8) } == .noArchive)
    #expect(
      try refusal {
        $0.add("a", mode: 0o100644)
        $0.bytes[20] = UInt8(ascii: "g")
      } == .notHexadecimal)
    #expect(try refusal { $0.add("a\0b", mode: 0o100644) } == .badName)
    #expect(try refusal { $0.add(String(repeating: "n", count: 5000), mode: 0o100644) } == .badName)
    #expect(try refusal { $0.add(String(repeating: "n", count: 300), mode: 0o100644) } == .badName)
    #expect(try refusal { $0.add("a/../b", mode: 0o100644) } == .nameLeavesTree)
    #expect(try refusal { $0.add("..", mode: 0o040755) } == .nameLeavesTree)
    #expect(
      try refusal {
        $0.add("a", mode: 0o100644, [1])
        $0.bytes[54] = UInt8(ascii: "F")
      } == .contentsTooLarge)
    #expect(try refusal { $0.add("a", mode: 0o100644, [1, 2], magic: "070702", checksum: 4) } == .badChecksum)
    #expect(try refusal { $0.add("a", mode: 0o100644, [1, 2], magic: "070702", checksum: 3) } == nil)
    #expect(try refusal { $0.add("a", mode: 0o120777) } == .badLink)
    #expect(try refusal { $0.add("a", mode: 0o140777) } == .unknownKind)
    #expect(try refusal { $0.add("a/b", mode: 0o100644) } == .noDirectory)
    #expect(
      try refusal {
        $0.add("a", mode: 0o100644)
        $0.add("a/b", mode: 0o100644)
      } == .noDirectory)
    #expect(
      try refusal {
        $0.add("a", mode: 0o100644)
        $0.add("/a", mode: 0o100644)
      } == .alreadyThere)
    #expect(
      try refusal {
        $0.add("a", mode: 0o040755)
        $0.add("a/", mode: 0o040755)
      } == nil)
  }

  @Test func damagedArchivesDoNoHarm() throws {
    let seed =
      ProcessInfo.processInfo.environment["FILES_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
    print("FILES_SEED=\(seed)")
    var numbers = SeededGenerator(seed: seed)
    let sound = Self.sample()
    var (accepted, refused) = (0, 0)
    for _ in 0..<3_000 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        // Contents are long and any will do: headers are where it matters.
        let header = Int.random(in: 0..<700, using: &numbers)
        bytes[Bool.random(using: &numbers) ? min(header, bytes.count - 1) : place] =
          Bool.random(using: &numbers)
          ? UInt8.random(in: 0...255, using: &numbers)
          : Array("0123456789ABCDEF\0./".utf8).randomElement(using: &numbers)!
      }
      if Int.random(in: 0..<4, using: &numbers) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &numbers))
      }
      do {
        try unpack(bytes, shift: Int.random(in: 0..<64, using: &numbers))
        accepted += 1
      } catch is ArchiveError {
        refused += 1
      }
    }
    #expect(accepted > 0 && refused > 1000)
  }
}
