import KernelFixtures
import Testing

@testable import Machine

@Suite("Kernel files")
struct KernelImageTests {
  private let map = MemoryMap(memorySize: 128 << 20)

  private func load(_ file: KernelFile) throws(LoadError) -> KernelImage { try KernelImage(file.bytes, map: map) }

  private func problem(_ file: KernelFile) -> LoadError? {
    do { _ = try load(file) } catch { return error }
    return nil
  }

  @Test("An ELF file goes to its physical addresses and starts where its PVH note says", arguments: [true, false])
  func good(is64Bit: Bool) throws {
    var file = KernelFile.bare([0xF4, 0xEB, 0xFD])
    file.is64Bit = is64Bit
    file.segments[0].memorySize = 0x2000
    let image = try load(file)
    #expect(image.entry == 0x10_0000)
    #expect(image.pieces.map(\.range) == [0x10_0000..<0x10_2000])
    #expect(Array(image.file.bytes[image.pieces[0].file]) == [0xF4, 0xEB, 0xFD])
  }

  @Test("A 32-bit program header table of an i386 file is read as well")
  func machine386() throws {
    var file = KernelFile.bare([0xF4])
    file.is64Bit = false
    file.machine = 3
    #expect(try load(file).entry == 0x10_0000)
  }

  @Test("The note is found after other notes, at each alignment that linkers use", arguments: [1, 4, 8] as [UInt64])
  func notes(alignment: UInt64) throws {
    var file = KernelFile.bare([0xF4])
    var note = KernelFile.note(entry: 1, name: "Linux\0", type: 0x101, alignment: alignment)
    note.bytes += KernelFile.note(entry: 0x10_0000, alignment: alignment).bytes
    file.segments[1] = note
    #expect(try load(file).entry == 0x10_0000)
  }

  @Test("A PT_NOTE with a senseless alignment is read with the usual one", arguments: [0, 0x1000, UInt64.max])
  func noteAlignment(alignment: UInt64) throws {
    var file = KernelFile.bare([0xF4])
    file.segments[1].alignment = alignment
    #expect(try load(file).entry == 0x10_0000)
  }

  @Test("Segments without memory are ignored, wherever they claim to be")
  func emptySegment() throws {
    var file = KernelFile.bare([0xF4])
    file.segments.append(.init(address: .max, memorySize: 0, claimedOffset: .max))
    #expect(try load(file).pieces.count == 1)
  }

  @Test("What is no kernel is told apart")
  func noKernel() throws {
    func text(_ bytes: [UInt8]) -> String? {
      do { _ = try KernelImage(bytes, map: map) } catch { return "\(error)" }
      return nil
    }
    #expect(text([]) == "the file is empty")
    #expect(text(Array("hello".utf8))?.contains("neither an ELF file") == true)
    #expect(text([0x7F, 0x45, 0x4C, 0x46])?.contains("is cut short") == true)
    #expect(text([0x1F, 0x8B] + [UInt8](repeating: 0, count: 100))?.contains("gzip") == true)
    var linux = [UInt8](repeating: 0, count: 0x300)
    linux.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
    #expect(text(linux)?.contains("Linux kernel of boot protocol 0.0") == true)
    var arm = KernelFile.bare([0xF4])
    arm.machine = 183
    #expect(problem(arm) == .notAKernel("it is an ELF file for another processor (machine type 183)"))
  }

  @Test("A file without the note has no entry point")
  func noNote() {
    var file = KernelFile.bare([0xF4])
    file.segments.removeLast()
    #expect(problem(file) == .noEntryPoint)
  }

  @Test("A segment that ends past the file is cut short")
  func cutShort() {
    var file = KernelFile.bare([0xF4])
    file.segments[0].memorySize = 0x9000
    file.segments[0].claimedFileSize = 0x8000
    guard case .cutShort(what: "segment 0", end: _, fileSize: _)? = problem(file) else {
      Issue.record("got \(String(describing: problem(file)))")
      return
    }
  }

  @Test("Offsets and sizes that overflow are contradictions, not crashes")
  func overflow() {
    var file = KernelFile.bare([0xF4])
    file.segments[0].claimedOffset = .max
    #expect(problem(file) == .contradiction("segment 0 is said to be at byte 0xffffffffffffffff"))
    file = .bare([0xF4])
    file.segments[0].memorySize = .max
    #expect(
      problem(file) == .contradiction("segment 0 is said to take 0xffffffffffffffff bytes at 0x100000"))
    file = .bare([0xF4])
    file.segments[0].claimedFileSize = 2
    #expect(
      problem(file) == .contradiction("segment 0 has 2 bytes in the file, more than its 1 in memory"))
  }

  @Test(
    "A segment outside RAM does not fit: past the end, on the video hole, on the firmware",
    arguments: [0x800_0000 - 1, 0x9_FFFF, 0xA_0000, 0xF_0000, 0x1_0000_0000, 0xFFFF_FFFF_0000_0000] as [UInt64])
  func doesNotFit(address: UInt64) {
    var file = KernelFile.bare([0xF4, 0xF4])
    file.segments[0].address = address
    guard case .doesNotFit? = problem(file) else {
      Issue.record("got \(String(describing: problem(file)))")
      return
    }
  }

  @Test("Overlapping segments are refused, as by QEMU")
  func overlap() {
    var file = KernelFile.bare([0xF4, 0xF4])
    file.segments.append(.init(address: 0x10_0001, bytes: [0]))
    #expect(problem(file) == .overlap("segment 0", "segment 2", at: 0x10_0001))
  }

  @Test("An entry point in no segment is refused")
  func entryOutside() {
    var file = KernelFile.bare([0xF4])
    file.segments[1] = KernelFile.note(entry: 0x20_0000)
    #expect(problem(file) == .entryOutside(0x20_0000))
  }

  @Test("RAM above 4 GiB takes segments too")
  func high() throws {
    var file = KernelFile.bare([0xF4])
    file.segments.append(.init(address: 0x1_0000_0000, bytes: [1]))
    #expect(try KernelImage(file.bytes, map: MemoryMap(memorySize: 4 << 30)).pieces.count == 2)
  }
}
