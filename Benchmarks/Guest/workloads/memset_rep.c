#include "../workload.h"

enum { SIZE = 1 << 20 };
static uint8_t to[SIZE + 64];

void prepare(void) {}

static void fill_bytes(void *d, int value, size_t n) {
  __asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(value) : "memory");
}
static void fill_doublewords(void *d, uint32_t value, size_t n) {
  __asm__ volatile("rep stosl" : "+D"(d), "+c"(n) : "a"(value) : "memory");
}

uint64_t run(void) {
  uint64_t sum = 0;
  fill_bytes(to + 5, 0x5A, SIZE);
  fill_doublewords(to + 1000, 0x12345678, SIZE / 8);
  for (int i = 0; i < 2000; i++) fill_bytes(to + i * 37, i, (size_t)(i & 127) + 1);
  for (int i = 0; i < SIZE; i += 4099) sum = mix(sum, to[i]);
  return sum;
}
