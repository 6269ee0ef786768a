// Two tasks that give each other the processor: saved registers, another stack, return.
#include "../workload.h"

enum { SWITCHES = 150000 };
static uint64_t stacks[2][512] __attribute__((aligned(16)));
uint64_t *task_pointers[3];
static volatile uint64_t counts[2];

__asm__(
  ".globl switch_stacks\n"
  "switch_stacks: pushq %rbx; pushq %rbp; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"  // (save here, go there)
  "  movq %rsp, (%rdi)\n"
  "  movq (%rsi), %rsp\n"
  "  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbp; popq %rbx\n"
  "  retq\n");
extern void switch_stacks(uint64_t **from, uint64_t **to);

static void first(void) {
  for (;;) {
    counts[0]++;
    switch_stacks(&task_pointers[0], counts[0] % SWITCHES == 0 ? &task_pointers[2] : &task_pointers[1]);
  }
}

static void second(void) {
  for (;;) {
    counts[1] += counts[0] & 3;
    switch_stacks(&task_pointers[1], &task_pointers[0]);
  }
}

static uint64_t *make(uint64_t *stack, void (*start)(void)) {
  uint64_t *top = stack + 510;
  *--top = (uint64_t)start;
  for (int i = 0; i < 6; i++) *--top = 0;
  return top;
}

void prepare(void) {}

uint64_t run(void) {
  counts[0] = counts[1] = 0;
  task_pointers[0] = make(stacks[0], first);
  task_pointers[1] = make(stacks[1], second);
  switch_stacks(&task_pointers[2], &task_pointers[0]);
  return mix(counts[0], counts[1]);
}
