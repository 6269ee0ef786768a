/// The header by which a boot loader knows a Multiboot 2 kernel, and its tags. Multiboot2 Specification 2.0, 3.1.
struct Multiboot2Header: Equatable, Sendable {
  static let magic: UInt32 = 0xE852_50D6
  /// The header lies in the first so many bytes of the file.
  private static let reach: UInt64 = 32_768
  /// Types of information that the specification has, whether this machine has something to tell or not.
  private static let information: ClosedRange<UInt32> = 0...21

  private enum Tag: UInt16 {
    case end, informationRequest, addresses, entry, console, framebuffer, moduleAlignment
    case bootServices, entryEFI32, entryEFI64, relocatable
  }

  /// How a kernel that can run anywhere wants to be placed.
  struct Relocation: Equatable, Sendable {
    enum Preference: UInt32, Sendable { case none, lowest, highest }
    var range: ClosedRange<UInt64>
    var alignment: UInt64
    var preference: Preference
  }

  /// The console flags: bit 0, the kernel needs some console; bit 1, it can do with text.
  private(set) var console: UInt32?
  /// Tag 2 with tag 3: set when the header says itself where the file's bytes go.
  private(set) var addresses: LoadAddresses?
  private(set) var entry: UInt32?
  private(set) var display: DisplayRequest?
  private(set) var relocation: Relocation?

  /// The first header in the file; nil when there is none.
  static func offset(in file: FileBytes) -> UInt64? {
    stride(from: 0, to: min(reach, file.count) & ~7, by: 8).first { offset in
      guard file.load(offset, as: UInt32.self) == magic, let architecture = file.load(offset + 4, as: UInt32.self),
        let length = file.load(offset + 8, as: UInt32.self), let checksum = file.load(offset + 12, as: UInt32.self)
      else { return false }
      return magic &+ architecture &+ length &+ checksum == 0
    }
  }

  init(at offset: UInt64, in file: FileBytes) throws(LoadError) {
    let architecture: UInt32 = file.load(offset + 4)!
    let length = UInt64(file.load(offset + 8, as: UInt32.self)!)
    guard architecture == 0 else {
      throw .unsupported("its Multiboot 2 header is for architecture \(architecture), and i386 is 0")
    }
    guard file.range(offset, length) != nil, length >= 16 else {
      throw .cutShort(what: "the Multiboot 2 header", end: offset + length, fileSize: file.count)
    }
    let limit = offset + length
    var at = offset + 16
    while true {
      guard at + 8 <= limit else { throw .contradiction("the Multiboot 2 header has no end tag") }
      let type: UInt16 = file.load(at)!
      let isOptional = file.load(at + 2, as: UInt16.self)! & 1 != 0
      let size = UInt64(file.load(at + 4, as: UInt32.self)!)
      guard size >= 8, at + size <= limit else {
        throw .contradiction("tag \(type) of the Multiboot 2 header is said to have \(size) bytes")
      }
      if type == Tag.end.rawValue { break }
      let tag = Bytes(file: file, type: type, start: at + 8, size: size - 8)
      try read(tag, isOptional: isOptional, headerOffset: offset)
      at = (at + size + 7) & ~7
    }
    guard addresses == nil || entry != nil else {
      throw .contradiction("the Multiboot 2 header says where to load the kernel, and not where to start it")
    }
    if let entry { addresses?.entry = entry }
  }

  /// The contents of one tag.
  private struct Bytes {
    var file: FileBytes
    var type: UInt16
    var start: UInt64
    var size: UInt64

    func word(_ index: UInt64) throws(LoadError) -> UInt32 {
      guard index * 4 + 4 <= size else {
        throw .contradiction("tag \(type) of the Multiboot 2 header has only \(size + 8) bytes")
      }
      return file.load(start + index * 4)!
    }
  }

  private mutating func read(_ tag: Bytes, isOptional: Bool, headerOffset: UInt64) throws(LoadError) {
    switch Tag(rawValue: tag.type) {
    case .informationRequest:
      // What is known but not there (EFI, APM, the network) is simply not told: section 3.1.4.
      for index in 0..<tag.size / 4 where !isOptional {
        let wanted = try tag.word(index)
        guard Self.information.contains(wanted) else {
          throw .unsupported("its Multiboot 2 header demands information of type \(wanted), which no loader has")
        }
      }
    case .addresses:
      let header = try tag.word(0)
      let load = try tag.word(1)
      addresses = LoadAddresses(
        headerOffset: headerOffset, header: header,
        // All ones: from the start of the file.
        load: load == .max ? header &- UInt32(truncatingIfNeeded: headerOffset) : load, loadEnd: try tag.word(2),
        bssEnd: try tag.word(3), entry: 0)
    case .entry: entry = try tag.word(0)
    case .console:
      console = try tag.word(0)
    case .framebuffer:
      display = .graphics(width: try tag.word(0), height: try tag.word(1), depth: try tag.word(2))
    case .relocatable:
      let (low, high) = (UInt64(try tag.word(0)), UInt64(try tag.word(1)))
      let alignment = UInt64(max(try tag.word(2), 1))
      guard low <= high, alignment & (alignment - 1) == 0 else {
        throw .contradiction(
          "the kernel is to be moved to \(hex(low)) to \(hex(high)) in steps of \(hex(alignment)) bytes")
      }
      relocation = Relocation(
        range: low...high, alignment: alignment, preference: .init(rawValue: try tag.word(3)) ?? .none)
    case .end, .moduleAlignment, .bootServices, .entryEFI32, .entryEFI64:
      break  // modules are page-aligned always, and there is no EFI here
    case nil:
      guard isOptional else {
        throw .unsupported("its Multiboot 2 header has a tag of type \(tag.type), which no loader knows")
      }
    }
  }
}
