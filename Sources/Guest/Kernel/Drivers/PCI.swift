#if hasFeature(Embedded)
  import KernelSupport

  /// The configuration space of PCI devices, by mechanism 1 (PCI Local Bus Specification 3.0, 3.2.2.3).
  struct PCIDevice {
    private let address: UInt32

    private static let addressPort: UInt16 = 0xCF8
    private static let dataPort: UInt16 = 0xCFC
    private static let enable: UInt32 = 0x8000_0000
    private static let commandRegister: UInt32 = 0x04
    private static let firstBaseAddress: UInt32 = 0x10
    private static let memoryAccess: UInt32 = 0x02

    func read(_ register: UInt32) -> UInt32 {
      outl(Self.addressPort, address | register)
      return inl(Self.dataPort)
    }

    func write(_ register: UInt32, _ value: UInt32) {
      outl(Self.addressPort, address | register)
      outl(Self.dataPort, value)
    }

    /// The first function on the first bus with these identifiers.
    static func find(vendor: UInt16, device: UInt16) -> PCIDevice? {
      let wanted = UInt32(device) << 16 | UInt32(vendor)
      for place: UInt32 in 0..<256 {
        let candidate = PCIDevice(address: enable | place << 8)
        if candidate.read(0) == wanted { return candidate }
      }
      return nil
    }

    /// Where base address register 0 puts the device's memory, with the device told to answer there.
    func enableMemory() -> UInt64? {
      let low = read(Self.firstBaseAddress)
      // Bit 0 says ports; bits 1 and 2 are 2 where the address has 64 bits.
      guard low & 1 == 0 else { return nil }
      let high = low >> 1 & 3 == 2 ? read(Self.firstBaseAddress + 4) : 0
      let memory = UInt64(high) << 32 | UInt64(low & ~15)
      write(Self.commandRegister, read(Self.commandRegister) & 0xFFFF | Self.memoryAccess)
      return memory == 0 ? nil : memory
    }
  }
#endif
