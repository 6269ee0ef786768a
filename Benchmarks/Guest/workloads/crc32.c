#include "../workload.h"

static uint32_t table[256];
static uint8_t data[1 << 20];

void prepare(void) {
  for (uint32_t n = 0; n < 256; n++) {
    uint32_t c = n;
    for (int k = 0; k < 8; k++) c = c & 1 ? c >> 1 ^ 0xEDB88320 : c >> 1;
    table[n] = c;
  }
  uint64_t state = 2;
  for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)next_random(&state);
}

uint64_t run(void) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < sizeof data; i++) crc = table[(crc ^ data[i]) & 0xFF] ^ crc >> 8;
  return ~crc;
}
