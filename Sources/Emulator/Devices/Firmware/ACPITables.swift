/// The ACPI tables of this machine: RSDP, RSDT, XSDT, FADT, FACS and DSDT.
///
/// A pure function of an address: the bytes go there, and the RSDP, which comes first, is what the boot protocol hands to the
/// kernel. There is no MADT, since there is no APIC: a kernel uses the 8259A pair, as the PC/AT did.
/// References are to the ACPI specification 2.0, chapter 5.
public enum ACPITables {
  /// What the tables tell of this machine.
  private enum Machine {
    static let systemControlInterrupt: UInt16 = 9
    static let commandPort: UInt32 = 0xB2, enableCommand: UInt8 = 0xF1, disableCommand: UInt8 = 0xF0
    static let base: UInt32 = 0x600
    static let resetPort: UInt64 = 0xCF9, resetValue: UInt8 = 0x06
    static let centuryRegister: UInt8 = 0x32
  }

  /// The tables for `base`, a multiple of 64 below 4 GB. The RSDP is at `base` itself.
  public static func bytes(at base: UInt32) -> [UInt8] {
    // The RSDP and the tables that name others come first, but their contents depend on what follows: lay out, then fill.
    let facs = base &+ 0x40
    let fadt = facs &+ 0x40
    let rsdt = fadt &+ 0x100
    let xsdt = rsdt &+ 0x40
    let dsdt = xsdt &+ 0x40
    var image = [UInt8](repeating: 0, count: Int(dsdt &- base))
    func place(_ table: [UInt8], at address: UInt32) {
      let start = Int(address &- base)
      image.replaceSubrange(start..<start + table.count, with: table)
    }
    place(rootPointer(rsdt: rsdt, xsdt: xsdt), at: base)
    place(controlStructure, at: facs)
    place(fixedDescription(facs: facs, dsdt: dsdt), at: fadt)
    place(table("RSDT", revision: 1, body: bytes(fadt)), at: rsdt)
    place(table("XSDT", revision: 1, body: bytes(UInt64(fadt))), at: xsdt)
    return image + table("DSDT", revision: 1, body: definitions)
  }

  // MARK: Tables

  /// 5.2.4, the root system description pointer: two checksums, over 20 bytes and over 36.
  private static func rootPointer(rsdt: UInt32, xsdt: UInt32) -> [UInt8] {
    var pointer = Array("RSD PTR ".utf8) + [0] + maker + [2] + bytes(rsdt)
    pointer[8] = checksum(pointer)
    pointer += bytes(UInt32(36)) + bytes(UInt64(xsdt)) + [0, 0, 0, 0]
    pointer[32] = checksum(pointer)
    return pointer
  }

  /// 5.2.9, the firmware ACPI control structure: nothing to say.
  private static var controlStructure: [UInt8] {
    Array("FACS".utf8) + bytes(UInt32(64)) + [UInt8](repeating: 0, count: 24) + [1] + [UInt8](repeating: 0, count: 31)
  }

  /// 5.2.8, the fixed ACPI description table.
  private static func fixedDescription(facs: UInt32, dsdt: UInt32) -> [UInt8] {
    typealias Field = [UInt8]
    let pointers: Field = bytes(facs) + bytes(dsdt)
    let interrupt: Field = [0, 0] + bytes(Machine.systemControlInterrupt) + bytes(Machine.commandPort)
    let commands: Field = [Machine.enableCommand, Machine.disableCommand, 0, 0]
    // PM1a and PM1b events, PM1a and PM1b control, PM2 control, PM timer, GPE0, GPE1; then the lengths of each.
    let blocks = [Machine.base, 0, Machine.base + 4, 0, 0, Machine.base + 8, 0, 0].flatMap { bytes($0) as Field }
    let lengths: Field = [4, 2, 0, 4, 0, 0, 0, 0]
    let latencies: Field = bytes(UInt16(0xFFF)) + bytes(UInt16(0xFFF)) + [0, 0, 0, 0]
    let clock: Field = [0, 0, 0, 0, Machine.centuryRegister]
    // IA-PC boot architecture: legacy devices, and an 8042.
    let architecture: Field = bytes(UInt16(0x0003)) + [0]
    // WBINVD works; C1 is there; no sleep button; the RTC's wake status is not fixed hardware; there is a reset register.
    let flags: Field = bytes(UInt32(0x0001 | 0x0004 | 0x0020 | 0x0040 | 0x0400))
    let reset: Field = address(Machine.resetPort, bits: 8) + [Machine.resetValue, 0, 0, 0]
    let wide: Field = bytes(UInt64(facs)) + bytes(UInt64(dsdt))
    var extended: Field = address(UInt64(Machine.base), bits: 32) + address(0, bits: 0)
    extended += address(UInt64(Machine.base + 4), bits: 16) + address(0, bits: 0) + address(0, bits: 0)
    extended += address(UInt64(Machine.base + 8), bits: 32) + address(0, bits: 0) + address(0, bits: 0)
    var body = pointers + interrupt + commands + blocks + lengths
    body += latencies + clock + architecture + flags + reset + wide + extended
    return table("FACP", revision: 3, body: body)
  }

  /// 5.2.10, the differentiated definition block: how to turn off, the PCI bus, and the devices of the ISA bus.
  private static var definitions: [UInt8] {
    typealias Bytes = [UInt8]
    func device(_ name: String, _ identity: String, _ resources: [Bytes]) -> Bytes {
      AML.device(name, [AML.name("_HID", AML.identity(identity)), AML.name("_CRS", AML.resources(resources))])
    }
    // \_S5: SLP_TYP of PM1a and PM1b.
    let softOff = AML.name("\\_S5", AML.list([[0x00], [0x00], [0x00], [0x00]]))
    let isa: [Bytes] = [
      AML.name("_ADR", AML.integer(0x0001_0000)),
      device("KBD", "PNP0303", [AML.ports(0x60, count: 1), AML.ports(0x64, count: 1), AML.irq(1)]),
      device("MOU", "PNP0F13", [AML.irq(12)]),
      device("COM1", "PNP0501", [AML.ports(0x3F8, count: 8), AML.irq(4)]),
      device("RTC", "PNP0B00", [AML.ports(0x70, count: 2), AML.irq(8)]),
      device("TIMR", "PNP0100", [AML.ports(0x40, count: 4), AML.irq(0)]),
      device("PIC", "PNP0000", [AML.ports(0x20, count: 2), AML.ports(0xA0, count: 2), AML.irq(2)]),
    ]
    // What reaches the bus: the configuration ports are the bridge's own; memory is free from 3.5 GiB on, whatever the RAM.
    let windows: [Bytes] = [
      AML.buses(0...0xFF), AML.ports(0xCF8, count: 8), AML.portWindow(0...0xCF7), AML.portWindow(0xD00...0xFFFF),
      AML.memoryWindow(0xA_0000...0xB_FFFF), AML.memoryWindow(0xE000_0000...0xFEBF_FFFF),
    ]
    let bus: [Bytes] = [
      AML.name("_HID", AML.identity("PNP0A03")), AML.name("_ADR", AML.integer(0)), AML.name("_UID", AML.integer(0)),
      AML.name("_CRS", AML.resources(windows)),
      AML.device("ISA", isa),
    ]
    return softOff + AML.scope("\\_SB", [AML.device("PCI0", bus)])
  }

  // MARK: Pieces

  private static var maker: [UInt8] { Array("APUS  ".utf8) }

  /// 5.2.5, the header of a table, with its checksum.
  private static func table(_ signature: String, revision: UInt8, body: [UInt8]) -> [UInt8] {
    var table = Array(signature.utf8) + bytes(UInt32(36 + body.count)) + [revision, 0]
    table += maker + Array("APUSPC  ".utf8) + bytes(UInt32(1)) + Array("APUS".utf8) + bytes(UInt32(1)) + body
    table[9] = checksum(table)
    return table
  }

  /// 5.2.3.1, a generic address in I/O space.
  private static func address(_ address: UInt64, bits: UInt8) -> [UInt8] { [1, bits, 0, 0] + bytes(address) }

  /// What makes the sum of all bytes zero.
  private static func checksum(_ bytes: [UInt8]) -> UInt8 { 0 &- bytes.reduce(UInt8(0), &+) }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
