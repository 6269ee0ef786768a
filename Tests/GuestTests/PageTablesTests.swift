import GuestMemory
import Testing

/// Page tables in a buffer of the test's own, which stands for physical memory.
final class PretendMemory {
  let buffer: UnsafeMutableRawBufferPointer
  var next: UInt64 = 0x1000

  init(frames: Int) { buffer = .allocate(byteCount: frames * 4096, alignment: 4096) }
  deinit { buffer.deallocate() }

  var bias: Int { Int(bitPattern: buffer.baseAddress) }

  func frame() -> UInt64? {
    guard next < UInt64(buffer.count) else { return nil }
    defer { next += 4096 }
    return next
  }
}

struct PageTablesTests {
  static let addressBits: UInt64 = 0x000F_FFFF_FFFF_F000
  static let noExecute: UInt64 = 1 << 63

  @Test func usesLargePagesWhereItCan() throws {
    let memory = PretendMemory(frames: 32)
    let tables = try #require(PageTables(bias: memory.bias, frame: memory.frame))
    try tables.map(0x1FF000, to: 0x1FF000, size: 0x402000, .init(.readWrite), frame: memory.frame)

    #expect(tables.lookUp(0x1FE000) == nil)
    #expect(try #require(tables.lookUp(0x1FF123)).pageSize == 4096)
    #expect(try #require(tables.lookUp(0x200000)).pageSize == 2 << 20)
    #expect(try #require(tables.lookUp(0x5FFFFF)).pageSize == 2 << 20)
    #expect(try #require(tables.lookUp(0x600000)).pageSize == 4096)
    #expect(tables.lookUp(0x601000) == nil)
  }

  @Test func writableIsNeverExecutable() throws {
    let memory = PretendMemory(frames: 32)
    let tables = try #require(PageTables(bias: memory.bias, frame: memory.frame))
    try tables.map(0x1000, to: 0x5000, size: 4096, .init(.execute), frame: memory.frame)
    try tables.map(0x2000, to: 0x6000, size: 4096, .init(.readOnly), frame: memory.frame)
    try tables.map(0x3000, to: 0x7000, size: 4096, .init(.readWrite, user: true, uncached: true), frame: memory.frame)

    let code = try #require(tables.lookUp(0x1000)).entry
    #expect(code & Self.addressBits == 0x5000 && code & Self.noExecute == 0 && code & 6 == 0)
    let constant = try #require(tables.lookUp(0x2000)).entry
    #expect(constant & Self.addressBits == 0x6000 && constant & Self.noExecute != 0 && constant & 6 == 0)
    let data = try #require(tables.lookUp(0x3000)).entry
    #expect(data & Self.addressBits == 0x7000 && data & Self.noExecute != 0 && data & 0x1E == 0x1E)
  }

  @Test func unmapsOnePageAndReportsWhatItCannot() throws {
    let memory = PretendMemory(frames: 32)
    let tables = try #require(PageTables(bias: memory.bias, frame: memory.frame))
    try tables.map(0x1000, to: 0x1000, size: 0x3000, .init(.readOnly), frame: memory.frame)
    try tables.unmap(0x2000, size: 4096)
    #expect(tables.lookUp(0x1000) != nil && tables.lookUp(0x2000) == nil && tables.lookUp(0x3000) != nil)

    try tables.map(0x200000, to: 0x200000, size: 0x200000, .init(.readOnly), frame: memory.frame)
    #expect(throws: PageTables.Failure.largePageInTheWay) { try tables.unmap(0x200000, size: 4096) }
    #expect(throws: PageTables.Failure.outOfFrames) {
      try tables.map(1 << 40, to: 0, size: 4096, .init(.readOnly), frame: { nil })
    }
  }
}
