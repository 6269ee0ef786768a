#include "../workload.h"

enum { SIZE = 112 };
static uint64_t a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];

void prepare(void) {
  uint64_t state = 4;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) a[i][j] = next_random(&state), b[i][j] = next_random(&state);
}

uint64_t run(void) {
  uint64_t sum = 0;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      uint64_t s = 0;
      for (int k = 0; k < SIZE; k++) s += a[i][k] * b[k][j];
      c[i][j] = s;
    }
  for (int i = 0; i < SIZE; i++) sum = mix(sum, c[i][(i * 7) % SIZE]);
  return sum;
}
