// Says on the first serial port what a boot loader told it: one line a fact, "name value...". Test support only.
//
// References: Multiboot Specification 0.6.96, section 3.3; Multiboot2 Specification 2.0, section 3.6; Linux,
// Documentation/x86/boot.rst and zero-page.rst.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

static void put(char c) { __asm__ volatile("outb %0, %1" : : "a"(c), "d"((u16)0x3F8)); }
static void text(const char *s) { while (*s) put(*s++); }
static void hex(u64 value) {
  put(' ');
  int shift = 60;
  while (shift > 0 && !(value >> shift)) shift -= 4;
  for (; shift >= 0; shift -= 4) put("0123456789abcdef"[value >> shift & 15]);
}
static void line(void) { put('\n'); }
static void say(const char *name, u64 value) { text(name); hex(value); line(); }
static void quote(const char *name, u32 address) { text(name); text(" \""); text((const char *)address); text("\"\n"); }
static u32 word(u32 address) { return *(volatile u32 *)address; }
static u16 half(u32 address) { return *(volatile u16 *)address; }
static u8 byte(u32 address) { return *(volatile u8 *)address; }
static u64 quad(u32 address) { return word(address) | (u64)word(address + 4) << 32; }

// Adler's sum of a module's bytes.
static u32 sum(u32 start, u32 end) {
  u32 a = 1, b = 0;
  for (; start < end; start++) {
    a = (a + byte(start)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

static void module(u32 start, u32 end, u32 string) {
  text("module");
  hex(start);
  hex(end - start);
  hex(sum(start, end));
  text(" \"");
  text((const char *)string);
  text("\"\n");
}

static void range(u64 base, u64 length, u32 type) {
  text("map");
  hex(base);
  hex(length);
  hex(type);
  line();
}

// An address of a framebuffer is real when what is written there can be read again.
static void framebuffer(u64 address, u32 pitch, u32 width, u32 height, u32 depth, u32 type, u32 color) {
  text("framebuffer");
  hex(address);
  hex(pitch);
  hex(width);
  hex(height);
  hex(depth);
  hex(type);
  if (type == 1)
    for (u32 i = 0; i < 6; i++) hex(byte(color + i));
  line();
  u32 last = (u32)address + pitch * (height - 1);
  *(volatile u32 *)last = 0x00FF8040;
  say("written", word(last));
}

static void multiboot(u32 info) {
  u32 flags = word(info);
  say("flags", flags);
  if (flags & 1) say("lower", word(info + 4)), say("upper", word(info + 8));
  if (flags & 2) say("device", word(info + 12));
  if (flags & 4) quote("command", word(info + 16));
  if (flags & 8)
    for (u32 i = 0, at = word(info + 24); i < word(info + 20); i++, at += 16)
      module(word(at), word(at + 4), word(at + 8));
  if (flags & 0x40)
    for (u32 at = word(info + 48), end = at + word(info + 44); at < end; at += word(at) + 4)
      range(quad(at + 4), quad(at + 12), word(at + 20));
  if (flags & 0x200) quote("loader", word(info + 64));
  if (flags & 0x1000)
    framebuffer(quad(info + 88), word(info + 96), word(info + 100), word(info + 104), byte(info + 108),
                byte(info + 109), info + 112);
}

// A section that no segment loads has been given an address, where its bytes are.
static void section(u32 header, int is64Bit) {
  u32 type = word(header + 4);
  u32 address = word(header + (is64Bit ? 16 : 12)), size = word(header + (is64Bit ? 32 : 20));
  text("section");
  hex(type);
  hex(size);
  if (type == 2 || type == 3) hex(sum(address, address + size));
  line();
}

static void multiboot2(u32 info) {
  u32 end = info + word(info);
  say("reserved", word(info + 4));
  for (u32 at = info + 8; at + 8 <= end; at += (word(at + 4) + 7) & ~7u) {
    u32 type = word(at), size = word(at + 4);
    switch (type) {
    case 0: say("end", at + size == end); return;
    case 1: quote("command", at + 8); break;
    case 2: quote("loader", at + 8); break;
    case 3: module(word(at + 8), word(at + 12), at + 16); break;
    case 4: say("lower", word(at + 8)), say("upper", word(at + 12)); break;
    case 6:
      say("version", word(at + 12));
      for (u32 entry = at + 16; entry < at + size; entry += word(at + 8))
        range(quad(entry), quad(entry + 8), word(entry + 16));
      break;
    case 8:
      framebuffer(quad(at + 8), word(at + 16), word(at + 20), word(at + 24), byte(at + 28), byte(at + 29), at + 32);
      break;
    case 9:
      text("sections");
      hex(word(at + 8));
      hex(word(at + 12));
      hex(word(at + 16));
      line();
      for (u32 i = 0; i < word(at + 8); i++) section(at + 20 + i * word(at + 12), word(at + 12) == 64);
      break;
    case 14:
    case 15:
      text(type == 14 ? "acpi1 \"" : "acpi2 \"");
      for (u32 i = 0; i < 8; i++) put(byte(at + 8 + i));
      text("\"");
      hex(size);
      line();
      break;
    case 21: say("base", word(at + 8)); break;
    default: say("tag", type);
    }
  }
}

static void linux(u32 zero) {
  text("screen");
  hex(byte(zero + 6)), hex(byte(zero + 7)), hex(byte(zero + 0xE)), hex(byte(zero + 0xF));
  hex(half(zero + 0x10)), hex(half(zero + 0x12)), hex(half(zero + 0x14)), hex(word(zero + 0x18)), hex(half(zero + 0x24));
  line();
  say("alt_mem", word(zero + 0x1E0));
  say("ext_mem", half(zero + 2));
  for (u32 i = 0; i < byte(zero + 0x1E8); i++)
    range(quad(zero + 0x2D0 + 20 * i), quad(zero + 0x2D8 + 20 * i), word(zero + 0x2E0 + 20 * i));
  say("boot_flag", half(zero + 0x1FE));
  say("header", word(zero + 0x202));
  say("version", half(zero + 0x206));
  say("loader", byte(zero + 0x210));
  say("loadflags", byte(zero + 0x211));
  say("code32", word(zero + 0x214));
  quote("command", word(zero + 0x228));
  if (word(zero + 0x21C)) module(word(zero + 0x218), word(zero + 0x218) + word(zero + 0x21C), (u32) "");
}

void probe(u32 cr0, u32 eax, u32 ebx, u32 esi, u32 base, u32 flags) {
  say("cr0", cr0 & 0x80000001);
  say("flags", flags & 0x20200);  // VM and IF
  say("base", base);
  // With the A20 gate closed, both addresses would be one.
  *(volatile u32 *)0x700 = 1;
  *(volatile u32 *)0x100700;
  if (eax == 0x2BADB002) {
    multiboot(ebx);
  } else if (eax == 0x36D76289) {
    multiboot2(ebx);
  } else if (word(esi + 0x202) == 0x53726448) {
    linux(esi);
  } else {
    say("eax", eax);
  }
}
