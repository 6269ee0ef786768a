/// What a PC's firmware has set up by the time a kernel starts, as QEMU 7.2's leaves it: done with the same port writes.
///
/// A kernel should not rely on it; that it finds the same on both machines keeps its mistakes the same, too.
struct FirmwareSettings {
  /// An OUT of 1, 2 or 4 bytes.
  let write: (_ port: UInt16, _ width: Int, _ value: UInt32) -> Void

  func apply() {
    bridges()
    display()
    interruptControllers()
    keyboard()
    // Modem control: OUT2 lets the interrupt through.
    write(0x3FC, 1, 0x08)
  }

  /// Memory where option ROMs were may be written; PIRQA...D are interrupts 10, 10, 11, 11, by level; the power-management registers
  /// are at port 0x600.
  private func bridges() {
    configure(0, 0, 0x58, 2, 0x1000)
    configure(0, 0, 0x5C, 4, 0x3311_1111)
    configure(1, 0, 0x4C, 1, 0x4D)
    configure(1, 0, 0x60, 4, 0x0B0B_0A0A)
    configure(1, 1, 0x20, 4, 0xC001)
    configure(1, 1, 0x40, 4, 0x8000_8000)
    configure(1, 1, 0x04, 2, 0x103)
    configure(1, 3, 0x3C, 1, 9)
    configure(1, 3, 0x40, 4, 0x601)
    configure(1, 3, 0x80, 1, 1)
    configure(1, 3, 0x90, 4, 0x701)
    configure(1, 3, 0xD2, 1, 9)
    configure(1, 3, 0x04, 2, 0x103)
    for device in [0, 1] { configure(device, 0, 0x04, 2, 0x103) }
    write(0x4D1, 1, 0x0C)
  }

  /// The video memory at 0xFD000000, the registers at 0xFEBF0000.
  private func display() {
    configure(2, 0, 0x10, 4, 0xFD00_0000)
    configure(2, 0, 0x18, 4, 0xFEBF_0000)
    configure(2, 0, 0x30, 4, 0xFEBE_0000)
    configure(2, 0, 0x04, 2, 0x103)
  }

  /// Vectors 0x08 and 0x70; open are the cascade, timer, keyboard and floppy disk, and of the second the clock, mouse, coprocessor
  /// and disks.
  private func interruptControllers() {
    for (port, value) in [
      (0x20, 0x11), (0xA0, 0x11), (0x21, 0x08), (0xA1, 0x70), (0x21, 0x04), (0xA1, 0x02), (0x21, 0x01), (0xA1, 0x01),
      (0x21, 0xB8), (0xA1, 0x8E),
    ] as [(UInt16, UInt32)] { write(port, 1, value) }
    // The timer at 18.2 Hz, as a square wave.
    for (port, value) in [(0x43, 0x36), (0x40, 0), (0x40, 0)] as [(UInt16, UInt32)] { write(port, 1, value) }
  }

  /// Both devices on, interrupts on, scan codes translated to set 1.
  private func keyboard() {
    for (port, value) in [(0x64, 0x60), (0x60, 0x61)] as [(UInt16, UInt32)] { write(port, 1, value) }
  }

  /// A write to a PCI function's configuration space.
  private func configure(_ device: Int, _ function: Int, _ offset: Int, _ width: Int, _ value: UInt32) {
    write(0xCF8, 4, 0x8000_0000 | UInt32(device << 11 | function << 8 | offset & 0xFC))
    write(0xCFC + UInt16(offset & 3), width, value)
  }
}
