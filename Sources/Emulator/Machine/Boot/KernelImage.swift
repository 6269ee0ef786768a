/// A kernel file, checked against the machine that shall run it: what goes where, and where it starts.
struct KernelImage: Sendable {
  /// Bytes of the file for a range of RAM; what the file does not fill is zero.
  struct Piece: Equatable, Sendable {
    var name: String
    var range: Range<UInt64>
    var file: Range<Int>
  }

  /// What the boot protocol's own header asks for.
  enum Header: Sendable {
    case pvh
    case multiboot(MultibootHeader)
    case multiboot2(Multiboot2Header)
    case linux(LinuxHeader)
  }

  let file: FileBytes
  let header: Header
  /// In ascending order of address; they do not overlap.
  private(set) var pieces: [Piece]
  /// The physical address of the first instruction.
  private(set) var entry: UInt64
  let symbols: SymbolTable

  /// The protocol that it is booted by.
  var bootProtocol: BootProtocol {
    switch header {
    case .pvh: .pvh
    case .multiboot: .multiboot
    case .multiboot2: .multiboot2
    case .linux: .linux
    }
  }

  /// - Parameter wanted: the protocol to boot by; nil for the one that the file asks for.
  init(_ bytes: [UInt8], map: MemoryMap, using wanted: BootProtocol? = nil) throws(LoadError) {
    let file = FileBytes(bytes)
    guard file.count > 0 else { throw .empty }
    self.file = file
    // A file without any header is looked at as an ELF file, which says best what it is not.
    switch wanted ?? BootProtocol(of: file) ?? .pvh {
    case .pvh:
      let elf = try ELFFile(file)
      header = .pvh
      pieces = try Self.pieces(of: elf, map: map)
      guard let entry = try elf.pvhEntry() else { throw .noEntryPoint }
      self.entry = entry
      symbols = SymbolTable(elf)
    case .multiboot:
      guard let multiboot = MultibootHeader(in: file) else { throw .noHeader(.multiboot) }
      try multiboot.check()
      header = .multiboot(multiboot)
      (pieces, entry, symbols) = try Self.parts(file, multiboot.addresses(in: file), map: map)
    case .multiboot2:
      guard let offset = Multiboot2Header.offset(in: file) else { throw .noHeader(.multiboot2) }
      let multiboot = try Multiboot2Header(at: offset, in: file)
      header = .multiboot2(multiboot)
      (pieces, entry, symbols) = try Self.parts(file, multiboot.addresses, map: map)
      if let entry = multiboot.entry { self.entry = UInt64(entry) }
    case .linux:
      let linux = try LinuxHeader(file)
      header = .linux(linux)
      pieces = [try linux.piece(in: file, map: map)]
      entry = UInt64(linux.entry)
      symbols = SymbolTable()
    }
    guard pieces.contains(where: { $0.range.contains(entry) }) else { throw .entryOutside(entry) }
    guard entry < MemoryMap.fourGiB else {
      throw .unsupported("it starts at \(hex(entry)), and every boot protocol enters a kernel below 4 GiB")
    }
  }

  /// What a Multiboot header, of either version, leaves to the file: the places that the header gives, or an ELF file's.
  private static func parts(
    _ file: FileBytes, _ addresses: LoadAddresses?, map: MemoryMap
  ) throws(LoadError) -> ([Piece], UInt64, SymbolTable) {
    if let addresses {
      let piece = try addresses.piece(in: file, map: map)
      return ([piece], UInt64(addresses.entry), (try? ELFFile(file)).map(SymbolTable.init) ?? SymbolTable())
    }
    let elf = try ELFFile(file)
    return (try pieces(of: elf, map: map), elf.physicalEntry, SymbolTable(elf))
  }

  /// Reads the program headers as QEMU does: each PT_LOAD goes to its physical address, wherever the file was linked to run.
  private static func pieces(of elf: ELFFile, map: MemoryMap) throws(LoadError) -> [Piece] {
    var pieces: [Piece] = []
    for (index, segment) in elf.segments.enumerated() where segment.kind == .load && segment.memorySize > 0 {
      pieces.append(try piece(segment, name: "segment \(index)", in: elf.file, map: map))
    }
    guard !pieces.isEmpty else { throw .notAKernel("it is an ELF file in which no segment is to be loaded") }
    pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (first, second) in zip(pieces, pieces.dropFirst()) where second.range.lowerBound < first.range.upperBound {
      throw .overlap(first.name, second.name, at: second.range.lowerBound)
    }
    return pieces
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
    try map.checkLoadable(range, name)
    return Piece(
      name: name, range: range,
      file: segment.fileSize == 0 ? 0..<0 : Int(segment.offset)..<Int(fileEnd))
  }

  /// Whether any piece needs a byte of `range`.
  func overlaps(_ range: Range<UInt64>) -> Piece? { pieces.first { $0.range.overlaps(range) } }

  /// From the first byte to the last, with what lies between.
  var extent: Range<UInt64> { pieces[0].range.lowerBound..<pieces[pieces.count - 1].range.upperBound }

  /// Moves everything so that it starts at `address`, for a kernel that says it can run anywhere.
  mutating func move(to address: UInt64) {
    let distance = address &- extent.lowerBound
    entry &+= distance
    for index in pieces.indices {
      let range = pieces[index].range
      pieces[index].range = range.lowerBound &+ distance..<range.upperBound &+ distance
    }
  }
}

extension MemoryMap {
  /// Refuses a range of which any byte is not RAM that a loader may fill.
  func checkLoadable(_ range: Range<UInt64>, _ what: String) throws(LoadError) {
    guard loadable.contains(where: { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }) else {
      throw .doesNotFit(what: what, range: range.lowerBound...range.upperBound - 1, memorySize: memorySize)
    }
  }
}
