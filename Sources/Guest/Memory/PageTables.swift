/// What a mapping allows. Nothing is ever writable and executable at once.
public enum PageRights: Equatable, Sendable {
  case readOnly
  case readWrite
  case execute
}

/// How a mapping is used: by the kernel or by ring 3, through the caches or not.
public struct PageAttributes: Equatable, Sendable {
  public var rights: PageRights
  public var user = false
  public var uncached = false

  public init(_ rights: PageRights, user: Bool = false, uncached: Bool = false) {
    self.rights = rights
    self.user = user
    self.uncached = uncached
  }
}

/// Four-level page tables (Intel SDM volume 3, 5.5), built in frames that the caller provides.
///
/// The builder reaches a table at its physical address plus `bias`: zero in the kernel, whose memory is mapped where it
/// is, and wherever a test keeps its frames.
public struct PageTables {
  static let present: UInt64 = 1 << 0
  static let writable: UInt64 = 1 << 1
  static let user: UInt64 = 1 << 2
  static let writeThrough: UInt64 = 1 << 3
  static let cacheDisable: UInt64 = 1 << 4
  static let large: UInt64 = 1 << 7
  static let noExecute: UInt64 = 1 << 63
  static let addressBits: UInt64 = 0x000F_FFFF_FFFF_F000

  public static let pageSize: UInt64 = 4096
  public static let largePageSize: UInt64 = 2 << 20

  /// The address of the top table: what CR3 takes.
  public let root: UInt64
  private let bias: Int
  private let allowsNoExecute: Bool

  public enum Failure: Error {
    /// The caller had no frame for another table.
    case outOfFrames
    /// A large page is where a table would have to be.
    case largePageInTheWay
  }

  /// `allowsNoExecute`: whether bit 63 means that; it is reserved where the processor was not told so.
  public init?(bias: Int = 0, allowsNoExecute: Bool = true, frame: () -> UInt64?) {
    guard let root = frame() else { return nil }
    self.root = root
    self.bias = bias
    self.allowsNoExecute = allowsNoExecute
    clear(root)
  }

  /// Maps the range of whole pages at `address` onto physical memory, in large pages where
  /// the caller, both addresses and the length allow.
  public func map(
    _ address: UInt64, to physical: UInt64, size: UInt64, _ attributes: PageAttributes, largePages: Bool = true,
    frame: () -> UInt64?
  ) throws(Failure) {
    var bits = Self.bits(attributes)
    if !allowsNoExecute { bits &= ~Self.noExecute }
    var done: UInt64 = 0
    while done < size {
      let (page, target) = (address + done, physical + done)
      if largePages, (page | target) & (Self.largePageSize - 1) == 0, size - done >= Self.largePageSize {
        try entry(for: page, level: 2, frame: frame).pointee = target | bits | Self.large
        done += Self.largePageSize
      } else {
        try entry(for: page, level: 1, frame: frame).pointee = target | bits
        done += Self.pageSize
      }
    }
  }

  /// The range of pages becomes absent. Pages that were part of a large one cannot be taken out of it.
  public func unmap(_ address: UInt64, size: UInt64) throws(Failure) {
    var done: UInt64 = 0
    while done < size {
      try entry(for: address + done, level: 1, frame: { nil }).pointee = 0
      done += Self.pageSize
    }
  }

  /// The entry that maps an address, and the size of its page: a walk like the processor's.
  public func lookUp(_ address: UInt64) -> (entry: UInt64, pageSize: UInt64)? {
    var table = root
    for level in stride(from: 4, through: 1, by: -1) {
      let entry = slot(table, address, level).pointee
      guard entry & Self.present != 0 else { return nil }
      if level == 1 || entry & Self.large != 0 { return (entry, Self.pageSize << UInt64((level - 1) * 9)) }
      table = entry & Self.addressBits
    }
    return nil
  }

  static func bits(_ attributes: PageAttributes) -> UInt64 {
    var bits = present
    switch attributes.rights {
    case .readOnly: bits |= noExecute
    case .readWrite: bits |= writable | noExecute
    case .execute: break
    }
    if attributes.user { bits |= user }
    if attributes.uncached { bits |= cacheDisable | writeThrough }
    return bits
  }

  /// The entry at `level` (1 is the page table), with the tables above it made where they are missing. Tables allow
  /// everything; the last entry decides.
  private func entry(
    for address: UInt64, level: Int, frame: () -> UInt64?
  ) throws(Failure) -> UnsafeMutablePointer<UInt64> {
    var table = root
    for upper in stride(from: 4, to: level, by: -1) {
      let pointer = slot(table, address, upper)
      if pointer.pointee & Self.present == 0 {
        guard let new = frame() else { throw .outOfFrames }
        clear(new)
        pointer.pointee = new | Self.present | Self.writable | Self.user
      }
      guard upper == 4 || pointer.pointee & Self.large == 0 else { throw .largePageInTheWay }
      table = pointer.pointee & Self.addressBits
    }
    return slot(table, address, level)
  }

  private func slot(_ table: UInt64, _ address: UInt64, _ level: Int) -> UnsafeMutablePointer<UInt64> {
    let index = Int(address >> UInt64(12 + (level - 1) * 9) & 511)
    return UnsafeMutablePointer(bitPattern: Int(table) + bias)! + index
  }

  private func clear(_ table: UInt64) {
    UnsafeMutablePointer<UInt64>(bitPattern: Int(table) + bias)!.initialize(repeating: 0, count: 512)
  }
}
