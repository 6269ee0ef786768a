import Foundation
import Silicon
import Testing

/// Segments with every type, size and limit that user code may have, through a local descriptor table: loading them, looking at them,
/// and accesses on both sides of their limits.
@Suite(.enabled(if: silicon_is_available() != 0, "the host is not an x86-64 Linux machine"), .serialized)
struct SegmentTests {
  /// mov es, eax; the access; mov es, ecx.
  private static let accesses: [[UInt8]] = [
    [0x26, 0x8A, 0x03], [0x26, 0x66, 0x8B, 0x13], [0x26, 0x8B, 0x13], [0x26, 0x88, 0x13], [0x26, 0x66, 0x89, 0x13],
    [0x26, 0x89, 0x13],
    [0x26, 0x01, 0x13], [0x26, 0x0F, 0x10, 0x03], [0x26, 0x0F, 0x11, 0x03], [0x26, 0xDD, 0x03], [0x26, 0xDB, 0x2B],
    [0x26, 0xF2, 0x0F, 0x10, 0x0B],
  ]
  /// lar esi, eax; lsl edi, eax; then one whose ZF is seen.
  private static let looks: [[UInt8]] = [
    [0x0F, 0x02, 0xF0], [0x0F, 0x03, 0xF8], [0x0F, 0x00, 0xE0], [0x0F, 0x00, 0xE8],
  ]

  /// A segment that, as far as its limit reaches, lies in the scratch pages; and an offset near that limit.
  private func segment(_ dice: inout Dice) -> (descriptor: UInt64, offset: UInt64) {
    let isBig = dice.chance(60)
    // Data, expand-down data, code that is not conforming: what Linux allows.
    let contents = UInt64([0, 0, 1, 1, 2][dice.below(5)])
    var base = Layout.scratch
    var limit = UInt64(dice.below(Int(Layout.scratchSize)))
    var isGranular = false
    var offset: UInt64
    if contents == 1 && isBig {
      isGranular = true
      base = (Layout.scratch &+ Layout.scratchSize) & 0xFFFF_FFFF
      limit = 0xFFFFD + UInt64(dice.below(2))
      offset = dice.chance(70) ? (limit << 12 | 0xFFF) &+ UInt64(dice.below(20)) &- 4 : 0 &- UInt64(dice.below(20))
      if offset & 0xFFFF_FFFF < 0x1000 { offset = 0xFFFF_FFF8 }
    } else if contents == 1 {
      base = Layout.scratch &+ Layout.scratchSize &- 0x10000
      limit = 0xE000 + UInt64(dice.below(0x1F00))
      offset = dice.chance(60) ? limit &+ UInt64(dice.below(24)) &- 8 : 0xFFF0 + UInt64(dice.below(20))
    } else {
      if dice.chance(20) {
        isGranular = true
        limit = UInt64(dice.below(2))
      }
      let last = isGranular ? limit << 12 | 0xFFF : limit
      offset = dice.chance(80) ? last &+ UInt64(dice.below(24)) &- 18 : UInt64(dice.below(0x3000))
    }
    let type = contents << 2 | (dice.chance(70) ? 2 : 0) | 1
    let isPresent = !dice.chance(5)
    var descriptor = limit & 0xFFFF | (base & 0xFFFFFF) << 16 | (type | 0x70 | (isPresent ? 0x80 : 0)) << 40
    descriptor |= (limit >> 16 & 15) << 48 | (base >> 24 & 0xFF) << 56
    descriptor |= (isBig ? 1 << 54 : 0) | (isGranular ? 1 << 55 : 0)
    return (descriptor, offset & 0xFFFF_FFFF)
  }

  @Test("Limits, types and looks of segments, in compatibility mode")
  func limits() throws {
    try #require(silicon_set_segment(0x0040_F300_0000_0FFF) != 0, "this kernel allows no local descriptor table")
    let host = HostProcessor()
    let guest = GuestProcessor()
    var dice = Dice(seed: Trials.seed, name: "segments")
    var (states, faults, mismatches, pages) = (0, 0, 0, 0)
    for _ in 0..<Trials.count * 40 {
      let (descriptor, offset) = segment(&dice)
      guard silicon_set_segment(descriptor) != 0 else { continue }
      guest.setSegment(descriptor)
      for _ in 0..<4 {
        var state = RegisterState()
        for number in 0..<8 { state.general[number] = dice.integer() & 0xFFFF_FFFF }
        state.general[0] = dice.chance(90) ? UInt64(SILICON_SEGMENT) : UInt64(dice.below(64))
        state.general[1] = 0x2B
        state.general[3] = (offset &+ UInt64(dice.below(5)) &- 2) & 0xFFFF_FFFF
        let looks = dice.chance(25)
        let code =
          looks
          ? Self.looks[0] + Self.looks[1] + Self.looks[dice.below(4)]
          : [0x8E, 0xC0] + Self.accesses[dice.below(Self.accesses.count)] + [0x8E, 0xC1]
        // The selectors that the host's own tables have are not ours to compare.
        if state.general[0] > 3 && state.general[0] != UInt64(SILICON_SEGMENT)
          && (looks || state.general[0] >> 2 & 1 == 0)
        {
          continue
        }
        guest.scratchBytes.copyMemory(from: Layout.hostScratch, byteCount: Int(Layout.scratchSize))
        let expected = host.run(code, state, .bits32, isBranch: false)
        let actual = guest.run(code, state, .bits32, instructions: 3)
        // What the harness takes for a branch: a page fault behind the first instruction.
        if actual.vector == 14 {
          pages += 1
          continue
        }
        states += 1
        if expected.vector != nil { faults += 1 }
        var differences: [String] = []
        if expected.vector != actual.vector {
          differences.append("vector \(String(describing: expected.vector)), here \(String(describing: actual.vector))")
        }
        if expected.vector != nil && expected.errorCode != actual.errorCode {
          differences.append("error code \(expected.errorCode), here \(actual.errorCode)")
        }
        if expected.state.rip != actual.state.rip {
          differences.append("rip \(expected.state.rip), here \(actual.state.rip)")
        }
        if expected.state.general[..<8] != actual.state.general[..<8] {
          differences.append("registers \(expected.state.general), here \(actual.state.general)")
        }
        if (expected.state.rflags ^ actual.state.rflags) & 0x40 != 0 { differences.append("ZF") }
        if memcmp(Layout.hostScratch, guest.scratchBytes, Int(Layout.scratchSize)) != 0 { differences.append("memory") }
        if differences.isEmpty { continue }
        mismatches += 1
        if mismatches < 5 {
          Issue.record(
            "descriptor \(String(descriptor, radix: 16)), offset \(String(state.general[3], radix: 16)), selector \(state.general[0]), code \(code): \(differences)"
          )
        }
      }
    }
    print(
      "silicon: segments: \(states) states, \(faults) faults, \(mismatches) mismatches; \(pages) left the scratch pages"
    )
    #expect(faults > states / 20 && faults < states)
    var result = FormResult(form: "segments through the LDT: MOV to ES, accesses around limits, LAR, LSL, VERR, VERW")
    (result.states, result.faults, result.mismatches) = (states, faults, mismatches)
    try Coverage.append([result], "Segments in compatibility mode")
  }
}
