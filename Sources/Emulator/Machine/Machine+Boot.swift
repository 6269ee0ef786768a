/// A kernel and what it is told, ready to be put into RAM as often as the machine starts.
struct Boot: Sendable {
  var image: KernelImage
  var commandLine: [UInt8]
  var initrd: [UInt8]
  /// Where the initrd goes; empty without one.
  var initrdRange: Range<UInt64>
}

extension Machine {
  /// Loads a PVH kernel as QEMU's `-kernel`, `-append` and `-initrd` do, and starts the machine afresh.
  ///
  /// The guest's first instruction is at the kernel's PVH entry, in 32-bit protected mode without paging, with EBX pointing to the
  /// start info. Nothing changes when the file is refused.
  public func load(kernel: [UInt8], commandLine: String = "", initrd: [UInt8]? = nil) throws(LoadError) {
    let boot = try makeBoot(kernel: kernel, commandLine: Array(commandLine.utf8), initrd: initrd)
    self.boot = boot
    symbols = boot.image.symbols
    resetNow()
  }

  /// Checks what is to be loaded, and finds a place for it.
  func makeBoot(kernel: [UInt8], commandLine: [UInt8], initrd: [UInt8]?) throws(LoadError) -> Boot {
    let image = try KernelImage(kernel, map: memoryMap)
    guard commandLine.count <= StartInfo.commandLineLimit else {
      throw .commandLineTooLong(byteCount: commandLine.count, limit: StartInfo.commandLineLimit)
    }
    return Boot(
      image: image, commandLine: commandLine, initrd: initrd ?? [],
      initrdRange: try place(initrd: initrd, beside: image))
  }

  /// As high as it goes below the ACPI tables of low RAM, on a page: QEMU's rule.
  private func place(initrd: [UInt8]?, beside image: KernelImage) throws(LoadError) -> Range<UInt64> {
    guard let initrd else { return 0..<0 }
    let size = UInt64(initrd.count)
    // QEMU keeps 0x28000 bytes for tables, and one more.
    let end = memoryMap.lowEnd - 0x2_8000 - 1
    guard size < end, (end - size) & ~0xFFF >= 0x10_0000 else {
      throw .doesNotFit(what: "the initrd", range: 0x10_0000...0x10_0000 + size, memorySize: memoryMap.memorySize)
    }
    let start = (end - size) & ~0xFFF
    if let piece = image.overlaps(start..<start + max(size, 1)) {
      throw .overlap("the initrd", piece.name, at: max(start, piece.range.lowerBound))
    }
    return start..<start + size
  }

  /// The RESET line: every chip and the processor start again, and the kernel is loaded again. Time goes on; what RAM holds beside
  /// the kernel stays.
  public func reset() { perform(.reset) }

  func resetNow() {
    for device in chips.all { device.reset() }
    typist.reset()
    powerOn()
  }

  /// What comes between the reset of the hardware and the kernel's first instruction.
  func powerOn() {
    event = nil
    cpu.reset()
    chips.applyFirmwareSettings()
    publishConfiguration()
    let tables = ACPITables.bytes(at: UInt32(MemoryMap.rootPointer))
    memory.physical.write(tables, at: MemoryMap.rootPointer)
    guard let boot else { return }
    let info = startInfo(for: boot)
    for piece in boot.image.pieces { load(piece, of: boot.image) }
    memory.physical.write(boot.initrd, at: boot.initrdRange.lowerBound)
    for block in info.blocks { memory.physical.write(block.bytes, at: block.address) }
    cpu.enter(at: UInt32(truncatingIfNeeded: boot.image.entry), info: info)
  }

  /// What QEMU's configuration device tells a guest that asks: memory, and what was booted (`hw/nvram/fw_cfg_keys.h`).
  func publishConfiguration() {
    func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    let device = chips.firmwareConfiguration
    device.set(FirmwareConfiguration.Item.ramSize, bytes(memoryMap.memorySize))
    guard let boot else { return }
    device.set(0x0A, bytes(UInt32(boot.initrdRange.lowerBound)))
    device.set(0x0B, bytes(UInt32(boot.initrd.count)))
    device.set(0x12, boot.initrd)
    device.set(0x14, bytes(UInt32(boot.commandLine.count + 1)))
    device.set(0x15, boot.commandLine + [0])
  }

  private func startInfo(for boot: Boot) -> StartInfo {
    // QEMU's place, unless the kernel is there.
    let isFree = boot.image.overlaps(StartInfo.extent) == nil
    return StartInfo(
      commandLine: boot.commandLine, modules: boot.initrdRange.isEmpty ? [] : [boot.initrdRange], map: memoryMap,
      rsdp: MemoryMap.rootPointer,
      base: isFree ? 0 : MemoryMap.scratch.lowerBound)
  }

  private func load(_ piece: KernelImage.Piece, of image: KernelImage) {
    image.file.bytes[piece.file].withUnsafeBytes { _ = memory.physical.write(piece.range.lowerBound, from: $0) }
    clear(piece.range.lowerBound + UInt64(piece.file.count)..<piece.range.upperBound)
  }

  /// Makes the range zero without touching pages that are.
  private func clear(_ range: Range<UInt64>) {
    var at = range.lowerBound
    while at < range.upperBound {
      let count = min(UInt64(Frame.byteCount) - at & 0xFFF, range.upperBound - at)
      // What is zero already, as nearly all of it is, stays untouched.
      if let frame = memory.physical.frame(at: at) {
        let bytes = UnsafeRawBufferPointer(start: frame.pointee.host + Int(at & 0xFFF), count: Int(count))
        let isZero = stride(from: 0, to: bytes.count & ~7, by: 8).allSatisfy {
          bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) == 0
        }
        if !isZero || bytes.suffix(bytes.count & 7).contains(where: { $0 != 0 }) {
          memory.physical.write([UInt8](repeating: 0, count: Int(count)), at: at)
        }
      }
      at += count
    }
  }
}
