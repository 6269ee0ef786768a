import KernelFixtures
import SystemMonitor

/// The 64 KiB of memory that every case starts with afresh: descriptor tables, page tables, stacks, code. The same addresses as in
/// Monitor.S.
enum Arena {
  static let base: UInt64 = 0x1_0000
  static let size = 0x1_0000
  static let gdt = base
  static let idt = base + 0x1000
  static let tss = base + 0x2000
  static let ldt = base + 0x2800
  static let topTable = base + 0x3000
  static let pageTable = base + 0x7000
  /// Page numbers, also in the window.
  static let codePage: UInt64 = 8
  static let dataPage: UInt64 = 9
  static let userStackPage: UInt64 = 10
  static let otherCodePage: UInt64 = 13
  static let kernelStack = base + 0xC000
  static let interruptStack = base + 0xD000
  /// Where paging shows the arena's pages to user code.
  static let window: UInt64 = 0x4000_0000

  static func address(page: UInt64) -> UInt64 { base + page << 12 }
  static func linear(page: UInt64) -> UInt64 { window + page << 12 }

  // MARK: Selectors

  static let code64: UInt64 = 0x08
  static let data: UInt64 = 0x10
  static let code32: UInt64 = 0x18
  static let code16: UInt64 = 0x20
  static let userCode32: UInt64 = 0x2B
  static let userData: UInt64 = 0x33
  static let userCode64: UInt64 = 0x3B
  static let task: UInt64 = 0x40
  static let table: UInt64 = 0x50
  static let data16: UInt64 = 0x60
  /// The first one that cases fill: a descriptor, and room for a second.
  static let test: UInt64 = 0x80
  static let test2: UInt64 = 0x90
  static let gdtLimit: UInt64 = 0x1FF

  /// A segment descriptor. `flags`: G, D, L and AVL in bits 12...15, then type, S, DPL and P in bits 0...7, as in a descriptor.
  static func descriptor(base: UInt64 = 0, limit: UInt64 = 0xFFFFF, flags: UInt64) -> UInt64 {
    limit & 0xFFFF | (base & 0xFFFFFF) << 16 | (flags & 0xFF) << 40 | (limit >> 16 & 15) << 48 | (flags >> 12 & 15)
      << 52
      | (base >> 24 & 0xFF) << 56
  }

  /// The low quadword of a gate.
  static func gate(selector: UInt64, offset: UInt64, type: UInt64, level: UInt64 = 0, count: UInt64 = 0) -> UInt64 {
    offset & 0xFFFF | selector << 16 | (count & 0xFF) << 32 | (type | level << 5 | 0x80) << 40 | (offset >> 16 & 0xFFFF)
      << 48
  }

  // MARK: The image

  static func image(_ mode: Case.Mode) -> [UInt8] {
    var image = [UInt8](repeating: 0xCC, count: size)
    func set(_ address: UInt64, _ value: UInt64) {
      let at = Int(address - base)
      image.replaceSubrange(at..<at + 8, with: KernelFile.little(value))
    }
    for address in stride(from: base, to: address(page: codePage), by: 8) { set(address, 0) }
    for address in stride(from: address(page: userStackPage), to: interruptStack, by: 8) { set(address, 0) }
    for address in stride(from: base + 0xF000, to: base + 0x10000, by: 8) { set(address, 0) }
    let descriptors: [UInt64] = [
      0, descriptor(flags: 0xA09B), descriptor(flags: 0xC093), descriptor(flags: 0xC09B),
      descriptor(base: base, limit: 0xFFFF, flags: 0x009B), descriptor(flags: 0xC0FB), descriptor(flags: 0xC0F3),
      descriptor(flags: 0xA0FB), descriptor(base: tss, limit: 0x88, flags: 0x89), 0,
      descriptor(base: ldt, limit: 0xFF, flags: 0x82), 0, descriptor(base: base, limit: 0xFFFF, flags: 0x0093),
    ]
    for (index, value) in descriptors.enumerated() {
      // Outside long mode there is no 64-bit code, and the L bit is reserved.
      let isLegacy = mode != .long && value >> 53 & 1 != 0
      set(gdt + UInt64(index) * 8, isLegacy ? value ^ 6 << 52 : value)
    }
    for vector in 0..<256 as Range<UInt64> {
      let level: UInt64 = vector == 3 || vector == 4 || vector == 0x80 ? 3 : 0
      switch mode {
      case .long:
        set(
          idt + vector * 16, gate(selector: code64, offset: 0x10_2000 + vector * 16, type: 14, level: level, count: 1))
      case .protected:
        set(idt + vector * 8, gate(selector: code32, offset: 0x10_3000 + vector * 16, type: 14, level: level))
      case .real:
        let at = Int(idt - base) + Int(vector) * 4
        image.replaceSubrange(at..<at + 4, with: KernelFile.little(UInt32(0x1000_E400 + vector * 8)))
      }
    }
    switch mode {
    case .long:
      for level in 0..<3 as Range<UInt64> { set(tss + 4 + level * 8, kernelStack - level * 0x400) }
      for number in 1..<8 as Range<UInt64> { set(tss + 0x1C + number * 8, interruptStack - (number - 1) * 0x200) }
    case .protected:
      for level in 0..<3 as Range<UInt64> {
        set(tss + 4 + level * 8, kernelStack - level * 0x400 | (data | level) << 32)
      }
    case .real: break
    }
    set(tss + 0x60, 0x68 << 48)
    setPageTables(mode, set)
    let real = UnsafeRawBufferPointer(start: system_monitor_real_bytes(), count: system_monitor_real_size())
    image.replaceSubrange(0xE000..<0xE000 + real.count, with: real)
    return image
  }

  /// The first gigabyte mapped to itself for the supervisor, and the window. All entries are accessed and dirty already, so that
  /// what changes says something.
  private static func setPageTables(_ mode: Case.Mode, _ set: (UInt64, UInt64) -> Void) {
    let (directory, windowDirectory) = (base + 0x5000, base + 0x6000)
    if mode == .long {
      set(topTable, base + 0x4000 | 0x27)
      set(base + 0x4000, directory | 0x23)
      set(base + 0x4008, windowDirectory | 0x27)
    } else {
      // PAE page-directory pointers; cases that want 32-bit paging replace them.
      set(topTable, directory | 1)
      set(topTable + 8, windowDirectory | 1)
    }
    for index in 0..<512 as Range<UInt64> { set(directory + index * 8, index << 21 | 0xE3) }
    set(windowDirectory, pageTable | 0x27)
    for page in 0..<16 as Range<UInt64> { set(pageTable + page * 8, address(page: page) | 0x67) }
  }
}
