/// A segment register: the selector and what its descriptor said when it was loaded (SDM volume 3, section 3.4.3).
public struct Segment: Codable, Equatable, Sendable {
  public var selector: UInt16 = 0
  public var base: UInt64 = 0
  /// In bytes, granularity applied: the last valid offset (expand-up).
  public var limit: UInt32 = 0
  public var attributes = Attributes(rawValue: 0)

  public init(
    selector: UInt16 = 0, base: UInt64 = 0, limit: UInt32 = 0, attributes: Attributes = Attributes(rawValue: 0)
  ) {
    self.selector = selector
    self.base = base
    self.limit = limit
    self.attributes = attributes
  }

  /// Bits 8...15 and 20...23 of a descriptor's second doubleword, moved down by eight.
  public struct Attributes: Codable, Equatable, Sendable {
    public var rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// Type field, four bits (SDM volume 3, tables 3-1 and 3-2).
    public var type: UInt8 { UInt8(rawValue & 15) }
    /// S: code or data, not system.
    public var isCodeOrData: Bool { rawValue & 1 << 4 != 0 }
    public var privilegeLevel: UInt8 { UInt8(rawValue >> 5 & 3) }
    public var isPresent: Bool { rawValue & 1 << 7 != 0 }
    /// L: 64-bit code.
    public var isLong: Bool { rawValue & 1 << 13 != 0 }
    /// D/B: 32-bit default, or big stack.
    public var isBig: Bool { rawValue & 1 << 14 != 0 }
    public var isGranular: Bool { rawValue & 1 << 15 != 0 }
    public var isCode: Bool { isCodeOrData && type & 8 != 0 }
    public var isData: Bool { isCodeOrData && type & 8 == 0 }
    public var isConforming: Bool { type & 4 != 0 }
    public var isReadable: Bool { isData || type & 2 != 0 }
    public var isWritable: Bool { isData && type & 2 != 0 }
    public var isExpandDown: Bool { isData && type & 4 != 0 }
  }

  /// Whether the register holds nothing that may be used: a null selector was loaded.
  var isNull: Bool { selector & ~3 == 0 && !attributes.isPresent }

  /// Whether offsets are linear addresses and no check can fail below 4 GiB.
  var isFlat: Bool {
    base == 0 && limit == .max && attributes.isPresent && attributes.isCodeOrData && !attributes.isExpandDown
  }

  /// As real mode has it after reset or a load.
  static func real(_ selector: UInt16, code: Bool = false) -> Segment {
    Segment(
      selector: selector, base: UInt64(selector) << 4, limit: 0xFFFF,
      attributes: Attributes(rawValue: code ? 0x9B : 0x93))
  }
}

/// An eight-byte descriptor as it stands in a table (SDM volume 3, figure 3-8).
struct Descriptor {
  var raw: UInt64
  var base: UInt64 { raw >> 16 & 0xFFFFFF | raw >> 32 & 0xFF00_0000 }
  var attributes: Segment.Attributes { Segment.Attributes(rawValue: UInt16(raw >> 40 & 0xF0FF)) }
  var limit: UInt32 {
    let limit = UInt32(raw & 0xFFFF) | UInt32(raw >> 32 & 0xF0000)
    return attributes.isGranular ? limit << 12 | 0xFFF : limit
  }
  func segment(_ selector: UInt16) -> Segment {
    Segment(selector: selector, base: base, limit: limit, attributes: attributes)
  }
}

/// Numbers of the segment registers, as instructions encode them.
enum SegmentNumber {
  static let es = 0, cs = 1, ss = 2, ds = 3, fs = 4, gs = 5
}

/// GDTR and IDTR.
public struct DescriptorTable: Codable, Equatable, Sendable {
  public var base: UInt64 = 0
  public var limit: UInt16
  public init(base: UInt64 = 0, limit: UInt16 = 0xFFFF) {
    self.base = base
    self.limit = limit
  }
}
