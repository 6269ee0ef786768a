import GuestMemory
import RandomInput
import Testing

struct ExecutableFileTests {
  static let range: Range<UInt64> = 0x80_0000_0000..<0x80_4000_0000

  /// A program with code, constants and data.
  static func program() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 0x4000)
    func put<Value: FixedWidthInteger>(_ value: Value, _ offset: Int) {
      bytes.withUnsafeMutableBytes { $0.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self) }
    }
    for (index, byte) in ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] as [UInt8]).enumerated() { bytes[index] = byte }
    put(UInt16(2), 16)
    put(UInt16(62), 18)
    put(UInt64(0x80_0000_0010), 24)
    put(UInt64(64), 32)
    put(UInt16(56), 54)
    put(UInt16(3), 56)
    let segments: [(UInt32, UInt64, UInt64, UInt64, UInt64)] = [
      (5, 0x1000, 0x80_0000_0000, 0x800, 0x800), (4, 0x2000, 0x80_0000_1000, 0x100, 0x100),
      (6, 0x3000, 0x80_0000_2000, 0x20, 0x5000),
    ]
    for (index, segment) in segments.enumerated() {
      let start = 64 + index * 56
      put(UInt32(1), start)
      put(segment.0, start + 4)
      put(segment.1, start + 8)
      put(segment.2, start + 16)
      put(segment.3, start + 32)
      put(segment.4, start + 40)
    }
    return bytes
  }

  static func parse(_ bytes: [UInt8]) throws(ExecutableFile.Failure) -> ExecutableFile {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    return try ExecutableFile(
      UnsafeRawBufferPointer(rebasing: buffer[..<min(bytes.count, ExecutableFile.headerSize)]),
      fileSize: UInt64(bytes.count), range: range)
  }

  @Test func findsTheParts() throws {
    let file = try Self.parse(Self.program())
    #expect(file.entry == 0x80_0000_0010)
    #expect(file.segments.map { $0.rights } == [.execute, .readOnly, .readWrite])
    #expect(file.segments[2].memorySize == 0x5000 && file.segments[2].fileSize == 0x20)
  }

  @Test func refusesWhatIsWrong() {
    func changed(_ offset: Int, _ value: UInt8) -> [UInt8] {
      var bytes = Self.program()
      bytes[offset] = value
      return bytes
    }
    let wrong: [(String, [UInt8], ExecutableFile.Failure)] = [
      ("empty", [], .notAProgram), ("cut", Array(Self.program().prefix(100)), .notAProgram),
      ("no ELF", changed(1, 0), .notAProgram), ("32 bits", changed(4, 1), .notAProgram),
      ("a library", changed(16, 3), .notAProgram), ("another machine", changed(18, 3), .notAProgram),
      ("many segments", changed(56, 200), .notAProgram), ("writable code", changed(64 + 4, 7), .badSegment),
      ("in the kernel", changed(64 + 20, 0), .badSegment), ("beyond the file", changed(64 + 10, 1), .badSegment),
      ("askew", changed(64 + 16, 8), .badSegment), ("overlapping", changed(64 + 56 + 17, 0), .badSegment),
      ("entry in data", changed(25, 0x20), .badEntry), ("longer than its memory", changed(64 + 33, 0x10), .badSegment),
    ]
    for (name, bytes, failure) in wrong {
      #expect(throws: failure, Comment(rawValue: name)) { try Self.parse(bytes) }
    }
  }

  /// Whatever the bytes are: no crash, and only parts that keep to the limits.
  @Test func randomChangesAreSafe() {
    var random = SeededGenerator(seed: 77)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = Self.program()
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<240, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let file = try? Self.parse(bytes) else { continue }
      accepted += 1
      for segment in file.segments {
        #expect(Self.range.contains(segment.address) && segment.end <= Self.range.upperBound)
        #expect(segment.fileOffset + segment.fileSize <= UInt64(bytes.count))
      }
    }
    #expect(accepted > 100)
  }
}
