import Storage
import X86

/// How code was decoded. Blocks made for one mode are never run in another.
struct CodeMode: Equatable, Hashable {
  var codeSize: CodeSize
  /// Linear addresses are effective addresses: 64-bit mode, or flat segments. Only then may fast operations be used.
  var isFlat: Bool
  /// SSE instructions neither raise #UD nor #NM.
  var allowsSSE: Bool
}

/// The code of one physical frame, decoded for one mode.
struct CodePage {
  /// Physical address of the frame.
  var address: UInt64
  var frame: UnsafeMutablePointer<Frame>
  var mode: CodeMode
  /// For each offset in the frame, where in the arena the first operation of the block that starts there is; 0 for none.
  var blocks: UnsafeMutablePointer<UInt32>
  /// The same for blocks of one instruction; made when first needed.
  var steps: UnsafeMutablePointer<UInt32>?
  /// Which 64-byte pieces of the frame have been decoded.
  var pieces: UInt64 = 0
  var allBlocks: UnsafeMutablePointer<BlockHeader>?
  /// The same frame in other modes.
  var otherMode: UnsafeMutablePointer<CodePage>?
}

/// Decoded code, by physical frame: kept coherent with every store.
final class CodeCache {
  static let arenaSize = 1 << 26
  /// No block needs more than this.
  static let reserve = 1 << 16
  private let memory = ZeroedMemory(byteCount: arenaSize)
  var arena: UnsafeMutableRawPointer { memory.start }
  /// Offset of the first free byte; zero stays unused, since a table entry of zero means "none".
  @exclusivity(unchecked) private var used = 64
  @exclusivity(unchecked) private var pages: [UInt64: UnsafeMutablePointer<CodePage>] = [:]
  /// Dropped tables, to be used again.
  @exclusivity(unchecked) private(set) var blockCount = 0

  deinit {
    removePages()
    memory.deallocate()
  }

  var isNearlyFull: Bool { used > Self.arenaSize - Self.reserve }

  /// Forgets everything. No block may be running.
  func removeAll() {
    removePages()
    used = 64
    blockCount = 0
  }

  private func removePages() {
    for (_, first) in pages {
      var page: UnsafeMutablePointer<CodePage>? = first
      while let current = page {
        page = current.pointee.otherMode
        current.pointee.frame.pointee.attributes.remove(.code)
        current.pointee.blocks.deallocate()
        current.pointee.steps?.deallocate()
        current.deallocate()
      }
    }
    pages.removeAll()
  }

  /// Takes `count` bytes, 16-byte aligned.
  func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    let at = arena + used
    used += (count + 15) & ~15
    precondition(used <= Self.arenaSize, "the code arena is emptied before it is full")
    return at
  }

  func offset(of operation: OperationPointer) -> UInt32 {
    UInt32(UnsafeRawPointer(operation) - UnsafeRawPointer(arena))
  }

  func operation(at offset: UInt32) -> OperationPointer {
    (arena + Int(offset)).assumingMemoryBound(to: Operation.self)
  }

  func page(address: UInt64, frame: UnsafeMutablePointer<Frame>, mode: CodeMode) -> UnsafeMutablePointer<CodePage> {
    var candidate = pages[address]
    while let page = candidate {
      if page.pointee.mode == mode { return page }
      candidate = page.pointee.otherMode
    }
    let page = UnsafeMutablePointer<CodePage>.allocate(capacity: 1)
    page.initialize(
      to: CodePage(address: address, frame: frame, mode: mode, blocks: Self.makeTable(), otherMode: pages[address]))
    pages[address] = page
    return page
  }

  static func makeTable() -> UnsafeMutablePointer<UInt32> {
    let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 4096)
    table.initialize(repeating: 0, count: 4096)
    return table
  }

  func insert(_ block: UnsafeMutablePointer<BlockHeader>, first: OperationPointer) {
    let page = block.pointee.page
    let start = Int(block.pointee.start)
    if block.pointee.isStep {
      let table = page.pointee.steps ?? Self.makeTable()
      page.pointee.steps = table
      table[start] = offset(of: first)
    } else {
      page.pointee.blocks[start] = offset(of: first)
    }
    block.pointee.next = page.pointee.allBlocks
    page.pointee.allBlocks = block
    page.pointee.pieces |= Self.pieces(from: start, to: Int(block.pointee.end))
    blockCount += 1
  }

  /// The 64-byte pieces that the bytes `from ..< to` of a frame touch.
  static func pieces(from: Int, to: Int) -> UInt64 {
    let first = UInt64(from >> 6)
    let last = UInt64((max(from, to - 1)) >> 6)
    return (UInt64.max << first) & (UInt64.max >> (63 - min(last, 63)))
  }

  /// Drops the blocks that overlap a write. Returns whether there were any.
  func invalidate(frameAt address: UInt64, offset: Int, count: Int) -> Bool {
    guard let first = pages[address] else { return false }
    let touched = Self.pieces(from: offset, to: offset + count)
    var dropped = false
    var isEmpty = true
    var page: UnsafeMutablePointer<CodePage>? = first
    while let current = page {
      if current.pointee.pieces & touched != 0 { dropped = drop(current, from: offset, to: offset + count) || dropped }
      isEmpty = isEmpty && current.pointee.allBlocks == nil
      page = current.pointee.otherMode
    }
    if isEmpty { first.pointee.frame.pointee.attributes.remove(.code) }
    return dropped
  }

  private func drop(_ page: UnsafeMutablePointer<CodePage>, from: Int, to: Int) -> Bool {
    var kept: UnsafeMutablePointer<BlockHeader>?
    var pieces: UInt64 = 0
    var dropped = false
    var block = page.pointee.allBlocks
    while let current = block {
      block = current.pointee.next
      let start = Int(current.pointee.start)
      let end = Int(current.pointee.end)
      if start < to && from < end {
        dropped = true
        unlink(current)
      } else {
        current.pointee.next = kept
        kept = current
        pieces |= Self.pieces(from: start, to: end)
      }
    }
    page.pointee.allBlocks = kept
    page.pointee.pieces = pieces
    return dropped
  }

  /// Drops one block.
  func drop(_ block: UnsafeMutablePointer<BlockHeader>) {
    let page = block.pointee.page
    if page.pointee.allBlocks == block {
      page.pointee.allBlocks = block.pointee.next
    } else {
      var before = page.pointee.allBlocks
      while let current = before, current.pointee.next != block { before = current.pointee.next }
      before?.pointee.next = block.pointee.next
    }
    unlink(block)
  }

  private func unlink(_ block: UnsafeMutablePointer<BlockHeader>) {
    let start = Int(block.pointee.start)
    if block.pointee.isStep {
      block.pointee.page.pointee.steps?[start] = 0
    } else {
      block.pointee.page.pointee.blocks[start] = 0
    }
    block.pointee.isDropped = true
    var link = block.pointee.incoming
    while let current = link {
      current.pointee.slot.pointee = UInt64(UInt(bitPattern: current.pointee.unresolved))
      link = current.pointee.next
    }
    block.pointee.incoming = nil
    blockCount -= 1
  }

  /// Lets a branch go straight to `target` until that block is dropped.
  func link(_ slot: UnsafeMutablePointer<UInt64>, unresolved: OperationPointer, to target: OperationPointer) {
    slot.pointee = UInt64(UInt(bitPattern: target))
    let header = UnsafePointer(target).header
    let link = allocate(MemoryLayout<IncomingLink>.stride).assumingMemoryBound(to: IncomingLink.self)
    link.initialize(to: IncomingLink(slot: slot, unresolved: unresolved, next: header.pointee.incoming))
    header.pointee.incoming = link
  }
}
