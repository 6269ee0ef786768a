#include "../workload.h"

enum { COUNT = 60000 };
static uint32_t values[COUNT];

void prepare(void) {}

__attribute__((noinline)) static void sort(uint32_t *a, long low, long high) {
  while (low < high) {
    uint32_t pivot = a[(low + high) / 2];
    long i = low, j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        uint32_t t = a[i];
        a[i++] = a[j];
        a[j--] = t;
      }
    }
    if (j - low < high - i) {
      sort(a, low, j);
      low = i;
    } else {
      sort(a, i, high);
      high = j;
    }
  }
}

uint64_t run(void) {
  uint64_t state = 3, sum = 0;
  for (int i = 0; i < COUNT; i++) values[i] = (uint32_t)next_random(&state);
  sort(values, 0, COUNT - 1);
  for (int i = 0; i < COUNT; i += 7) sum = mix(sum, values[i]);
  return sum;
}
