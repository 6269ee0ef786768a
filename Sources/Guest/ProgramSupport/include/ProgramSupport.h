#pragma once
// What a program needs that Swift cannot express: the instruction that enters the kernel, and where the program starts.
#ifdef GUEST
#include <stdint.h>

/// The registers are told in Sources/Guest/SystemCalls/SystemCall.swift.
static inline long system_call(unsigned long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long fourth __asm__("r10") = d;
  register long fifth __asm__("r8") = e;
  register long sixth __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result), "+D"(a), "+S"(b), "+d"(c), "+r"(fourth), "+r"(fifth), "+r"(sixth)
                   : "a"(number)
                   : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                     "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
  return result;
}

/// Swift's entry, which SwiftPM gives this name.
int main(int count, char **arguments);
static inline int program_entry(void) { return main(0, 0); }

/// The time stamp counter.
static inline uint64_t time_stamp(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}
#endif
