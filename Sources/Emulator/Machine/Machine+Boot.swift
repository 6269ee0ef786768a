extension Machine {
  /// Loads a kernel as QEMU's `-kernel`, `-append` and `-initrd` do, and starts the machine afresh.
  ///
  /// The file says how it wants to be booted: by Linux's protocol, Multiboot, PVH or Multiboot 2 (see ``BootProtocol``). The guest's
  /// first instruction is at the kernel's entry in 32-bit protected mode without paging; the registers are as the protocol says.
  /// Nothing changes when the file is refused.
  ///
  /// - Parameters:
  ///   - kernel: the bytes of the kernel file.
  ///   - commandLine: the words for the kernel; how many bytes it may have, the protocol says.
  ///   - initrd: a file for the kernel; the first module, where the protocol has those.
  public func load(kernel: [UInt8], commandLine: String = "", initrd: [UInt8]? = nil) throws(LoadError) {
    try load(kernel: kernel, commandLine: commandLine, modules: initrd.map { [BootModule($0)] } ?? [])
  }

  /// The same with any number of modules.
  ///
  /// - Parameters:
  ///   - kernel: the bytes of the kernel file.
  ///   - commandLine: the words for the kernel.
  ///   - modules: files for the kernel, with a string each. To Linux they are one initrd, one after the other.
  ///   - name: the name of the kernel file, which Multiboot puts in front of the command line, as QEMU does; nil for none.
  ///   - bootProtocol: how to boot the file; nil for what the file asks for.
  public func load(
    kernel: [UInt8], commandLine: String = "", modules: [BootModule], name: String? = nil,
    using bootProtocol: BootProtocol? = nil
  ) throws(LoadError) {
    let boot = try makeBoot(
      kernel: kernel, commandLine: Array(commandLine.utf8), modules: modules, name: name, using: bootProtocol)
    self.boot = boot
    symbols = boot.image.symbols
    resetNow()
  }

  /// Checks what is to be loaded, and finds a place for all of it.
  func makeBoot(
    kernel: [UInt8], commandLine: [UInt8], modules: [BootModule], name: String?, using bootProtocol: BootProtocol?
  ) throws(LoadError) -> Boot {
    let image = try KernelImage(kernel, map: memoryMap, using: bootProtocol)
    return try Boot(
      BootRequest(image: image, name: name, commandLine: commandLine, modules: modules, map: memoryMap))
  }

  /// The RESET line: every chip and the processor start again, and the kernel is loaded again. Time goes on; what RAM holds beside
  /// the kernel stays.
  public func reset() { perform(.reset) }

  func resetNow() {
    for device in devices { device.reset() }
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
    for block in BIOSData.blocks { memory.physical.write(block.bytes, at: block.address) }
    guard let boot = boot?.plan else { return }
    let file = FileContents(boot.image.file.bytes)
    for piece in boot.image.pieces { load(piece, of: file) }
    for block in boot.blocks {
      memory.physical.write(FileContents(block.bytes), block.bytes.indices, at: block.address)
    }
    if let mode = boot.display {
      display.show(width: UInt16(mode.width), height: UInt16(mode.height), depth: UInt16(mode.depth))
    }
    cpu.enter(boot)
  }

  /// What QEMU's configuration device tells a guest that asks: memory, and what was booted (`hw/nvram/fw_cfg_keys.h`).
  func publishConfiguration() {
    func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    let device = chips.firmwareConfiguration
    device.set(FirmwareConfiguration.Item.ramSize, bytes(memoryMap.memorySize))
    guard let boot = boot?.plan else { return }
    if let initrd = boot.modules.first {
      device.set(0x0A, bytes(UInt32(initrd.lowerBound)))
      device.set(0x0B, bytes(UInt32(initrd.count)))
      device.set(0x12, boot.blocks.first { $0.address == initrd.lowerBound }?.bytes ?? [])
    } else {
      for item in [0x0A, 0x0B] as [UInt16] { device.set(item, bytes(0 as UInt32)) }
      device.set(0x12, [])
    }
    device.set(0x14, bytes(UInt32(boot.commandLine.count + 1)))
    device.set(0x15, boot.commandLine + [0])
  }

  private func load(_ piece: KernelImage.Piece, of file: FileContents) {
    memory.physical.write(file, piece.file, at: piece.range.lowerBound)
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
