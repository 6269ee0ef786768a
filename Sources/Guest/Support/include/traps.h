#pragma once
#include <stdint.h>

/// What trap_common (traps.S) leaves on the stack, lowest address first.
struct trap_frame {
  uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax;
  uint64_t vector, error;
  uint64_t rip, cs, rflags, rsp, ss;
};

extern const uint64_t trap_entries[256];
static inline uint64_t trap_entry(int vector) { return trap_entries[vector]; }
