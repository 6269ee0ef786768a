#include "../workload.h"

enum { LIMIT = 1 << 20 };
static uint8_t composite[LIMIT];

void prepare(void) {}

uint64_t run(void) {
  memset(composite, 0, LIMIT);
  uint64_t count = 0;
  for (uint32_t i = 2; i < LIMIT; i++) {
    if (composite[i]) continue;
    count++;
    for (uint64_t j = (uint64_t)i * i; j < LIMIT; j += i) composite[j] = 1;
  }
  return count;
}
