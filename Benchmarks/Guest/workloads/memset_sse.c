#include "../workload.h"
#include <emmintrin.h>

enum { SIZE = 1 << 20 };
static uint8_t to[SIZE] __attribute__((aligned(16)));

void prepare(void) {}

__attribute__((noinline)) static void fill(uint8_t *d, int value, size_t n) {
  __m128i v = _mm_set1_epi8((char)value);
  for (size_t i = 0; i < n; i += 64) {
    _mm_store_si128((__m128i *)(d + i), v);
    _mm_store_si128((__m128i *)(d + i + 16), v);
    _mm_store_si128((__m128i *)(d + i + 32), v);
    _mm_store_si128((__m128i *)(d + i + 48), v);
    __asm__ volatile("" : : : "memory");
  }
}

uint64_t run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < 12; k++) fill(to, k * 17, SIZE);
  for (int i = 0; i < SIZE; i += 4099) sum = mix(sum, to[i]);
  return sum;
}
