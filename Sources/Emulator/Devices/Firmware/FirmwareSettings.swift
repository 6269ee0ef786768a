/// What QEMU's firmware leaves in the chips when it hands over to a kernel: a kernel that a PVH, Multiboot or Linux loader started
/// may count on it, and does, on the `pc` machine.
///
/// Read off `qemu-system-x86_64 -M pc -kernel` (SeaBIOS 1.16) at the kernel's first instruction.
extension InterruptControllerPair {
  /// Vectors 0x08 and 0x70; the timer, the keyboard, the cascade and what else the BIOS handles are unmasked; PCI's are level.
  public func applyFirmwareSettings() {
    for (port, values) in [(0x20, [0x11, 0x08, 0x04, 0x01, 0xB8]), (0xA0, [0x11, 0x70, 0x02, 0x01, 0x8E])] {
      writeByte(port: UInt16(port), value: UInt8(values[0]))
      for value in values[1...] { writeByte(port: UInt16(port + 1), value: UInt8(value)) }
    }
    writeByte(port: 0x4D1, value: 0x0C)
  }
}

extension ProgrammableIntervalTimer {
  /// Channel 0 is the BIOS's clock of 18.2 Hz.
  public func applyFirmwareSettings() {
    writeByte(port: 0x43, value: 0x34)
    writeByte(port: 0x40, value: 0)
    writeByte(port: 0x40, value: 0)
  }
}

extension KeyboardController {
  /// Self-tested; the keyboard is on, translated, with its interrupt; the mouse's port is off.
  public func applyFirmwareSettings() {
    registers.isInitialized = true
    commandByte = 0x61
    update()
  }
}

extension SystemControlPortA {
  /// The A20 gate is open.
  public func applyFirmwareSettings() { state.control = 0x02 }
}

extension PCIHost {
  /// Base registers, decoding, and interrupt routing as SeaBIOS assigns them on this machine.
  public func applyFirmwareSettings() {
    if let bridge = self[0, 0] {
      bridge.store(0x0103, at: PCIFunction.Field.command, width: 2)
      bridge.store(0x10, at: 0x57, width: 1)
      bridge.store(0x1111_1000, at: 0x58, width: 4)  // PAM
      bridge.store(0x3311_1111, at: 0x5C, width: 4)
      bridge.store(0x0A, at: 0x72, width: 1)  // SMRAM
    }
    if let bridge = self[1, 0] {
      bridge.store(0x0103, at: PCIFunction.Field.command, width: 2)
      bridge.store(0x0B0B_0A0A, at: 0x60, width: 4)  // PIRQ A and B to IRQ 10, C and D to IRQ 11
    }
    if let power = self[1, 3] {
      power.store(0x0103, at: PCIFunction.Field.command, width: 2)
      power.store(0x09, at: PCIFunction.Field.interruptLine, width: 1)
      power.store(0x0601, at: 0x40, width: 4)
      power.store(0x02, at: 0x5B, width: 1)
      power.store(0x01, at: 0x80, width: 1)
      power.store(0x0701, at: 0x90, width: 4)
      power.store(0x09, at: 0xD6, width: 1)
    }
    if let display = self[2, 0] {
      display.store(0xFD00_0008, at: PCIFunction.Field.base(0), width: 4)
      display.store(0xFEBF_0000, at: PCIFunction.Field.base(2), width: 4)
      display.store(0xFEBE_0000, at: PCIFunction.Field.rom, width: 4)
      display.store(0x0103, at: PCIFunction.Field.command, width: 2)
    }
    onMappingChange?()
  }
}

extension BochsDisplay {
  /// A graphics mode that a boot loader sets: clear, from the origin. Depths are those of ``Index/bpp``.
  public func show(width: UInt16, height: UInt16, depth: UInt16) {
    writeRegister(Index.enable.rawValue, 0)
    writeRegister(Index.xres.rawValue, width)
    writeRegister(Index.yres.rawValue, height)
    writeRegister(Index.bpp.rawValue, depth)
    writeRegister(Index.enable.rawValue, 0x41)  // on, with the linear framebuffer
  }
}
