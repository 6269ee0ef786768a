/// Builds small ELF files, right or wrong, byte by byte.
package struct KernelFile {
  package struct Segment {
    package var type: UInt32 = 1
    package var address: UInt64 = 0x10_0000
    package var bytes: [UInt8] = []
    package var memorySize: UInt64?
    package var alignment: UInt64 = 4
    /// What the header says instead of the truth.
    package var claimedOffset: UInt64?
    package var claimedFileSize: UInt64?

    package init(
      type: UInt32 = 1, address: UInt64 = 0x10_0000, bytes: [UInt8] = [], memorySize: UInt64? = nil,
      alignment: UInt64 = 4, claimedOffset: UInt64? = nil, claimedFileSize: UInt64? = nil
    ) {
      self.type = type
      self.address = address
      self.bytes = bytes
      self.memorySize = memorySize
      self.alignment = alignment
      self.claimedOffset = claimedOffset
      self.claimedFileSize = claimedFileSize
    }
  }

  package struct Symbol {
    package var name: String
    package var address: UInt64
    package var size: UInt64 = 0
    package var info: UInt8 = 0x12
    package var section: UInt16 = 1

    package init(name: String, address: UInt64, size: UInt64 = 0, info: UInt8 = 0x12, section: UInt16 = 1) {
      self.name = name
      self.address = address
      self.size = size
      self.info = info
      self.section = section
    }
  }

  package var is64Bit = true
  package var machine: UInt16 = 62
  /// Where the ELF header says that the program starts. PVH does not look at it.
  package var entry: UInt64 = 0
  package var segments: [Segment] = []
  package var symbols: [Symbol] = []

  package init(segments: [Segment]) { self.segments = segments }

  /// A kernel of `code` at `address`, entered at its first byte.
  package static func bare(_ code: [UInt8], at address: UInt64 = 0x10_0000) -> KernelFile {
    KernelFile(segments: [Segment(address: address, bytes: code), note(entry: UInt32(address))])
  }

  /// The PT_NOTE segment that makes an ELF file a PVH kernel.
  package static func note(entry: UInt32, name: String = "Xen\0", type: UInt32 = 18, alignment: UInt64 = 4) -> Segment {
    func padded(_ bytes: [UInt8]) -> [UInt8] {
      bytes + [UInt8](repeating: 0, count: (Int(alignment) - bytes.count % Int(alignment)) % Int(alignment))
    }
    let name = Array(name.utf8)
    return Segment(
      type: 4, address: 0,
      bytes: little(UInt32(name.count)) + little(UInt32(4)) + little(type) + padded(name) + padded(little(entry)),
      alignment: alignment)
  }

  package static func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// A number of the file's own width.
  private func word(_ value: UInt64) -> [UInt8] {
    is64Bit ? Self.little(value) : Self.little(UInt32(truncatingIfNeeded: value))
  }

  package var bytes: [UInt8] {
    let headerSize = is64Bit ? 64 : 52
    let programSize = is64Bit ? 56 : 32
    let sectionSize = is64Bit ? 64 : 40
    // What is loaded starts on a doubleword, where a Multiboot 2 header must be.
    let gap = [UInt8](repeating: 0, count: (8 - (headerSize + segments.count * programSize) % 8) % 8)
    var offset = headerSize + segments.count * programSize + gap.count
    var programs: [UInt8] = []
    var contents: [UInt8] = []
    for segment in segments {
      let at = segment.claimedOffset ?? UInt64(offset)
      let fileSize = segment.claimedFileSize ?? UInt64(segment.bytes.count)
      let memorySize = segment.memorySize ?? UInt64(segment.bytes.count)
      programs += Self.little(segment.type)
      if is64Bit { programs += Self.little(7 as UInt32) }
      programs += word(at) + word(segment.address) + word(segment.address) + word(fileSize) + word(memorySize)
      if !is64Bit { programs += Self.little(7 as UInt32) }
      programs += word(segment.alignment)
      contents += segment.bytes
      offset += segment.bytes.count
    }
    let (table, strings) = symbolTable
    let sections = symbols.isEmpty ? 0 : 3
    var sectionHeaders = [UInt8](repeating: 0, count: sections == 0 ? 0 : sectionSize)
    if sections > 0 {
      sectionHeaders += section(type: 2, offset: offset, size: table.count, link: 2)
      sectionHeaders += section(type: 3, offset: offset + table.count, size: strings.count, link: 0)
    }
    let sectionOffset = sections == 0 ? 0 : offset + table.count + strings.count
    var header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, is64Bit ? 2 : 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    header += Self.little(2 as UInt16) + Self.little(machine) + Self.little(1 as UInt32)
    header += word(entry) + word(UInt64(headerSize)) + word(UInt64(sectionOffset)) + Self.little(0 as UInt32)
    for value in [headerSize, programSize, segments.count, sectionSize, sections, 0] {
      header += Self.little(UInt16(value))
    }
    return header + programs + gap + contents + table + strings + sectionHeaders
  }

  private func section(type: UInt32, offset: Int, size: Int, link: UInt32) -> [UInt8] {
    Self.little(0 as UInt32) + Self.little(type) + word(0) + word(0) + word(UInt64(offset)) + word(UInt64(size))
      + Self.little(link) + Self.little(0 as UInt32) + word(1) + word(0)
  }

  private var symbolTable: (table: [UInt8], strings: [UInt8]) {
    var strings: [UInt8] = [0]
    var table = [UInt8](repeating: 0, count: symbols.isEmpty ? 0 : is64Bit ? 24 : 16)
    for symbol in symbols {
      table += Self.little(UInt32(strings.count))
      if is64Bit {
        table += [symbol.info, 0] + Self.little(symbol.section) + word(symbol.address) + word(symbol.size)
      } else {
        table += word(symbol.address) + word(symbol.size) + [symbol.info, 0] + Self.little(symbol.section)
      }
      strings += Array(symbol.name.utf8) + [0]
    }
    return symbols.isEmpty ? ([], []) : (table, strings)
  }
}
