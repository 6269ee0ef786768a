/// What a run of random bytes through both decoders found, as `Documentation/Decoding.md` shows it.
struct DecoderReport {
  var count: Int
  var seed: UInt64
  var valid: Int
  var skipped: Int
  var mismatches: Int

  var markdown: String {
    var text = """
      # Decoding against Zydis

      Written by the tests (`make reports`, `Tests/X86Tests`). Random and mutated byte strings of up to 20 bytes, in 16-, 32- and 64-bit code, go through
      our decoder and through Zydis: both must find the same length, the same instruction with the same operands, or both none, for all that
      CPUID claims. `make test` takes a million, and every opcode with every ModRM byte besides.

      | byte strings | seed | instructions for both | not claimed by CPUID | mismatches |
      |--:|--:|--:|--:|--:|
      | \(count) | \(seed) | \(valid) | \(skipped) | \(mismatches) |

      ## Known differences

      Matters of presentation, but for two that `ReferenceDeviations.swift` finds by their bytes: a SIB without base with REX.B and 32-bit addresses, which
      GNU and LLVM read as we do, and F3 90 with REX.B, which silicon executes as we do.

      | instructions | why |
      |---|---|

      """
    for deviation in ReferenceDeviation.all {
      text += "| \(deviation.mnemonics.map { "`\($0)`" }.joined(separator: " ")) | \(deviation.reason) |\n"
    }
    return text
  }
}
