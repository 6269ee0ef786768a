#include "../workload.h"

enum { SIZE = 1 << 20 };
static uint8_t from[SIZE + 64], to[SIZE + 64];

void prepare(void) {
  uint64_t state = 6;
  for (int i = 0; i < SIZE; i++) from[i] = (uint8_t)next_random(&state);
}

static void copy_bytes(void *d, const void *s, size_t n) {
  __asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(n) : : "memory");
}
static void copy_quadwords(void *d, const void *s, size_t n) {
  __asm__ volatile("rep movsq" : "+D"(d), "+S"(s), "+c"(n) : : "memory");
}

uint64_t run(void) {
  uint64_t sum = 0;
  copy_bytes(to + 3, from, SIZE);
  copy_quadwords(to, from + 1, SIZE / 8);
  // Small ones, as programs have them.
  for (int i = 0; i < 2000; i++) copy_bytes(to + i * 37, from + i * 41, (size_t)(i & 127) + 1);
  for (int i = 0; i < SIZE; i += 4099) sum = mix(sum, to[i]);
  return sum;
}
