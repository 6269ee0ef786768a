import SystemCalls

/// Which frame holds which 4 KiB page of a file: a tree of frames with 512 places each, no taller than the last page needs.
/// A file of one page has no tree at all; a page that was never written (a hole) takes nothing.
struct PageMap {
  /// A page, or with a height a frame of places.
  private var root: UInt
  private(set) var height: UInt8

  /// No page.
  init() { (root, height) = (0, 0) }

  /// A page's frame, and who owns it.
  struct Page {
    /// The address; bit 0 is set where the frame is borrowed: it belongs to somebody else, can be read and is never given back.
    fileprivate var bits: UInt
    fileprivate init(bits: UInt) { self.bits = bits }
    init(borrowed address: UnsafeRawPointer) { bits = UInt(bitPattern: address) | 1 }
    init(owned address: UnsafeMutableRawPointer) { bits = UInt(bitPattern: address) }
    var isBorrowed: Bool { bits & 1 != 0 }
    var address: UnsafeMutableRawPointer { UnsafeMutableRawPointer(bitPattern: bits & ~1)! }
  }

  private typealias Places = UnsafeMutablePointer<UInt>
  private static func places(_ bits: UInt) -> Places { Places(bitPattern: bits)! }

  /// The page with this index, or nil for a hole.
  func page(_ index: Int) -> Page? {
    guard index >> (9 * Int(height)) == 0 else { return nil }
    var bits = root
    var shift = 9 * Int(height)
    while shift > 0, bits != 0 {
      shift -= 9
      bits = Self.places(bits)[index >> shift & 511]
    }
    return bits == 0 ? nil : Page(bits: bits)
  }

  /// Puts a page in a place. Where memory for the tree runs out nothing has changed.
  ///
  /// - Precondition: what was in the place is the caller's to give back.
  mutating func set(_ page: Page, at index: Int, from store: inout FrameStore) throws(SystemError) {
    // The frames that are missing are taken before anything changes, and linked through their first words.
    var spare: UnsafeMutableRawPointer?
    for _ in 0..<missingFrameCount(index) {
      do throws(SystemError) {
        let frame = try store.takeZeroed()
        frame.storeBytes(of: spare, as: UnsafeMutableRawPointer?.self)
        spare = frame
      } catch {
        while let frame = spare {
          spare = frame.load(as: UnsafeMutableRawPointer?.self)
          store.giveBack(frame)
        }
        throw error
      }
    }
    func takeSpare() -> UInt {
      let frame = spare!
      spare = frame.load(as: UnsafeMutableRawPointer?.self)
      frame.storeBytes(of: 0, as: UInt.self)
      return UInt(bitPattern: frame)
    }
    while index >> (9 * Int(height)) != 0 {
      if root != 0 {
        let above = takeSpare()
        Self.places(above)[0] = root
        root = above
      }
      height += 1
    }
    guard height > 0 else {
      root = page.bits
      return
    }
    if root == 0 { root = takeSpare() }
    var node = Self.places(root)
    for level in stride(from: Int(height) - 1, to: 0, by: -1) {
      let place = index >> (9 * level) & 511
      if node[place] == 0 { node[place] = takeSpare() }
      node = Self.places(node[place])
    }
    node[index & 511] = page.bits
  }

  /// How many frames of places ``set(_:at:from:)`` will need.
  private func missingFrameCount(_ index: Int) -> Int {
    var count = 0
    var level = Int(height)
    if index >> (9 * level) != 0 {
      var needed = level
      while index >> (9 * needed) != 0 { needed += 1 }
      // One above the other over what is there, and from the top one down to the new page; with nothing there, only the latter.
      return root == 0 ? needed : needed - level + needed - 1
    }
    var bits = root
    while level > 0 {
      if bits == 0 {
        count += 1
      } else {
        bits = Self.places(bits)[index >> (9 * (level - 1)) & 511]
      }
      level -= 1
    }
    return count
  }

  /// Gives back all pages from this one on, and the frames of places that only they needed. Returns how many pages these were.
  mutating func removePages(from first: Int, to store: inout FrameStore) -> Int {
    guard root != 0, first >> (9 * Int(height)) == 0 else { return 0 }
    var count = 0
    if first == 0 || Self.prune(root, level: Int(height), from: first, &store, &count) {
      if first == 0 { Self.free(root, level: Int(height), &store, &count) }
      root = 0
      height = 0
      return count
    }
    // What is left may need fewer levels.
    while height > 0, (first - 1) >> (9 * (Int(height) - 1)) == 0 {
      let below = Self.places(root)[0]
      store.giveBack(UnsafeMutableRawPointer(bitPattern: root)!)
      root = below
      height -= 1
    }
    return count
  }

  /// Frees what lies from `first` on, which is greater than zero, in a subtree. True where nothing is left of it; it is gone then.
  private static func prune(
    _ bits: UInt, level: Int, from first: Int, _ store: inout FrameStore, _ count: inout Int
  ) -> Bool {
    if level == 0 { return false }
    let node = places(bits)
    let shift = 9 * (level - 1)
    let boundary = first >> shift & 511
    let within = first & ((1 << shift) - 1)
    if within != 0, node[boundary] != 0,
      prune(node[boundary], level: level - 1, from: within, &store, &count)
    {
      node[boundary] = 0
    }
    for place in (within == 0 ? boundary : boundary + 1)..<512 where node[place] != 0 {
      free(node[place], level: level - 1, &store, &count)
      node[place] = 0
    }
    for place in 0...min(boundary, 511) where node[place] != 0 { return false }
    store.giveBack(UnsafeMutableRawPointer(node))
    return true
  }

  private static func free(_ bits: UInt, level: Int, _ store: inout FrameStore, _ count: inout Int) {
    if level == 0 {
      count += 1
      let page = Page(bits: bits)
      if !page.isBorrowed { store.giveBack(page.address) }
      return
    }
    let node = places(bits)
    for place in 0..<512 where node[place] != 0 { free(node[place], level: level - 1, &store, &count) }
    store.giveBack(UnsafeMutableRawPointer(node))
  }
}
