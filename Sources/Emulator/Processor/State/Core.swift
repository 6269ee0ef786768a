import FloatingPoint
import Storage
import X86

/// The processor's hot state: one plain struct at a fixed address, reached through ``CPU``.
///
/// Operations name registers by their byte offset in this struct, so the register file comes first and its order is fixed:
/// the sixteen general registers, a slot that is always zero ("no base", "no index"), the code base, and the segment bases.
/// Everything here is either architectural or follows from what is; see ``Processor/state`` for what a snapshot holds.
struct Core {
  typealias Registers16 = (
    UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
    UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
  )
  typealias Vectors16 = (
    SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>,
    SIMD2<UInt64>,
    SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>, SIMD2<UInt64>,
    SIMD2<UInt64>
  )
  typealias Bases6 = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  // MARK: The register file that operations index
  var general: Registers16 = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  /// Always zero.
  let zero: UInt64 = 0
  /// RIP of offset 0 of the frame that code runs from: RIP is this plus an operation's ``Operation/offset``.
  var codeBase: UInt64 = 0
  /// ES, CS, SS, DS, FS, GS.
  var segmentBases: Bases6 = (0, 0, 0, 0, 0, 0)

  // MARK: Arithmetic flags, computed when somebody asks (see Flags.swift)
  var flagResult: UInt64 = 0
  var flagFirst: UInt64 = 0
  var flagSecond: UInt64 = 0
  var flagKind: FlagKind = .explicit
  /// RFLAGS; its six arithmetic bits count only while ``flagKind`` is `.explicit`.
  var flags: UInt64 = 2

  // MARK: Running
  /// Instructions left in this slice. A block's count is taken off when it is entered.
  var budget: Int64 = 0
  /// Where execution goes on; exact whenever no block is running, and while the general tier executes.
  var rip: UInt64 = 0
  /// The address after the instruction that the general tier executes; a branch replaces it.
  var nextRIP: UInt64 = 0
  /// The operation that the general tier executes now.
  var running: UnsafePointer<Operation>?
  /// How code is decoded: 2, 4 or 8 bytes to an address.
  var codeSize = CodeSize.bits16
  /// Whether unaligned accesses fault.
  var checksAlignment = false
  /// Set while a block runs to make it end after the present instruction.
  var leave = false
  /// Byte offset of the next entry in each ring of ``BranchRing``; wraps by itself.
  var branchIndex: UInt8 = 0

  // MARK: Translation (see TranslationCache.swift)
  var reads: UnsafeMutablePointer<TranslationEntry>
  var writes: UnsafeMutablePointer<TranslationEntry>
  var fetches: UnsafeMutablePointer<TranslationEntry>
  /// What the processor itself reads and writes with: descriptor tables, task state.
  var systemReads: UnsafeMutablePointer<TranslationEntry>
  var systemWrites: UnsafeMutablePointer<TranslationEntry>
  /// `(entries - 1) * 16`: what of `address >> 8` selects an entry's byte offset.
  var translationMask: UInt64 = 0
  /// Where blocks live; a code page's table holds offsets from here.
  var arena: UnsafeMutableRawPointer
  /// What CRC32 looks bytes up in.
  let castagnoliTables = CastagnoliTables.shared
  /// What AESENC and its kin look bytes up in.
  let roundTables = RoundTables.shared
  /// The ``Processor`` that owns this, unretained.
  var processor: UnsafeMutableRawPointer

  var mxcsr = MXCSR()
  var xmm: Vectors16 = (
    .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero
  )
}

/// The address of the hot state. All that runs inside a block takes one.
typealias CPU = UnsafeMutablePointer<Core>

/// Byte offsets in ``Core`` that operations use to name registers.
enum RegisterOffset {
  static let zero: UInt8 = 128
  static let codeBase: UInt8 = 136
  static func general(_ number: UInt8) -> UInt8 { number &<< 3 }
  static func highByte(_ number: UInt8) -> UInt8 { (number &<< 3) | 1 }
  static func segmentBase(_ number: UInt8) -> UInt8 { 144 &+ number &<< 3 }
}

extension UnsafeMutablePointer where Pointee == Core {
  /// Reads the register slot at byte offset `offset`.
  @_transparent
  func load<Value: FixedWidthInteger>(_ offset: UInt8, as type: Value.Type) -> Value {
    UnsafeRawPointer(self).loadUnaligned(fromByteOffset: Int(offset), as: Value.self)
  }

  /// Writes a general register as instructions do: 32-bit writes clear the upper half, smaller ones leave the rest alone
  /// (SDM volume 1, section 3.4.1.1).
  @_transparent
  func store<Value: FixedWidthInteger>(_ offset: UInt8, _ value: Value) {
    if Value.self == UInt32.self {
      UnsafeMutableRawPointer(self).storeBytes(
        of: UInt64(truncatingIfNeeded: value), toByteOffset: Int(offset), as: UInt64.self)
    } else {
      UnsafeMutableRawPointer(self).storeBytes(of: value, toByteOffset: Int(offset), as: Value.self)
    }
  }

  /// A general register by number.
  subscript(register number: Int) -> UInt64 {
    @_transparent get { UnsafeRawPointer(self).load(fromByteOffset: (number & 15) &* 8, as: UInt64.self) }
    @_transparent nonmutating set {
      UnsafeMutableRawPointer(self).storeBytes(of: newValue, toByteOffset: (number & 15) &* 8, as: UInt64.self)
    }
  }

  @_transparent
  func segmentBase(_ number: Int) -> UInt64 {
    UnsafeRawPointer(self).load(fromByteOffset: 144 &+ number &* 8, as: UInt64.self)
  }

  @_transparent
  func setSegmentBase(_ number: Int, _ base: UInt64) {
    UnsafeMutableRawPointer(self).storeBytes(of: base, toByteOffset: 144 &+ number &* 8, as: UInt64.self)
  }

  /// The sixteen bytes of an XMM register.
  @_transparent
  func vector(_ number: UInt8) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(self) + (Core.xmmOffset &+ Int(number & 15) &* 16)
  }
}

extension Core {
  /// A constant after optimisation.
  @inline(__always) static var xmmOffset: Int { MemoryLayout<Core>.offset(of: \.xmm).unsafelyUnwrapped }
}
