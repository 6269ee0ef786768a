// Software interrupts from ring 3 and back.
#include "../workload.h"

enum { CALLS = 20000 };
static uint64_t user_stack[512] __attribute__((aligned(16)));
uint64_t kernel_stack_pointer;

// The handler of vector 0x80 counts in RBX; the one of 0x81 returns to whom `enter_user` was called by.
__asm__(
  ".globl handler, leave, enter_user\n"
  "handler: incq %rbx\n"
  "  iretq\n"
  "leave: movq kernel_stack_pointer, %rsp\n"
  "  movq %rbx, %rax\n"
  "  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbp; popq %rbx\n"
  "  retq\n"
  "enter_user: pushq %rbx; pushq %rbp; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"  // (stack, count)
  "  movq %rsp, kernel_stack_pointer\n"
  "  pushq $0x1B\n"
  "  pushq %rdi\n"
  "  pushq $2\n"
  "  pushq $0x23\n"
  "  pushq $1f\n"
  "  xorl %ebx, %ebx\n"
  "  iretq\n"
  "1: int $0x80\n"
  "  decq %rsi\n"
  "  jnz 1b\n"
  "  int $0x81\n");
extern void handler(void), leave(void);
extern uint64_t enter_user(void *stack, uint64_t count);

void prepare(void) {
  set_gate(0x80, handler, 3);
  set_gate(0x81, leave, 3);
}

uint64_t run(void) { return enter_user(user_stack + 512, CALLS); }
