// What surrounds a workload: rounds without end, each followed by its checksum on the debug console (port 0xE9), where the
// harness counts and times them.
#include "workload.h"

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  void *result = to;
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
  return result;
}

void *memset(void *to, int value, size_t count) {
  void *result = to;
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(value) : "memory");
  return result;
}

static void put(char character) { __asm__ volatile("outb %b0, $0xE9" : : "a"(character)); }

static struct { uint16_t low, selector, attributes, middle; uint32_t high, reserved; } gates[256];

void set_gate(int vector, void (*handler)(void), int privilege) {
  uint64_t address = (uint64_t)handler;
  gates[vector].low = (uint16_t)address;
  gates[vector].selector = 8;
  gates[vector].attributes = (uint16_t)(0x8E00 | privilege << 13);
  gates[vector].middle = (uint16_t)(address >> 16);
  gates[vector].high = (uint32_t)(address >> 32);
}

void write_msr(uint32_t number, uint64_t value) {
  __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)));
}

void main(void) {
  struct { uint16_t limit; void *base; } __attribute__((packed)) pointer = {sizeof gates - 1, gates};
  __asm__ volatile("lidt %0" : : "m"(pointer));
  prepare();
  put('>');
  put('\n');
  for (;;) {
    uint64_t sum = run();
    sum ^= sum >> 32;
    for (int shift = 28; shift >= 0; shift -= 4) put("0123456789abcdef"[sum >> shift & 15]);
    put('\n');
  }
}
