extension ELFFile {
  /// The address at which a PVH kernel is entered: the descriptor of the first note of type 18 (`XEN_ELFNOTE_PHYS32_ENTRY`).
  ///
  /// As in QEMU, names and descriptors are padded to the alignment of their PT_NOTE segment, the note's name is not looked at, and
  /// the low 32 bits of the descriptor count. Segments whose alignment says nothing sensible are read with the usual 4, then 8.
  /// At most 65,536 notes are looked at, so that no file makes this take long.
  func pvhEntry() throws(LoadError) -> UInt64? {
    var patience = 65_536
    for segment in segments where segment.kind == .note {
      guard let range = file.range(segment.offset, segment.fileSize) else {
        guard let end = end(of: segment.offset, segment.fileSize) else {
          throw .contradiction("a note segment is said to be at \(hex(segment.offset))")
        }
        throw .cutShort(what: "a note segment", end: end, fileSize: file.count)
      }
      for alignment in [segment.alignment, 4, 8] where (1...8).contains(alignment) {
        if let entry = pvhEntry(in: range, alignment: alignment, patience: &patience) { return entry }
      }
    }
    return nil
  }

  private func pvhEntry(in range: Range<Int>, alignment: UInt64, patience: inout Int) -> UInt64? {
    func padded(_ size: UInt32) -> UInt64 { (UInt64(size) + alignment - 1) / alignment * alignment }
    let limit = UInt64(range.upperBound)
    var at = UInt64(range.lowerBound)
    while at + 12 <= limit, patience > 0 {
      patience -= 1
      let nameSize: UInt32 = file.load(at)!
      let size: UInt32 = file.load(at + 4)!
      let type: UInt32 = file.load(at + 8)!
      let descriptor = at + 12 + padded(nameSize)
      if type == 18, size >= 4, descriptor + 4 <= limit, let entry = file.load(descriptor, as: UInt32.self) {
        return UInt64(entry)
      }
      at = descriptor + padded(size)
    }
    return nil
  }
}
