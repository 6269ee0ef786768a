/// A file in the Executable and Linkable Format, 32 or 64 bits, for x86: the parts that a boot loader reads.
///
/// Nothing in the file is believed. What ``init(_:)`` accepts has its tables inside the file; what a table says about other
/// places is checked by whoever follows it.
struct ELFFile: Sendable {
  /// System V ABI, chapter 5, "Program Header".
  struct Segment: Equatable, Sendable {
    enum Kind: UInt32 {
      case load = 1
      case note = 4
    }
    var type: UInt32
    var offset: UInt64
    var virtualAddress: UInt64
    var physicalAddress: UInt64
    var fileSize: UInt64
    var memorySize: UInt64
    var alignment: UInt64
    var kind: Kind? { Kind(rawValue: type) }
  }

  /// System V ABI, chapter 4, "Sections". A kernel boots without them.
  struct Section: Equatable, Sendable {
    static let symbolTable: UInt32 = 2
    /// SHT_NOBITS: no bytes in the file.
    static let noBits: UInt32 = 8
    var type: UInt32
    var address: UInt64
    var offset: UInt64
    var size: UInt64
    var link: UInt32
  }

  let file: FileBytes
  let is64Bit: Bool
  /// Where the program says that it starts: a virtual address.
  let entry: UInt64
  let segments: [Segment]
  /// The index of the section that has the sections' names.
  let sectionNames: UInt16

  /// Where the section headers are said to be, for ``sections()``.
  private let sectionTable: Table

  private struct Table: Sendable {
    var offset: UInt64
    var entrySize: UInt64
    var count: UInt64
  }

  init(_ file: FileBytes) throws(LoadError) {
    self.file = file
    guard file.count > 0 else { throw .empty }
    guard file.load(0, as: UInt32.self) == 0x464C_457F else { throw .notAKernel(Self.guess(file)) }
    guard let elfClass = file.load(4, as: UInt8.self), let order = file.load(5, as: UInt8.self) else {
      throw .cutShort(what: "the ELF header", end: 64, fileSize: file.count)
    }
    guard elfClass == 1 || elfClass == 2 else {
      throw .contradiction("ELF class \(elfClass) is neither 32 nor 64 bits")
    }
    guard order == 1 else { throw .notAKernel("it is an ELF file, but not little-endian") }
    is64Bit = elfClass == 2
    let headerSize: UInt64 = is64Bit ? 64 : 52
    guard file.count >= headerSize else {
      throw .cutShort(what: "the ELF header", end: headerSize, fileSize: file.count)
    }
    let machine: UInt16 = file.load(18)!
    guard machine == 3 || machine == 62 else {
      throw .notAKernel("it is an ELF file for another processor (machine type \(machine))")
    }
    let programTable: Table
    if is64Bit {
      programTable = Table(
        offset: file.load(32)!, entrySize: UInt64(file.load(54, as: UInt16.self)!),
        count: UInt64(file.load(56, as: UInt16.self)!))
      sectionTable = Table(
        offset: file.load(40)!, entrySize: UInt64(file.load(58, as: UInt16.self)!),
        count: UInt64(file.load(60, as: UInt16.self)!))
    } else {
      programTable = Table(
        offset: UInt64(file.load(28, as: UInt32.self)!), entrySize: UInt64(file.load(42, as: UInt16.self)!),
        count: UInt64(file.load(44, as: UInt16.self)!))
      sectionTable = Table(
        offset: UInt64(file.load(32, as: UInt32.self)!), entrySize: UInt64(file.load(46, as: UInt16.self)!),
        count: UInt64(file.load(48, as: UInt16.self)!))
    }
    entry = is64Bit ? file.load(24)! : UInt64(file.load(24, as: UInt32.self)!)
    sectionNames = file.load(is64Bit ? 62 : 50)!
    segments = try Self.readSegments(file, programTable, is64Bit: is64Bit)
  }

  private static func readSegments(
    _ file: FileBytes, _ table: Table, is64Bit: Bool
  ) throws(LoadError) -> [Segment] {
    if table.count == 0 { return [] }
    let size: UInt64 = is64Bit ? 56 : 32
    guard table.entrySize == size else {
      throw .contradiction("a program header has \(size) bytes, and the file says \(table.entrySize)")
    }
    guard let end = end(of: table.offset, table.count * size) else {
      throw .contradiction("the program headers are said to be at \(hex(table.offset))")
    }
    guard end <= file.count else { throw .cutShort(what: "the program header table", end: end, fileSize: file.count) }
    return (0..<table.count).map { index in
      let at = table.offset + index * size
      if is64Bit {
        return Segment(
          type: file.load(at)!, offset: file.load(at + 8)!, virtualAddress: file.load(at + 16)!,
          physicalAddress: file.load(at + 24)!, fileSize: file.load(at + 32)!, memorySize: file.load(at + 40)!,
          alignment: file.load(at + 48)!)
      }
      func word(_ offset: UInt64) -> UInt64 { UInt64(file.load(at + offset, as: UInt32.self)!) }
      return Segment(
        type: file.load(at)!, offset: word(4), virtualAddress: word(8), physicalAddress: word(12), fileSize: word(16),
        memorySize: word(20), alignment: word(28))
    }
  }

  /// The section headers; empty when the table does not lie inside the file, since a kernel boots without them.
  func sections() -> [Section] {
    let size: UInt64 = is64Bit ? 64 : 40
    guard sectionTable.entrySize == size, let end = end(of: sectionTable.offset, sectionTable.count * size),
      end <= file.count
    else { return [] }
    return (0..<sectionTable.count).map { index in
      let at = sectionTable.offset + index * size
      if is64Bit {
        return Section(
          type: file.load(at + 4)!, address: file.load(at + 16)!, offset: file.load(at + 24)!,
          size: file.load(at + 32)!,
          link: file.load(at + 40)!)
      }
      return Section(
        type: file.load(at + 4)!, address: UInt64(file.load(at + 12, as: UInt32.self)!),
        offset: UInt64(file.load(at + 16, as: UInt32.self)!), size: UInt64(file.load(at + 20, as: UInt32.self)!),
        link: file.load(at + 24)!)
    }
  }

  /// The bytes of the section headers, of the size that ``sections()`` reads; nil when there are none.
  var sectionHeaders: (range: Range<Int>, entrySize: Int)? {
    let size: UInt64 = is64Bit ? 64 : 40
    guard sectionTable.count > 0, sectionTable.entrySize == size,
      let range = file.range(sectionTable.offset, sectionTable.count * size)
    else { return nil }
    return (range, Int(size))
  }

  /// Where the program starts as a physical address, when the segment that holds its entry is loaded elsewhere than linked.
  var physicalEntry: UInt64 {
    for segment in segments where segment.kind == .load && entry >= segment.virtualAddress {
      let offset = entry - segment.virtualAddress
      if offset < segment.memorySize { return segment.physicalAddress &+ offset }
    }
    return entry
  }

  /// What a file that is no ELF file looks like.
  private static func guess(_ file: FileBytes) -> String {
    if file.load(0, as: UInt16.self) == 0x5A4D { return "it is a Windows or EFI program" }
    if file.load(0, as: UInt16.self) == 0x8B1F { return "it is compressed with gzip; unpack it first" }
    if file.load(510, as: UInt16.self) == 0xAA55 { return "it is a disk image" }
    return "it is neither an ELF file nor has it a Multiboot or a Linux header"
  }
}
