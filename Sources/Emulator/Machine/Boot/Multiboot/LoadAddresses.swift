/// The "a.out kludge": a Multiboot header that says itself which bytes of the file go where, so that the file needs no format.
/// Multiboot Specification 0.6.96, 3.1.3; Multiboot2 Specification 2.0, 3.1.5.
struct LoadAddresses: Equatable, Sendable {
  /// Where the header is in the file.
  var headerOffset: UInt64
  /// Where the header shall be in memory, which says where the file's other bytes go.
  var header: UInt32
  /// The first byte to load, and the end of those; 0 for the end of the file.
  var load: UInt32
  var loadEnd: UInt32
  /// The end of what is made zero after them; 0 when there is nothing.
  var bssEnd: UInt32
  var entry: UInt32

  func piece(in file: FileBytes, map: MemoryMap) throws(LoadError) -> KernelImage.Piece {
    guard header >= load else {
      throw .contradiction("the header is to be at \(hex(header)), below the first byte that is loaded at \(hex(load))")
    }
    guard UInt64(header - load) <= headerOffset else {
      throw .contradiction(
        "\(hex(header - load)) bytes are to be loaded in front of the header, and the file has \(hex(headerOffset)) there"
      )
    }
    let start = headerOffset - UInt64(header - load)
    guard loadEnd == 0 || loadEnd >= load else {
      throw .contradiction("what is loaded ends at \(hex(loadEnd)), below its start at \(hex(load))")
    }
    let size = loadEnd == 0 ? file.count - start : UInt64(loadEnd - load)
    guard let bytes = file.range(start, size) else {
      throw .cutShort(what: "what the header says to load", end: start + size, fileSize: file.count)
    }
    let end = UInt64(load) + size
    guard bssEnd == 0 || UInt64(bssEnd) >= end else {
      throw .contradiction("what is to be zero ends at \(hex(bssEnd)), below the end of what is loaded at \(hex(end))")
    }
    let range = UInt64(load)..<max(end, UInt64(bssEnd))
    guard !range.isEmpty else { throw .notAKernel("its Multiboot header says to load nothing") }
    try map.checkLoadable(range, "the kernel")
    return KernelImage.Piece(name: "the kernel", range: range, file: bytes)
  }
}
