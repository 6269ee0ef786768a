// A walk through 64 MiB of 4 KiB pages in random order: the translation cache, the page walk, and the host's memory.
#include "../workload.h"

enum { PAGES = 16384, STEPS = 200000 };
static uint64_t tables[PAGES / 512][512] __attribute__((aligned(4096)));
static uint32_t order[PAGES];

#define LINEAR 0x40000000UL

void prepare(void) {
  // From 1 GiB on, 64 MiB of small pages lead to the memory from 48 MiB up.
  for (int i = 0; i < PAGES; i++) tables[i / 512][i % 512] = (0x3000000UL + (uint64_t)i * 4096) | 7;
  for (int i = 0; i < PAGES / 512; i++) page_directories[512 + i] = (uint64_t)tables[i] | 7;
  uint64_t cr3;
  __asm__ volatile("movq %%cr3, %0; movq %0, %%cr3" : "=r"(cr3) : : "memory");
  for (int i = 0; i < PAGES; i++) order[i] = (uint32_t)i;
  uint64_t state = 5;
  for (int i = PAGES - 1; i > 0; i--) {
    int j = (int)(next_random(&state) % (uint64_t)(i + 1));
    uint32_t t = order[i];
    order[i] = order[j];
    order[j] = t;
  }
  for (int i = 0; i < PAGES; i++) {
    uint64_t from = order[i], to = order[(i + 1) % PAGES];
    // A different cache line in each page.
    *(uint64_t *)(LINEAR + from * 4096 + from * 64 % 4096) = LINEAR + to * 4096 + to * 64 % 4096;
  }
}

uint64_t run(void) {
  uint64_t at = LINEAR, sum = 0;
  for (int i = 0; i < STEPS; i++) {
    at = *(volatile uint64_t *)at;
    sum += at;
  }
  return sum;
}
