/// What a boot loader does, worked out: which bytes go where, and how the processor and the display stand at the first
/// instruction. Put into effect as often as the machine starts.
struct BootPlan: Sendable {
  /// Bytes for an address of RAM.
  struct Block: Equatable, Sendable {
    var address: UInt64
    var bytes: [UInt8]
  }

  /// The flat segments at entry: a descriptor table with code and data of 4 GiB, and which entries they are.
  enum Segments: Sendable {
    /// Code 0x08, data 0x10, as QEMU's option ROMs leave them.
    case standard
    /// Code 0x10, data 0x18, which Linux demands.
    case linux

    var code: UInt16 { self == .standard ? 0x08 : 0x10 }
    var data: UInt16 { code + 8 }
    /// In the firmware area, where QEMU's option ROM has it.
    static let table: UInt64 = 0xC_B118

    /// The table: for the standard, with 16-bit code and data behind.
    var descriptors: [UInt64] {
      let (code, data): (UInt64, UInt64) = (0x00CF_9A00_0000_FFFF, 0x00CF_9300_0000_FFFF)
      return self == .standard ? [0, code, data, 0x0000_9E00_0000_FFFF, 0x0000_9200_0000_FFFF] : [0, 0, code, data]
    }
  }

  let image: KernelImage
  let commandLine: [UInt8]
  /// Where the modules are.
  let modules: [Range<UInt64>]
  private(set) var blocks: [Block] = []
  let segments: Segments
  var eax: UInt32 = 0
  var ebx: UInt32 = 0
  var esi: UInt32 = 0
  /// No protocol promises a stack; QEMU happens to leave one here.
  var esp: UInt32
  /// Nil for the text mode of power-on.
  var display: DisplayMode?

  init(_ image: KernelImage, commandLine: [UInt8], modules: [Range<UInt64>], segments: Segments = .standard) {
    self.image = image
    self.commandLine = commandLine
    self.modules = modules
    self.segments = segments
    esp = UInt32(Self.lowBase(for: image) + StartInfo.stackOffset)
    var table = ByteWriter()
    for descriptor in segments.descriptors { table.append(descriptor) }
    add(table.bytes, at: Segments.table)
  }

  mutating func add(_ bytes: [UInt8], at address: UInt64) { blocks.append(Block(address: address, bytes: bytes)) }

  /// Where the first kilobytes of memory, in which QEMU leaves what a kernel is told, begin: 0, unless the kernel is there.
  static func lowBase(for image: KernelImage) -> UInt64 {
    image.overlaps(StartInfo.extent) == nil ? 0 : MemoryMap.scratch.lowerBound
  }
}

/// What a machine boots, as often as it starts: the files and words that it was given, and what a loader makes of them.
struct Boot: Sendable {
  let request: BootRequest
  let plan: BootPlan

  init(_ request: BootRequest) throws(LoadError) {
    self.request = request
    plan = try request.plan()
  }

  var image: KernelImage { request.image }
  var commandLine: [UInt8] { request.commandLine }
  var modules: [BootModule] { request.modules }
}

/// What is to be booted: all that decides what lies in memory at the first instruction.
struct BootRequest: Sendable {
  var image: KernelImage
  /// The name of the kernel file, for protocols that tell it.
  var name: String?
  var commandLine: [UInt8]
  var modules: [BootModule]
  var map: MemoryMap

  func plan() throws(LoadError) -> BootPlan {
    switch image.header {
    case .pvh: try planPVH()
    case .multiboot(let header): try planMultiboot(header)
    case .multiboot2(let header): try planMultiboot2(header)
    case .linux(let header): try planLinux(header)
    }
  }

  /// The command line with the name of the kernel before it, where there is one: QEMU's way.
  var namedCommandLine: [UInt8] { (name.map { Array($0.utf8) + [0x20] } ?? []) + commandLine }

  /// Kibibytes of RAM from 1 MiB on without a hole: what INT 15h, E801h tells.
  var upperMemory: UInt32 { UInt32((map.tables.lowerBound - 0x10_0000) >> 10) }
  /// Kibibytes of RAM from 0 on: what INT 12h tells.
  var lowerMemory: UInt32 { 0x27F }

  static let loaderName = Array("Apus".utf8)
}

/// Appends little-endian integers to a list of bytes.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// The bytes of text, and a zero.
  mutating func append(text: [UInt8]) {
    bytes += text
    bytes.append(0)
  }

  /// Zeros up to a multiple of `alignment`.
  mutating func align(_ alignment: Int) {
    bytes += [UInt8](repeating: 0, count: (alignment - bytes.count % alignment) % alignment)
  }
}
