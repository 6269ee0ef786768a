#include "../workload.h"

void prepare(void) {}

uint64_t run(void) {
  uint64_t sum = 0;
  for (int py = 0; py < 64; py++)
    for (int px = 0; px < 96; px++) {
      double cx = -2.2 + px * (3.2 / 96), cy = -1.2 + py * (2.4 / 64), x = 0, y = 0;
      int n = 0;
      while (n < 200) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4) break;
        y = 2 * x * y + cy;
        x = xx - yy + cx;
        n++;
      }
      sum = mix(sum, (uint64_t)n);
    }
  return sum;
}
