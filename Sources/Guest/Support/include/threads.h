#pragma once
// Threads and programs: switch.S, traps.S, usercopy.S.
#include <stddef.h>
#include <stdint.h>
#include "traps.h"

void switch_stacks(uint64_t *stopped, uint64_t next);
void thread_begin(void);
static inline uint64_t thread_begin_address(void) { return (uint64_t)thread_begin; }
void enter_program(uint64_t address, uint64_t stack, uint64_t result) __attribute__((noreturn));
void return_to_frame(const struct trap_frame *frame, const void *vector_state) __attribute__((noreturn));
void system_call_entry(void);
static inline uint64_t system_call_entry_address(void) { return (uint64_t)system_call_entry; }

extern uint64_t kernel_stack_pointer;
extern uint8_t kernel_attention, has_access_prevention;
static inline void set_kernel_stack_pointer(uint64_t top) { kernel_stack_pointer = top; }
static inline void set_attention(uint8_t value) { *(volatile uint8_t *)&kernel_attention = value; }
static inline uint8_t has_attention(void) { return *(volatile uint8_t *)&kernel_attention; }
static inline void set_access_prevention(uint8_t value) { has_access_prevention = value; }

extern const char clean_vector_state[512];
static inline const void *clean_vector_registers(void) { return clean_vector_state; }
static inline void save_vector_registers(void *area) { __asm__ volatile("fxsave64 (%0)" ::"r"(area) : "memory"); }
static inline void restore_vector_registers(const void *area) { __asm__ volatile("fxrstor64 (%0)" ::"r"(area) : "memory"); }

int copy_across(void *to, const void *from, size_t count);
extern const char copy_across_end[], copy_failed[];
static inline uint64_t copy_across_address(void) { return (uint64_t)copy_across; }
static inline uint64_t copy_across_end_address(void) { return (uint64_t)copy_across_end; }
static inline uint64_t copy_failed_address(void) { return (uint64_t)copy_failed; }
/// Lets the kernel touch a program's memory, where the processor would forbid it.
static inline void begin_user_access(void) {
  if (has_access_prevention) __asm__ volatile("stac" ::: "memory");
}
static inline void end_user_access(void) {
  if (has_access_prevention) __asm__ volatile("clac" ::: "memory");
}
