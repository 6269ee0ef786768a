import Testing
import X86

/// One instruction of each kind, as somebody with the manual open would try them.
@Suite("Decoding, by example")
struct DecoderExampleTests {
  @Test(
    "Integer instructions",
    arguments: [
      Example("01 5C 88 08", "add/4 [ds:rax+rcx<<2+0x8], ebx"),
      Example("48 83 C0 FF", "add/8 rax, 0xffffffffffffffff"),
      Example("83 C0 FF", "add/4 eax, 0xffffffffffffffff"),
      Example("80 C0 FF", "add/1 al, 0xff"),
      Example("05 00 00 00 80", "add/4 eax, 0x80000000"),
      Example("48 05 00 00 00 80", "add/8 rax, 0xffffffff80000000"),
      Example("66 05 00 80", "add/2 ax, 0x8000"),
      Example("48 B8 88 77 66 55 44 33 22 11", "mov/8 rax, 0x1122334455667788"),
      Example("48 C7 C0 FF FF FF FF", "mov/8 rax, 0xffffffffffffffff"),
      Example("B0 80", "mov/1 al, 0x80"),
      Example("69 C1 00 01 00 00", "imul/4 eax, ecx, 0x100"),
      Example("6B C1 FE", "imul/4 eax, ecx, 0xfffffffffffffffe"),
      Example("F7 E9", "imul/4 ecx"),
      Example("D1 E0", "shl/4 eax, 0x1"),
      Example("C1 E0 1F", "shl/4 eax, 0x1f"),
      Example("48 D3 F8", "sar/8 rax, cl"),
      Example("0F A5 C8", "shld/4 eax, ecx, cl"),
      Example("0F B6 C4", "movzx/4 eax, ah"),
      Example("48 63 C8", "movsxd/8 rcx, eax"),
      Example("48 98", "cbw/8"),
      Example("66 99", "cwd/2"),
      Example("48 0F C7 0F", "cmpxchg16b/8 [ds:rdi]"),
      Example("F2 48 0F 38 F1 C1", "crc32/8 rax, rcx"),
      Example("66 F2 0F 38 F1 C1", "crc32/2 eax, cx"),
      Example("66 0F 38 F0 01", "movbe/2 ax, [ds:rcx]"),
      Example("C8 34 12 05", "enter/8 0x1234, 0x5"),
    ])
  func integer(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "Transfers of control",
    arguments: [
      Example("EB FE", "jmp/8 $-0x2"),
      Example("0F 84 00 01 00 00", "jcc.z/8 $+0x100"),
      Example("0F 84 00 01", .bits16, "jcc.z/2 $+0x100"),
      // Intel's near branches ignore 66h in 64-bit mode; the displacement keeps its four bytes.
      Example("66 E8 00 01 00 00", "call/8 $+0x100"),
      Example("66 E8 00 01", .bits32, "call/2 $+0x100"),
      Example("FF 10", "call/8 [ds:rax]"),
      Example("FF 18", "callFar/4 [ds:rax]"),
      Example("9A 78 56 34 12 08 00", .bits32, "callFar/4 0x8:0x12345678"),
      Example("EA 00 7C 00 00", .bits16, "jmpFar/2 0x0:0x7c00"),
      Example("66 EA 00 00 10 00 08 00", .bits16, "jmpFar/4 0x8:0x100000"),
      Example("C3", "ret/8"),
      Example("66 C3", .bits32, "ret/2"),
      Example("48 CF", "iret/8"),
      Example("CF", "iret/4"),
      Example("48 0F 07", "sysret/8"),
      Example("E3 00", "jcxz/8 $+0x0"),
      Example("CD 80", "int/4 0x80"),
    ])
  func transfers(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "Stack, strings and ports",
    arguments: [
      Example("50", "push/8 rax"),
      Example("66 50", "push/2 ax"),
      Example("41 57", "push/8 r15"),
      Example("6A FF", "push/8 0xffffffffffffffff"),
      Example("0F A0", "push/8 fs"),
      Example("60", .bits32, "pusha/4"),
      Example("F3 48 A5", "rep movs/8 [ds:rsi]"),
      Example("64 A4", "movs/1 [fs:rsi]"),
      Example("64 AA", "stos/1 [es:rdi]"),
      Example("F2 67 AE", "repne scas/1 [es:edi]"),
      Example("48 6D", "ins/4 [es:rdi]"),
      Example("2E D7", .bits16, "xlat/2 [cs:bx]"),
      Example("E4 60", "in/1 al, 0x60"),
      Example("66 ED", "in/2 ax, dx"),
      Example("EE", "out/1 dx, al"),
      Example("A1 88 77 66 55 44 33 22 11", "mov/4 eax, [ds:+0x1122334455667788]"),
      Example("67 A0 00 00 00 80", "mov/1 al, [ds:-0x80000000]"),
    ])
  func stackStringsPorts(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "System instructions",
    arguments: [
      Example("0F 20 D8", "mov/8 rax, cr3"),
      Example("44 0F 20 C0", "mov/8 rax, cr8"),
      Example("0F 22 C0", .bits16, "mov/4 cr0, eax"),
      // A move to a control register has no memory form: mod is not looked at.
      Example("0F 22 00", .bits32, "mov/4 cr0, eax"),
      Example("0F 23 F8", "mov/8 dr7, rax"),
      Example("8E D8", "mov/4 ds, ax"),
      Example("8C D8", "mov/4 eax, ds"),
      Example("0F 01 10", "lgdt/8 [ds:rax]"),
      Example("0F 01 38", "invlpg/4 [ds:rax]"),
      Example("0F 01 F8", "swapgs/4"),
      Example("0F 01 F9", "rdtscp/4"),
      Example("48 0F AE 00", "fxsave/8 [ds:rax]"),
      Example("F3 48 0F AE C0", "rdfsbase/8 rax"),
      Example("0F AE F0", "mfence/4"),
      Example("F3 90", "pause/4"),
      Example("F3 0F 1E FA", "endbr64/4"),
      Example("C5 C8", .bits32, "truncated"),
      Example("C5 08", .bits32, "lds/4 ecx, [ds:eax]"),
      Example("62 08", .bits32, "bound/4 ecx, [ds:eax]"),
      Example("63 C8", .bits32, "arpl/4 ax, cx"),
    ])
  func system(_ example: Example) { #expect(example.decodedText == example.text) }

  @Test(
    "x87, MMX, SSE and VEX",
    arguments: [
      Example("D8 C1", "fadd/4 st0, st1"),
      Example("DC E9", "fsub/4 st1, st0"),
      Example("DD 00", "fld/4 [ds:rax]"),
      Example("9B", "fwait/4"),
      Example("DF E0", "fnstsw/4 ax"),
      Example("0F 6F C1", "movq/4 mm0, mm1"),
      Example("66 0F 6F C1", "movdqa/4 xmm0, xmm1"),
      Example("66 45 0F 6F C1", "movdqa/4 xmm8, xmm9"),
      Example("66 0F 6E C0", "movd/4 xmm0, eax"),
      Example("66 48 0F 6E C0", "movq/8 xmm0, rax"),
      Example("F3 48 0F 2A C0", "cvtsi2ss/8 xmm0, rax"),
      Example("66 0F 38 14 C1", "blendvps/4 xmm0, xmm1, xmm0"),
      Example("65 66 0F F7 C1", "maskmovdqu/4 xmm0, xmm1, [gs:rdi]"),
      Example("C5 F0 58 C2", "vaddps/4 xmm0, xmm1, xmm2"),
      Example("C5 F4 58 C2", "vaddps/4 ymm0, ymm1, ymm2"),
      Example("C4 E3 71 4A C2 30", "vblendvps/4 xmm0, xmm1, xmm2, xmm3"),
      Example("C4 E2 F0 F2 C2", "andn/8 rax, rcx, rdx"),
      Example("C5 FC 77", "vzeroall/4"),
    ])
  func vectors(_ example: Example) { #expect(example.decodedText == example.text) }
}
