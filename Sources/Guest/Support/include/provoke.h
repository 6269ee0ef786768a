#pragma once
// Functions that fault, for the command line's `panic=KIND`: see provoke.S.
#include <stddef.h>
#include <stdint.h>

void provoke_divide(void);
void provoke_breakpoint(void);
void provoke_overflow(void);
void provoke_invalid_opcode(void);
void provoke_device_not_available(void);
void provoke_stack_overflow(void);
void provoke_last_interrupt_stack(void);
void provoke_segment_not_present(uint32_t selector);
void provoke_stack_fault(uint32_t selector);
void provoke_general_protection(void);
void provoke_read(uint64_t address);
void provoke_write(uint64_t address);
void provoke_execute(uint64_t address);
void provoke_x87(void);
void provoke_simd(void);
void provoke_triple_fault(void);
void provoke_enter_user(uint64_t address, uint64_t code, uint64_t stack);

extern const char user_misaligned_read[], user_misaligned_read_end[];
static inline const void *user_code(void) { return user_misaligned_read; }
static inline size_t user_code_size(void) { return (size_t)(user_misaligned_read_end - user_misaligned_read); }
