import Storage
import Testing

@testable import Devices

/// fw_cfg and the ACPI tables.
@Suite struct FirmwareTests {
  private let memory = PhysicalMemory()
  private let ram = MemoryRegion(name: "RAM", byteCount: 1 << 20)
  private let device: FirmwareConfiguration

  init() {
    memory.map(ram, at: 0..<1 << 20)
    device = FirmwareConfiguration(memory: memory)
    device.add("opt/test", Array("hello".utf8))
    device.add("etc/first", [1, 2, 3])
  }

  private func select(_ item: UInt16) { device.write(port: 0x510, width: 2, value: UInt32(item)) }
  private func read(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(device.read(port: 0x511, width: 1)) } }

  private func request(_ control: UInt32, length: UInt32, to target: UInt64) -> UInt32 {
    memory.store(control.bigEndian, at: 0x1000)
    memory.store(length.bigEndian, at: 0x1004)
    memory.store(target.bigEndian, at: 0x1008)
    device.write(port: 0x514, width: 4, value: 0)
    device.write(port: 0x518, width: 4, value: UInt32(0x1000).bigEndian)
    return memory.load(0x1000, as: UInt32.self)!.bigEndian
  }

  // MARK: fw_cfg

  @Test("item 0 is QEMU, item 1 says that there is DMA; past its end an item reads as zeros") func signature() {
    select(0)
    #expect(read(6) == Array("QEMU".utf8) + [0, 0])
    select(1)
    #expect(read(4) == [3, 0, 0, 0])
    select(0x7777)
    #expect(read(2) == [0, 0])
  }

  @Test("the directory names the files in order, with size and number") func directory() {
    select(0x19)
    let bytes = read(4 + 2 * 64)
    #expect(bytes[0..<4] == [0, 0, 0, 2])
    #expect(bytes[4..<12] == [0, 0, 0, 3, 0, 0x20, 0, 0])
    #expect(bytes[12..<22].elementsEqual(Array("etc/first".utf8) + [0]))
    #expect(bytes[68..<76] == [0, 0, 0, 5, 0, 0x21, 0, 0])
    select(0x21)
    #expect(read(5) == Array("hello".utf8))
  }

  @Test("DMA: select and read, skip, past the end zeros, and no writing") func dma() {
    #expect(device.read(port: 0x514, width: 4) == 0x554D_4551)
    #expect(device.read(port: 0x518, width: 4) == 0x4746_4320)
    memory.write([UInt8](repeating: 0xEE, count: 16), at: 0x2000)
    #expect(request(0x0021_000A, length: 8, to: 0x2000) == 0)
    #expect(memory.bytes(at: 0x2000, count: 9) == Array("hello".utf8) + [0, 0, 0, 0xEE])
    #expect(request(0x0021_000C, length: 3, to: 0) == 0)
    #expect(request(0x0000_0002, length: 2, to: 0x2000) == 0)
    #expect(memory.bytes(at: 0x2000, count: 2) == Array("lo".utf8))
    #expect(request(0x0021_0018, length: 1, to: 0x2000) == 1)
  }

  @Test("a request that leaves memory stops with an error", arguments: [0xFFFF0, 0x10_0000, UInt64.max - 3])
  func dmaBeyondMemory(target: UInt64) { #expect(request(0x0021_000A, length: .max, to: target) == 1) }

  @Test("a request where no memory is does nothing") func dmaNowhere() {
    device.write(port: 0x514, width: 4, value: .max)
    device.write(port: 0x518, width: 4, value: .max)
    #expect(device.state == FirmwareConfiguration.State())
  }

  @Test("a state that went through bytes reads on from the same place") func roundTrip() throws {
    select(0x21)
    _ = read(2)
    let state = try device.stateThroughBytes()
    device.reset()
    device.state = state
    #expect(read(3) == Array("llo".utf8))
    #expect(device.describe().contains("33 opt/test"))
  }

  // MARK: ACPI

  private let base: UInt32 = 0xF_0000
  private func sum(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, &+) }
  private func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32($1 * 8) }
  }

  @Test("the RSDP has both checksums and leads to the tables; each table sums to zero") func tables() {
    let image = ACPITables.bytes(at: base)
    #expect(String(decoding: image[0..<8], as: UTF8.self) == "RSD PTR ")
    #expect(sum(image[0..<20]) == 0 && sum(image[0..<36]) == 0)
    func table(_ address: UInt32) -> (signature: String, bytes: [UInt8]) {
      let start = Int(address - base)
      let bytes = Array(image[start..<start + Int(word(image, start + 4))])
      return (String(decoding: bytes[0..<4], as: UTF8.self), bytes)
    }
    let rsdt = table(word(image, 16))
    #expect(rsdt.signature == "RSDT" && sum(rsdt.bytes) == 0)
    let xsdt = table(word(image, 24))
    #expect(xsdt.signature == "XSDT" && sum(xsdt.bytes) == 0)
    let fadt = table(word(rsdt.bytes, 36))
    #expect(word(xsdt.bytes, 36) == word(rsdt.bytes, 36))
    #expect(fadt.signature == "FACP" && sum(fadt.bytes) == 0 && fadt.bytes.count == 244)
    #expect(word(fadt.bytes, 48) == 0xB2 && word(fadt.bytes, 56) == 0x600 && word(fadt.bytes, 64) == 0x604)
    #expect(word(fadt.bytes, 76) == 0x608)
    #expect(fadt.bytes[108] == 0x32 && fadt.bytes[109] == 3)
    let facs = table(word(fadt.bytes, 36))
    #expect(facs.signature == "FACS" && facs.bytes.count == 64 && word(fadt.bytes, 36) % 64 == 0)
    let dsdt = table(word(fadt.bytes, 40))
    #expect(dsdt.signature == "DSDT" && sum(dsdt.bytes) == 0)
    #expect(dsdt.bytes[36..<50] == [0x08, 0x5C, 0x5F, 0x53, 0x35, 0x5F, 0x12, 0x06, 0x04, 0, 0, 0, 0, 0x10])
    #expect(Int(word(fadt.bytes, 40) - base) + dsdt.bytes.count == image.count)
  }

  @Test("AML: integers, identities, package lengths") func aml() {
    #expect(AML.integer(1) == [1])
    #expect(AML.integer(0x80) == [0x0A, 0x80])
    #expect(AML.integer(0x1234) == [0x0B, 0x34, 0x12])
    #expect(AML.integer(0x1234_5678) == [0x0C, 0x78, 0x56, 0x34, 0x12])
    #expect(AML.identity("PNP0501") == [0x0C, 0x41, 0xD0, 0x05, 0x01])
    #expect(AML.buffer([UInt8](repeating: 7, count: 100)).prefix(4) == [0x11, 0x48, 0x06, 0x0A])
    #expect(AML.scope("\\_SB.PCI0", []) == [0x10, 0x0B, 0x5C, 0x2E] + Array("_SB_PCI0".utf8))
  }
}
