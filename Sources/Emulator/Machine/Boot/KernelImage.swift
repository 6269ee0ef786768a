/// A PVH kernel, checked against the machine that shall run it: what goes where, and where it starts.
struct KernelImage: Sendable {
  /// Bytes of the file for a range of RAM; what the file does not fill is zero.
  struct Piece: Equatable, Sendable {
    var name: String
    var range: Range<UInt64>
    var file: Range<Int>
  }

  let file: FileBytes
  /// In ascending order of address; they do not overlap.
  let pieces: [Piece]
  let entry: UInt64
  let symbols: SymbolTable

  /// Reads the program headers as QEMU does: each PT_LOAD goes to its physical address, wherever the file was linked to run.
  init(_ bytes: [UInt8], map: MemoryMap) throws(LoadError) {
    let file = FileBytes(bytes)
    let elf = try ELFFile(file)
    var pieces: [Piece] = []
    for (index, segment) in elf.segments.enumerated() where segment.kind == .load && segment.memorySize > 0 {
      pieces.append(try Self.piece(segment, name: "segment \(index)", in: file, map: map))
    }
    guard !pieces.isEmpty else { throw .notAKernel("it is an ELF file in which no segment is to be loaded") }
    pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (first, second) in zip(pieces, pieces.dropFirst()) where second.range.lowerBound < first.range.upperBound {
      throw .overlap(first.name, second.name, at: second.range.lowerBound)
    }
    guard let entry = try elf.pvhEntry() else { throw .noEntryPoint }
    guard pieces.contains(where: { $0.range.contains(entry) }) else { throw .entryOutside(entry) }
    self.file = file
    self.pieces = pieces
    self.entry = entry
    symbols = SymbolTable(elf)
  }

  private static func piece(
    _ segment: ELFFile.Segment, name: String, in file: FileBytes, map: MemoryMap
  ) throws(LoadError) -> Piece {
    guard segment.fileSize <= segment.memorySize else {
      throw .contradiction(
        "\(name) has \(segment.fileSize) bytes in the file, more than its \(segment.memorySize) in memory")
    }
    guard let fileEnd = end(of: segment.offset, segment.fileSize) else {
      throw .contradiction("\(name) is said to be at byte \(hex(segment.offset))")
    }
    guard segment.fileSize == 0 || fileEnd <= file.count else {
      throw .cutShort(what: name, end: fileEnd, fileSize: file.count)
    }
    guard let memoryEnd = end(of: segment.physicalAddress, segment.memorySize) else {
      throw .contradiction(
        "\(name) is said to take \(hex(segment.memorySize)) bytes at \(hex(segment.physicalAddress))")
    }
    let range = segment.physicalAddress..<memoryEnd
    guard map.loadable.contains(where: { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound })
    else {
      throw .doesNotFit(what: name, range: range.lowerBound...range.upperBound - 1, memorySize: map.memorySize)
    }
    return Piece(
      name: name, range: range,
      file: segment.fileSize == 0 ? 0..<0 : Int(segment.offset)..<Int(fileEnd))
  }

  /// Whether any piece needs a byte of `range`.
  func overlaps(_ range: Range<UInt64>) -> Piece? { pieces.first { $0.range.overlaps(range) } }
}
