// The forms of forms.S, one after the other: after each, its name on a line of its own.
#include "../workload.h"

uint8_t buffer[8192] __attribute__((aligned(4096)));

struct form { void (*run)(void); const char *name; };
extern const struct form __start_forms[], __stop_forms[];

/// Where INT3, INT 0x80 and UD2 go: back, past the instruction.
void leave_trap(void);
void skip_two_bytes(void);
__asm__("leave_trap: iretq\n skip_two_bytes: addq $2, (%rsp)\n iretq");

void prepare(void) {
  set_gate(3, leave_trap, 0);
  set_gate(6, skip_two_bytes, 0);
  set_gate(0x80, leave_trap, 0);
  // CR4.FSGSBASE
  uint64_t cr4;
  __asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
  __asm__ volatile("mov %0, %%cr4" : : "r"(cr4 | 1 << 16));
}

uint64_t run(void) {
  for (const struct form *form = __start_forms; form < __stop_forms; form++) {
    form->run();
    for (const char *name = form->name; *name; name++) __asm__ volatile("outb %b0, $0xE9" : : "a"(*name));
    __asm__ volatile("outb %b0, $0xE9" : : "a"('\n'));
  }
  return 0;
}
