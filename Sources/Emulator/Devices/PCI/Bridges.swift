/// The functions of QEMU's `pc` that are registers and no more.
extension PCIFunction {
  /// 00:00.0, the 440FX: 8086:1237. Its PAM registers are kept; the memory they would switch is always RAM here.
  public static var hostBridge: PCIFunction {
    var description = Description(vendor: 0x8086, device: 0x1237, classCode: 0x060000, revision: 2)
    description.setWritable(0xFFFF_FFFF, at: 0x50, width: 4)
    description.setWritable(0xFFFF_FFFF, at: 0x54, width: 4)
    for offset in 0x58...0x77 { description.setWritable(0xFF, at: offset, width: 1) }
    description.set(0x02, at: 0x72, width: 1)  // SMRAM
    return PCIFunction(description)
  }

  /// 00:01.0, the PIIX3's ISA bridge: 8086:7000, multifunction. PIRQ routing is at 0x60–0x63.
  public static var isaBridge: PCIFunction {
    var description = Description(vendor: 0x8086, device: 0x7000, classCode: 0x060100, revision: 0)
    description.set(0x0200, at: 0x06, width: 2)  // medium DEVSEL# timing
    description.set(0x80, at: Field.headerType, width: 1)
    description.set(0x4D, at: 0x4C, width: 1)  // IORT
    description.set(0x03, at: 0x4E, width: 1)  // XBCS
    for offset in 0x60...0x63 {
      description.set(0x80, at: offset, width: 1)  // PIRQRC: not routed
      description.setWritable(0x8F, at: offset, width: 1)
    }
    description.set(0x02, at: 0x69, width: 1)  // TOM
    description.set(0x80, at: 0x70, width: 1)  // MBIRQ
    description.set(0x0C0C, at: 0x76, width: 2)  // MBDMA
    description.set(0x02, at: 0x78, width: 1)  // PCSC
    description.set(0x08, at: 0xA0, width: 1)  // SMICNTL
    description.set(0x0F, at: 0xA8, width: 1)  // FTMR
    for offset in [0x4C, 0x4E, 0x4F, 0x69, 0x6A, 0x70, 0x71, 0x76, 0x77, 0x78, 0x79, 0xA0, 0xA2, 0xA3, 0xA8, 0xAA] {
      description.setWritable(0xFF, at: offset, width: 1)
    }
    return PCIFunction(description)
  }
}
