// A translucent picture over another: 32-bit pixels, eight bits a channel.
#include "../workload.h"

enum { WIDTH = 320, HEIGHT = 200 };
static uint32_t source[WIDTH * HEIGHT], target[WIDTH * HEIGHT];

void prepare(void) {
  uint64_t state = 8;
  for (int i = 0; i < WIDTH * HEIGHT; i++) source[i] = (uint32_t)next_random(&state);
}

uint64_t run(void) {
  uint64_t sum = 0;
  for (int i = 0; i < WIDTH * HEIGHT; i++) target[i] = (uint32_t)i * 0x01010305;
  for (int pass = 0; pass < 3; pass++)
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      uint32_t s = source[i], t = target[i], alpha = s >> 24;
      uint32_t rb = t & 0xFF00FF, g = t & 0x00FF00;
      rb += (((s & 0xFF00FF) - rb) * alpha) >> 8;
      g += (((s & 0x00FF00) - g) * alpha) >> 8;
      target[i] = (rb & 0xFF00FF) | (g & 0x00FF00);
    }
  for (int i = 0; i < WIDTH * HEIGHT; i += 61) sum = mix(sum, target[i]);
  return sum;
}
