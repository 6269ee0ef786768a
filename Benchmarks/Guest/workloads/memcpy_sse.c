#include "../workload.h"
#include <emmintrin.h>

enum { SIZE = 1 << 20 };
static uint8_t from[SIZE + 64] __attribute__((aligned(16))), to[SIZE + 64] __attribute__((aligned(16)));

void prepare(void) {
  uint64_t state = 7;
  for (int i = 0; i < SIZE; i++) from[i] = (uint8_t)next_random(&state);
}

__attribute__((noinline)) static void copy(uint8_t *d, const uint8_t *s, size_t n) {
  for (size_t i = 0; i < n; i += 64) {
    __m128i a = _mm_loadu_si128((const __m128i *)(s + i)), b = _mm_loadu_si128((const __m128i *)(s + i + 16));
    __m128i c = _mm_loadu_si128((const __m128i *)(s + i + 32)), e = _mm_loadu_si128((const __m128i *)(s + i + 48));
    _mm_store_si128((__m128i *)(d + i), a);
    _mm_store_si128((__m128i *)(d + i + 16), b);
    _mm_store_si128((__m128i *)(d + i + 32), c);
    _mm_store_si128((__m128i *)(d + i + 48), e);
  }
}

uint64_t run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < 8; k++) copy(to, from + k, SIZE);
  for (int i = 0; i < SIZE; i += 4099) sum = mix(sum, to[i]);
  return sum;
}
