import Testing
import X86

@Suite("Prefixes")
struct PrefixTests {
  @Test(
    "REX counts only as the last prefix",
    arguments: [
      Example("66 48 05 00 00 00 00", "add/8 rax, 0x0"),
      Example("48 66 05 00 00", "add/2 ax, 0x0"),
      Example("48 40 05 00 00 00 00", "add/4 eax, 0x0"),
      Example("40", .bits32, "inc/4 eax"),
    ])
  func rex(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "REX turns AH, CH, DH and BH into SPL, BPL, SIL and DIL",
    arguments: [
      Example("88 E0", "mov/1 al, ah"),
      Example("40 88 E0", "mov/1 al, spl"),
      Example("44 88 E0", "mov/1 al, r12b"),
      Example("B7 01", "mov/1 bh, 0x1"),
      Example("41 B7 01", "mov/1 r15b, 0x1"),
    ])
  func byteRegisters(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "F2 and F3 select before 66h, and the last of them wins",
    arguments: [
      Example("0F 58 C1", "addps/4 xmm0, xmm1"),
      Example("66 0F 58 C1", "addpd/4 xmm0, xmm1"),
      Example("F3 0F 58 C1", "addss/4 xmm0, xmm1"),
      Example("F3 66 0F 58 C1", "addss/2 xmm0, xmm1"),
      Example("F3 F2 0F 58 C1", "addsd/4 xmm0, xmm1"),
      Example("F2 F3 0F 58 C1", "addss/4 xmm0, xmm1"),
      Example("F2 F3 A4", "rep movs/1 [ds:rsi]"),
      Example("F2 0F 5B C1", "invalid"),
    ])
  func mandatory(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "LOCK is for lockable instructions with a memory destination",
    arguments: [
      Example("F0 01 00", "lock add/4 [ds:rax], eax"),
      Example("F0 87 00", "lock xchg/4 [ds:rax], eax"),
      Example("F0 01 C0", "invalid"),
      Example("F0 03 00", "invalid"),
      Example("F0 39 00", "invalid"),
      Example("F0 90", "invalid"),
      Example("F0 0F A3 00", "invalid"),
      Example("F0 0F AB 00", "lock bts/4 [ds:rax], eax"),
    ])
  func lock(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "What 64-bit mode took away, and what VEX does not go with",
    arguments: [
      Example("06", "invalid"),
      Example("60", "invalid"),
      Example("D4 0A", "invalid"),
      Example("82 C0 01", "invalid"),
      Example("0F 05", .bits32, "invalid"),
      Example("66 C5 F0 58 C2", "invalid"),
      Example("48 C5 F0 58 C2", "invalid"),
      // Unused VEX.vvvv has to be 1111b.
      Example("C5 F0 28 C2", "invalid"),
      Example("8E C8", "invalid"),
      Example("0F 20 C8", "invalid"),
      // Later than the emulated processor: EVEX, XOP, VMX.
      Example("62 F1 7C 48 58 C2", "invalid"),
      Example("8F E8 78 A2 C2 10", "invalid"),
      Example("0F 01 C1", "invalid"),
    ])
  func invalid(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test("90 is NOP only for RAX")
  func exchange() {
    #expect(Example("90", "").decodedText == "nop/4")
    #expect(Example("41 90", "").decodedText == "xchg/4 r8d, eax")
    #expect(Example("49 90", "").decodedText == "xchg/8 r8, rax")
    // Zydis says PAUSE; silicon exchanges.
    #expect(Example("F3 41 90", "").decodedText == "xchg/4 r8d, eax")
  }
}
