import KernelFixtures
import RandomInput
import Storage
import Testing

@testable import Machine

@Suite("Files in memory, shared until they are written")
struct FileContentsTests {
  private static let ram: UInt64 = 8 << 20

  private func memory() -> (PhysicalMemory, MemoryRegion) {
    let memory = PhysicalMemory()
    let region = MemoryRegion(name: "ram", byteCount: Self.ram)
    memory.map(region, at: 0..<Self.ram)
    return (memory, region)
  }

  private func randomBytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: random.next()) { bytes += $0 } }
    return Array(bytes.prefix(count))
  }

  @Test(
    "Sharing, copying, writing, snapshots and going back, mixed at random, hold what plain bytes hold", arguments: 1...6
  )
  func random(seed: UInt64) throws {
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let file = randomBytes(5 << 20, &random)
    var (memory, region) = memory()
    var model = [UInt8](repeating: 0, count: Int(Self.ram))
    var snapshots: [(RegionSnapshot, [UInt8])] = []
    for _ in 0..<60 {
      switch random.below(8) {
      case 0...2:
        // Mostly large enough to be shared, at any address.
        let count = random.below(3 << 20) + 1
        let part = random.below(file.count - count)
        let address = random.chance(50) ? random.below(1024) << 12 : random.below(4 << 20)
        // The same place in the page as in the file, as linkers have it, or any.
        let start = random.chance(50) ? part & ~0xFFF | address & 0xFFF : part
        let range = start..<min(start + count, file.count)
        #expect(memory.write(FileContents(file), range, at: UInt64(address)) == range.count)
        model.replaceSubrange(address..<address + range.count, with: file[range])
      case 3...5:
        for _ in 0..<200 {
          let address = random.below(model.count - 8)
          let value = random.next()
          memory.store(value, at: UInt64(address))
          withUnsafeBytes(of: value) { model.replaceSubrange(address..<address + 8, with: $0) }
        }
      case 6: snapshots.append((region.snapshot(), model))
      default:
        guard let (snapshot, then) = snapshots.randomElement(using: &random) else { continue }
        model = then
        if random.chance(50) {
          region.restore(snapshot)
        } else {
          // Into another memory; the first one goes.
          (memory, region) = self.memory()
          region.restore(snapshot)
        }
      }
      guard memory.bytes(at: 0, count: model.count) == model else {
        Issue.record("seed \(seed): memory is not what was written")
        return
      }
    }
  }

  @Test("A write to shared memory does not reach the file")
  func file() {
    let file = FileContents([UInt8](repeating: 7, count: 2 << 20))
    let (memory, _) = memory()
    memory.write(file, 0..<file.bytes.count, at: 0x1000)
    memory.store(UInt64.max, at: 0x5000)
    #expect(memory.load(0x5000, as: UInt64.self) == .max)
    #expect(file.bytes.allSatisfy { $0 == 7 })
  }

  @Test("Bytes beyond the end of memory are not written, and counted")
  func end() {
    let file = FileContents([UInt8](repeating: 7, count: 2 << 20))
    let (memory, _) = memory()
    #expect(memory.write(file, 0..<file.bytes.count, at: Self.ram - (1 << 20) - 5) == 1 << 20 + 5)
    #expect(memory.write(file, 0..<file.bytes.count, at: Self.ram) == 0)
  }

  @Test("A large initrd is the same to the guest whether it is shared or copied, and a reset brings it back")
  func initrd() throws {
    var random = SeededGenerator(seed: 9)
    let initrd = randomBytes(3 << 20, &random)
    let machine = try Machine()
    try machine.load(kernel: SmallKernel.hello, initrd: initrd)
    let start = try #require(machine.boot?.plan.modules.first).lowerBound
    // Not compared inside #expect, which would print both.
    func isWhole() -> Bool { machine.memory.physical.bytes(at: start, count: initrd.count) == initrd }
    #expect(isWhole())
    let before = machine.stateHash
    machine.memory.physical.store(UInt64.max, at: start + 0x1234)
    #expect(!isWhole() && machine.stateHash != before)
    machine.reset()
    #expect(isWhole())
  }
}
