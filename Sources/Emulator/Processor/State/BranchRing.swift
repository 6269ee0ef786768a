/// The last taken branches, for the report of a triple fault: three rings of 32 words behind ``Core`` in memory.
///
/// A branch notes only what is cheap: the operation and the code base, and where it leads if that was found at run time. The
/// addresses are worked out when somebody asks.
enum BranchRing {
  static let count = 32
  static let byteCount = count * 8
  /// The operation that branched, or zero when the second ring holds the address itself.
  @inline(__always) static var operations: Int { (MemoryLayout<Core>.stride + 15) & ~15 }
  /// The code base that the operation ran with.
  @inline(__always) static var bases: Int { operations + byteCount }
  /// Where the branch led; not written by a branch whose instruction says so.
  @inline(__always) static var targets: Int { bases + byteCount }
  /// Bytes that ``Core`` and the rings take together.
  static var allocation: Int { targets + byteCount }
}

/// Notes a direct branch by its operation.
@_transparent
func noteBranch(_ c: CPU, _ o: UnsafePointer<Operation>) {
  let ring = UnsafeMutableRawPointer(c) + Int(c.pointee.branchIndex)
  ring.storeBytes(of: UInt64(UInt(bitPattern: o)), toByteOffset: BranchRing.operations, as: UInt64.self)
  ring.storeBytes(of: c.pointee.codeBase, toByteOffset: BranchRing.bases, as: UInt64.self)
  c.pointee.branchIndex = c.pointee.branchIndex &+ 8
}

/// Notes a branch whose target was found at run time.
@_transparent
func noteBranch(_ c: CPU, _ o: UnsafePointer<Operation>, to target: UInt64) {
  (UnsafeMutableRawPointer(c) + Int(c.pointee.branchIndex)).storeBytes(
    of: target, toByteOffset: BranchRing.targets, as: UInt64.self)
  noteBranch(c, o)
}

/// Notes a branch by its addresses.
func recordBranch(_ c: CPU, from: UInt64, to: UInt64) {
  let ring = UnsafeMutableRawPointer(c) + Int(c.pointee.branchIndex)
  ring.storeBytes(of: 0, toByteOffset: BranchRing.operations, as: UInt64.self)
  ring.storeBytes(of: from, toByteOffset: BranchRing.bases, as: UInt64.self)
  ring.storeBytes(of: to, toByteOffset: BranchRing.targets, as: UInt64.self)
  c.pointee.branchIndex = c.pointee.branchIndex &+ 8
}

extension Processor {
  /// The last taken branches, oldest first: at most 32.
  public var lastBranches: [(from: UInt64, to: UInt64)] {
    (0..<BranchRing.count).compactMap { position in
      let index = Int((core.pointee.branchIndex &+ UInt8(position * 8)))
      let ring = UnsafeRawPointer(core) + index
      let operation = ring.load(fromByteOffset: BranchRing.operations, as: UInt64.self)
      let base = ring.load(fromByteOffset: BranchRing.bases, as: UInt64.self)
      let target = ring.load(fromByteOffset: BranchRing.targets, as: UInt64.self)
      guard let pointer = UnsafePointer<Operation>(bitPattern: UInt(operation)) else {
        return base == 0 && target == 0 ? nil : (base, target)
      }
      let from = base &+ UInt64(pointer.pointee.offset)
      let instruction = pointer.instruction.pointee
      guard instruction.operand0.kind == .relative else { return (from, target) }
      return (from, from &+ UInt64(instruction.length) &+ instruction.immediate)
    }
  }

  /// Replaces operations by addresses, before the operations go.
  func settleBranches() {
    let settled = lastBranches
    forgetBranches()
    for branch in settled { recordBranch(core, from: branch.from, to: branch.to) }
  }

  func forgetBranches() {
    (UnsafeMutableRawPointer(core) + BranchRing.operations).initializeMemory(
      as: UInt8.self, repeating: 0, count: BranchRing.byteCount * 3)
    core.pointee.branchIndex = 0
  }
}
