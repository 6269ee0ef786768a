/// What a program's file says about where its parts go: ELF64 for x86-64 (System V ABI, chapters 4 and 5), statically linked to
/// fixed addresses. Whatever is in the file, reading it is safe, and what comes out keeps to the limits.
public struct ExecutableFile: Sendable {
  public struct Segment: Equatable, Sendable {
    public var address: UInt64
    public var memorySize: UInt64
    public var fileOffset: UInt64
    public var fileSize: UInt64
    public var rights: PageRights

    public var end: UInt64 { address + memorySize }
  }

  public enum Failure: Error, Equatable, Sendable {
    /// It is no ELF64 program for x86-64, or its headers are not within `headerSize` bytes.
    case notAProgram
    /// A segment is not where a program may be, overlaps another, or is writable and executable at once.
    case badSegment
    /// It starts where no code of its is.
    case badEntry
  }

  /// How much of the file's start must be given.
  public static let headerSize = 4096
  public static let largestSegmentCount = 16

  public private(set) var entry: UInt64
  /// In ascending order of addresses.
  public private(set) var segments: [Segment] = []

  /// `header` is the file's start: all of it or its first ``headerSize`` bytes. Segments have to lie in `range`.
  public init(_ header: UnsafeRawBufferPointer, fileSize: UInt64, range: Range<UInt64>) throws(Failure) {
    func number<Value: FixedWidthInteger>(_ offset: Int, _ type: Value.Type) -> UInt64 {
      UInt64(truncatingIfNeeded: header.loadUnaligned(fromByteOffset: offset, as: type))
    }
    guard header.count >= 64, number(0, UInt32.self) == 0x464C_457F,  // "\u{7F}ELF"
      header[4] == 2, header[5] == 1, header[6] == 1,  // 64 bits, little-endian, version 1
      number(16, UInt16.self) == 2,  // an executable
      number(18, UInt16.self) == 62  // for x86-64
    else { throw .notAProgram }
    entry = number(24, UInt64.self)
    let (table, size, count) = (number(32, UInt64.self), number(54, UInt16.self), Int(number(56, UInt16.self)))
    guard size == 56, count > 0, count <= Self.largestSegmentCount, table <= UInt64(header.count),
      UInt64(count) * size <= UInt64(header.count) - table
    else { throw .notAProgram }

    for index in 0..<count {
      let start = Int(table) + index * 56
      // Only LOAD segments take memory; empty ones do not.
      guard number(start, UInt32.self) == 1, number(start + 40, UInt64.self) > 0 else { continue }
      let flags = number(start + 4, UInt32.self)
      let segment = Segment(
        address: number(start + 16, UInt64.self), memorySize: number(start + 40, UInt64.self),
        fileOffset: number(start + 8, UInt64.self), fileSize: number(start + 32, UInt64.self),
        rights: flags & 1 != 0 ? .execute : flags & 2 != 0 ? .readWrite : .readOnly)
      guard flags & 3 != 3, segment.fileSize <= segment.memorySize, segment.address >= range.lowerBound,
        segment.address < range.upperBound, segment.memorySize <= range.upperBound - segment.address,
        segment.fileOffset % 4096 == segment.address % 4096, segment.fileOffset <= fileSize,
        segment.fileSize <= fileSize - segment.fileOffset
      else { throw .badSegment }
      // Rights go by pages, so no two segments may share one.
      if let last = segments.last, (last.end + 4095) & ~4095 > segment.address & ~4095 { throw .badSegment }
      segments.append(segment)
    }
    guard segments.contains(where: { $0.rights == .execute && $0.address <= entry && entry < $0.end }) else {
      throw .badEntry
    }
  }
}
