// Port accesses: the POST code port, and the mask of the first interrupt controller.
#include "../workload.h"

void prepare(void) { __asm__ volatile("outb %b0, $0x21" : : "a"(0xFB)); }

uint64_t run(void) {
  uint64_t sum = 0;
  for (int i = 0; i < 20000; i++) {
    uint8_t value;
    __asm__ volatile("outb %b0, $0x80" : : "a"(i));
    __asm__ volatile("inb $0x21, %b0" : "=a"(value));
    sum += value;
  }
  return sum;
}
