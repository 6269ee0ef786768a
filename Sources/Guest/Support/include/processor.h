#pragma once
// Processor control: interrupts, control registers, descriptor tables, identification.
#include <stdint.h>

static inline void interrupts_off(void) { __asm__ volatile("cli" ::: "memory"); }
static inline void interrupts_on(void) { __asm__ volatile("sti" ::: "memory"); }
/// Turns interrupts off and says whether they were on.
static inline uint64_t interrupts_save(void) {
  uint64_t flags;
  __asm__ volatile("pushfq; popq %0; cli" : "=r"(flags)::"memory");
  return flags & 0x200;
}
static inline void interrupts_restore(uint64_t were_on) {
  if (were_on) __asm__ volatile("sti" ::: "memory");
}
static inline uint64_t time_stamp(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}
static inline void processor_halt(void) { __asm__ volatile("hlt" ::: "memory"); }
/// Interrupts on and halt as one: STI takes effect after the instruction that follows it, so no interrupt is lost between.
static inline void interrupts_on_and_halt(void) { __asm__ volatile("sti; hlt" ::: "memory"); }

static inline uint64_t read_cr0(void) { uint64_t value; __asm__ volatile("mov %%cr0, %0" : "=r"(value)); return value; }
static inline uint64_t read_cr2(void) { uint64_t value; __asm__ volatile("mov %%cr2, %0" : "=r"(value)); return value; }
static inline uint64_t read_cr3(void) { uint64_t value; __asm__ volatile("mov %%cr3, %0" : "=r"(value)); return value; }
static inline uint64_t read_cr4(void) { uint64_t value; __asm__ volatile("mov %%cr4, %0" : "=r"(value)); return value; }
static inline void write_cr0(uint64_t value) { __asm__ volatile("mov %0, %%cr0" ::"r"(value) : "memory"); }
static inline void write_cr4(uint64_t value) { __asm__ volatile("mov %0, %%cr4" ::"r"(value) : "memory"); }
/// Makes the processor forget where one page is.
static inline void forget_page(uint64_t address) { __asm__ volatile("invlpg (%0)" ::"r"(address) : "memory"); }
static inline void write_cr3(uint64_t value) { __asm__ volatile("mov %0, %%cr3" ::"r"(value) : "memory"); }

static inline uint64_t read_msr(uint32_t number) {
  uint32_t low, high;
  __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
  return (uint64_t)high << 32 | low;
}
static inline void write_msr(uint32_t number, uint64_t value) {
  __asm__ volatile("wrmsr" ::"c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}

struct identification { uint32_t eax, ebx, ecx, edx; };
static inline struct identification processor_identification(uint32_t leaf) {
  struct identification i;
  __asm__ volatile("cpuid" : "=a"(i.eax), "=b"(i.ebx), "=c"(i.ecx), "=d"(i.edx) : "a"(leaf), "c"(0));
  return i;
}

struct table_pointer { uint16_t limit; uint64_t base; } __attribute__((packed));
static inline void load_interrupt_table(const void *base, uint16_t limit) {
  struct table_pointer pointer = {limit, (uint64_t)base};
  __asm__ volatile("lidt %0" ::"m"(pointer) : "memory");
}
/// Loads the descriptor table, and every segment register from it; CS needs a far return.
static inline void load_descriptor_table(const void *base, uint16_t limit, uint16_t code, uint16_t data) {
  struct table_pointer pointer = {limit, (uint64_t)base};
  __asm__ volatile(
      "lgdt %0\n\t"
      "pushq %1\n\t"
      "leaq 1f(%%rip), %%rax\n\t"
      "pushq %%rax\n\t"
      "lretq\n"
      "1:\tmovl %k2, %%ds\n\tmovl %k2, %%es\n\tmovl %k2, %%ss"
      ::"m"(pointer), "r"((uint64_t)code), "r"((uint64_t)data)
      : "rax", "memory");
}
static inline void load_task_register(uint16_t selector) { __asm__ volatile("ltr %0" ::"r"(selector) : "memory"); }

/// The caller's frame pointer: where a backtrace starts.
static inline uint64_t frame_pointer(void) { return (uint64_t)__builtin_frame_address(0); }
