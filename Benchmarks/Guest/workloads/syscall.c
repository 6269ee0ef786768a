// SYSCALL from ring 3, a look at the number as a kernel does, SYSRET.
#include "../workload.h"

enum { CALLS = 40000 };
static uint64_t user_stack[512] __attribute__((aligned(16)));
uint64_t kernel_stack_pointer, saved_user_stack;

__asm__(
  ".globl system_call, enter_user\n"
  "system_call: movq %rsp, saved_user_stack\n"
  "  movq kernel_stack_pointer, %rsp\n"
  "  testl %eax, %eax\n"
  "  jnz 2f\n"
  "  pushq %rcx\n"
  "  pushq %r11\n"
  "  incq %rbx\n"
  "  popq %r11\n"
  "  popq %rcx\n"
  "  movq saved_user_stack, %rsp\n"
  "  sysretq\n"
  "2: movq %rbx, %rax\n"
  "  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbp; popq %rbx\n"
  "  retq\n"
  "enter_user: pushq %rbx; pushq %rbp; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"  // (stack, count)
  "  movq %rsp, kernel_stack_pointer\n"
  "  movq %rdi, %rsp\n"
  "  movq $1f, %rcx\n"
  "  movl $2, %r11d\n"
  "  xorl %ebx, %ebx\n"
  "  sysretq\n"
  "1: xorl %eax, %eax\n"
  "  syscall\n"
  "  decq %rsi\n"
  "  jnz 1b\n"
  "  movl $1, %eax\n"
  "  syscall\n");
extern void system_call(void);
extern uint64_t enter_user(void *stack, uint64_t count);

void prepare(void) {
  write_msr(0xC0000081, 0x0010000800000000);  // STAR: SYSCALL to 0x08 and 0x10, SYSRET to 0x20 and 0x18
  write_msr(0xC0000082, (uint64_t)system_call);
  write_msr(0xC0000084, 0x700);
}

uint64_t run(void) { return enter_user(user_stack + 512, CALLS); }
