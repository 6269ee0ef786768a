import Foundation
import RandomInput
import Testing
import X86

/// Where the bytes end before the instruction does, and where the instruction does not end in time.
@Suite("Limits")
struct LimitTests {
  @Test("Fifteen bytes are an instruction, sixteen are not")
  func longest() {
    let prefixes = [UInt8](repeating: 0x66, count: 14)
    #expect(decode(prefixes + [0x90]) != .tooLong)
    #expect(decode(prefixes + [0x66, 0x90]) == .tooLong)
    #expect(decode(prefixes + [0x05, 0, 0]) == .tooLong)
    #expect(decode([UInt8](repeating: 0x66, count: 15)) == .tooLong)
    #expect(decode(prefixes) == .truncated)
  }

  @Test("No bytes are too few")
  func empty() {
    #expect(decode([]) == .truncated)
    #expect(Decoder().decode(UnsafeRawBufferPointer(start: nil, count: 0), codeSize: .bits64) == .truncated)
  }

  @Test("Every beginning of an instruction is truncated; what follows it does not matter")
  func beginnings() {
    var generator = CodeGenerator(seed: 11)
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 24)
    defer { bytes.deallocate() }
    let decoder = Decoder()
    for _ in 0..<20_000 {
      generator.fill(bytes)
      let codeSize = generator.codeSize()
      let all = UnsafeRawBufferPointer(bytes)
      guard case .instruction(let instruction) = decoder.decode(all, codeSize: codeSize) else { continue }
      let length = Int(instruction.length)
      let exact = UnsafeRawBufferPointer(rebasing: all[..<length])
      #expect(decoder.decode(exact, codeSize: codeSize) == .instruction(instruction))
      for count in 0..<length {
        let beginning = UnsafeRawBufferPointer(rebasing: all[..<count])
        let result = decoder.decode(beginning, codeSize: codeSize)
        if result != .truncated { Issue.record("\(instruction.text): \(result) at \(count) of \(length)") }
      }
    }
  }

  #if os(Linux) || os(macOS)
    @Test("Nothing past the end is read: the next page cannot be")
    func guardPage() throws {
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      let mapping = mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
      let start = try #require(mapping != MAP_FAILED ? mapping : nil)
      defer { munmap(start, 2 * page) }
      #expect(mprotect(start + page, page, PROT_NONE) == 0)
      var generator = CodeGenerator(seed: 12)
      let decoder = Decoder()
      let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 24)
      defer { bytes.deallocate() }
      for _ in 0..<50_000 {
        generator.fill(bytes)
        let codeSize = generator.codeSize()
        for count in [1, 3, 6, 10, 15] {
          let place = UnsafeMutableRawBufferPointer(start: start + page - count, count: count)
          place.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
          if case .instruction(let instruction) = decoder.decode(UnsafeRawBufferPointer(place), codeSize: codeSize) {
            #expect(instruction.length <= count)
          }
        }
      }
    }
  #endif
}
