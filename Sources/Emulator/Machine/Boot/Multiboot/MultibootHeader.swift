/// The header by which a boot loader knows a Multiboot kernel. Multiboot Specification 0.6.96, 3.1.
struct MultibootHeader: Equatable, Sendable {
  static let magic: UInt32 = 0x1BAD_B002
  /// The header lies in the first so many bytes of the file.
  private static let reach: UInt64 = 8192

  private enum Flag {
    static let pageAlign: UInt32 = 1, memoryInfo: UInt32 = 2, videoMode: UInt32 = 4
    static let known = pageAlign | memoryInfo | videoMode
    /// What a loader must understand or refuse; the upper half it may ignore.
    static let mandatory: UInt32 = 0xFFFF
    static let addresses: UInt32 = 1 << 16
  }

  let offset: UInt64
  let flags: UInt32
  /// What the header says about the display, where it says anything.
  let display: DisplayRequest?

  /// The first header in the file; nil when there is none.
  init?(in file: FileBytes) {
    for offset in stride(from: 0, to: min(Self.reach, file.count) & ~3, by: 4) {
      guard file.load(offset, as: UInt32.self) == Self.magic, let flags = file.load(offset + 4, as: UInt32.self),
        let checksum = file.load(offset + 8, as: UInt32.self), checksum &+ flags &+ Self.magic == 0
      else { continue }
      self.offset = offset
      self.flags = flags
      display = flags & Flag.videoMode == 0 ? nil : DisplayRequest(multiboot: file, at: offset + 32)
      return
    }
    return nil
  }

  /// "If the boot loader sees an unrecognized set bit among bits 0–15, it must notify the user and fail" (3.1.2, in our words).
  func check() throws(LoadError) {
    let unknown = flags & Flag.mandatory & ~Flag.known
    guard unknown == 0 else {
      throw .unsupported("its Multiboot header sets flags \(hex(unknown)), which no loader knows")
    }
    guard flags & Flag.videoMode == 0 || display != nil else {
      throw .contradiction("its Multiboot header asks for a video mode, and ends before it says which")
    }
  }

  /// Whether the header says itself where the file's bytes go.
  var hasAddresses: Bool { flags & Flag.addresses != 0 }

  func addresses(in file: FileBytes) throws(LoadError) -> LoadAddresses? {
    guard hasAddresses else { return nil }
    guard file.range(offset, 32) != nil else {
      throw .cutShort(what: "the Multiboot header", end: offset + 32, fileSize: file.count)
    }
    func word(_ index: UInt64) -> UInt32 { file.load(offset + index * 4)! }
    return LoadAddresses(
      headerOffset: offset, header: word(3), load: word(4), loadEnd: word(5), bssEnd: word(6), entry: word(7))
  }
}

extension DisplayRequest {
  /// The last four fields of a Multiboot header: 0 and a size for graphics, 1 for text.
  fileprivate init?(multiboot file: FileBytes, at offset: UInt64) {
    guard let type = file.load(offset, as: UInt32.self), let width = file.load(offset + 4, as: UInt32.self),
      let height = file.load(offset + 8, as: UInt32.self), let depth = file.load(offset + 12, as: UInt32.self)
    else { return nil }
    self = type == 1 ? .text : .graphics(width: width, height: height, depth: depth)
  }
}
