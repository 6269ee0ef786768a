/// How a kernel file is loaded and entered, and how it is told about the machine.
public enum BootProtocol: String, CaseIterable, Sendable, CustomStringConvertible {
  /// Xen's PVH: an ELF file with a note of type 18. What QEMU's `-kernel` calls a PVH kernel.
  case pvh
  /// Multiboot Specification 0.6.96: a 32-bit ELF file, or any file whose header says where its bytes go.
  case multiboot
  /// Multiboot2 Specification 2.0: an ELF file of 32 or 64 bits, or any file whose header says where its bytes go.
  case multiboot2
  /// Linux's own: a bzImage of protocol 2.06 or later, entered at its 32-bit entry point.
  case linux

  public var description: String {
    switch self {
    case .pvh: "PVH"
    case .multiboot: "Multiboot"
    case .multiboot2: "Multiboot 2"
    case .linux: "Linux"
    }
  }

  /// The protocol that a file asks for by what is in it, in the order in which QEMU looks: Linux's header, Multiboot's, a PVH note;
  /// then Multiboot 2's header, which QEMU does not know. Nil when there is none of them.
  ///
  /// QEMU refuses a 64-bit ELF file with a Multiboot header. Here such a file is booted by whatever else it offers, and as GRUB
  /// does it, by its Multiboot header, when it offers nothing else.
  init?(of file: FileBytes) {
    if LinuxHeader.isPresent(in: file) {
      self = .linux
      return
    }
    let multiboot = MultibootHeader(in: file)
    let elf = try? ELFFile(file)
    if let multiboot, multiboot.hasAddresses || elf?.is64Bit == false {
      self = .multiboot
    } else if let elf, (try? elf.pvhEntry()) != nil {
      self = .pvh
    } else if Multiboot2Header.offset(in: file) != nil {
      self = .multiboot2
    } else if multiboot != nil {
      self = .multiboot
    } else {
      return nil
    }
  }
}

/// A file that a boot loader hands to the kernel beside the kernel itself.
public struct BootModule: Equatable, Sendable {
  public var bytes: [UInt8]
  /// The string that goes with it: by custom the file's name, then its arguments.
  public var commandLine: String

  public init(_ bytes: [UInt8], commandLine: String = "") {
    self.bytes = bytes
    self.commandLine = commandLine
  }
}
