// What a workload is made of, and what the runtime gives it.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Called once, before the first round.
void prepare(void);
/// One round: always the same work. Returns a checksum of its results, the same in every round and on every machine.
uint64_t run(void);

void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memset(void *to, int value, size_t count);

/// The stack that interrupts from ring 3 use, from its top down.
extern uint64_t interrupt_stack_top[];
/// The page directories of the first 4 GiB: 2048 entries of 2 MiB.
extern uint64_t page_directories[2048];

void set_gate(int vector, void (*handler)(void), int privilege);
void write_msr(uint32_t number, uint64_t value);

/// A generator of repeatable numbers (xorshift64*).
static inline uint64_t next_random(uint64_t *state) {
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * 0x2545F4914F6CDD1D;
}

/// Adds a value to a checksum.
static inline uint64_t mix(uint64_t sum, uint64_t value) { return (sum ^ value) * 0x100000001B3; }
