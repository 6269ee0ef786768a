#include "../workload.h"

static uint32_t constants[64];
static uint8_t message[128 << 10];

/// The first 32 bits of the fractional part of the cube root of `prime`: FIPS 180-4's constants.
static uint32_t cube_root_fraction(uint64_t prime) {
  // floor(cbrt(prime << 96)) mod 2^32, by bisection on 128-bit numbers.
  uint64_t low = 0, high = 8ULL << 32;
  while (high - low > 1) {
    uint64_t middle = low + (high - low) / 2;
    unsigned __int128 square = (unsigned __int128)middle * middle;
    // middle^3 <= prime * 2^96, without overflow: compare square with prime * 2^96 / middle through the high parts.
    uint64_t upper = (uint64_t)(square >> 64), lower = (uint64_t)square;
    unsigned __int128 cube_low = (unsigned __int128)lower * middle;
    unsigned __int128 cube_high = (unsigned __int128)upper * middle + (uint64_t)(cube_low >> 64);
    if (cube_high < (unsigned __int128)prime << 32) low = middle; else high = middle;
  }
  return (uint32_t)low;
}

void prepare(void) {
  int found = 0;
  for (uint64_t n = 2; found < 64; n++) {
    int prime = 1;
    for (uint64_t d = 2; d * d <= n; d++) if (n % d == 0) prime = 0;
    if (prime) constants[found++] = cube_root_fraction(n);
  }
  uint64_t state = 1;
  for (size_t i = 0; i < sizeof message; i++) message[i] = (uint8_t)next_random(&state);
}

static inline uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void compress(uint32_t h[8], const uint8_t *block) {
  uint32_t w[64];
  for (int t = 0; t < 16; t++) {
    uint32_t word;
    __builtin_memcpy(&word, block + 4 * t, 4);
    w[t] = __builtin_bswap32(word);
  }
  for (int t = 16; t < 64; t++) {
    uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
    uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
  for (int t = 0; t < 64; t++) {
    uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    uint32_t t1 = k + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
    uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    k = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e, h[5] += f, h[6] += g, h[7] += k;
}

uint64_t run(void) {
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (size_t at = 0; at < sizeof message; at += 64) compress(h, message + at);
  return (uint64_t)h[0] << 32 | h[7];
}
