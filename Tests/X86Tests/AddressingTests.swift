import Testing
import X86

/// ModRM, SIB and displacement (Intel SDM volume 2, tables 2-1 to 2-5).
@Suite("Addressing")
struct AddressingTests {
  @Test(
    "With 16 bits",
    arguments: [
      Example("8B 00", .bits16, "mov/2 ax, [ds:bx+si]"),
      Example("8B 41 FF", .bits16, "mov/2 ax, [ds:bx+di-0x1]"),
      Example("8B 82 00 80", .bits16, "mov/2 ax, [ss:bp+si-0x8000]"),
      Example("8B 03", .bits16, "mov/2 ax, [ss:bp+di]"),
      Example("8B 04", .bits16, "mov/2 ax, [ds:si]"),
      Example("8B 05", .bits16, "mov/2 ax, [ds:di]"),
      Example("8B 06 34 12", .bits16, "mov/2 ax, [ds:+0x1234]"),
      Example("8B 46 00", .bits16, "mov/2 ax, [ss:bp]"),
      Example("8B 07", .bits16, "mov/2 ax, [ds:bx]"),
      Example("67 8B 04 24", .bits16, "mov/2 ax, [ss:esp]"),
    ])
  func sixteen(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "With 32 and 64 bits",
    arguments: [
      Example("8B 05 10 00 00 00", .bits32, "mov/4 eax, [ds:+0x10]"),
      Example("8B 05 F0 FF FF FF", "mov/4 eax, [ds:ip-0x10]"),
      Example("8B 04 25 10 00 00 00", "mov/4 eax, [ds:+0x10]"),
      Example("8B 04 24", "mov/4 eax, [ss:rsp]"),
      Example("41 8B 04 24", "mov/4 eax, [ds:r12]"),
      Example("8B 45 00", "mov/4 eax, [ss:rbp]"),
      Example("41 8B 45 00", "mov/4 eax, [ds:r13]"),
      // No index is index 4 without REX.X; R12 can be one.
      Example("42 8B 04 20", "mov/4 eax, [ds:rax+r12]"),
      // No base is base 5 with mod 0, REX.B or not.
      Example("41 8B 04 85 00 00 00 00", "mov/4 eax, [ds:+rax<<2]"),
      Example("67 41 8B 04 85 00 00 00 00", "mov/4 eax, [ds:+eax<<2]"),
      Example("67 8B 05 00 00 00 00", "mov/4 eax, [ds:ip]"),
      Example("C4 E2 71 92 04 A2", "vgatherdps/4 xmm0, [ds:rdx+rsp<<2], xmm1"),
    ])
  func thirtyTwo(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "Segments",
    arguments: [
      Example("26 8B 00", .bits32, "mov/4 eax, [es:eax]"),
      Example("26 65 8B 00", .bits32, "mov/4 eax, [gs:eax]"),
      Example("65 26 8B 00", .bits32, "mov/4 eax, [es:eax]"),
      // In 64-bit mode the first four do nothing, not even to FS and GS.
      Example("26 8B 00", "mov/4 eax, [ds:rax]"),
      Example("65 26 8B 00", "mov/4 eax, [gs:rax]"),
      Example("3E 8B 45 00", "mov/4 eax, [ss:rbp]"),
    ])
  func segments(_ example: Example) { #expect(example.decodedText == example.text) }
}
