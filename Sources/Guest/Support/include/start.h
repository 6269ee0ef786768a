#pragma once
// The boot protocol's structures, and the addresses that boot.S and kernel.ld define.
#include <stdint.h>

/// `struct hvm_start_info` of Xen's x86/HVM direct boot ABI.
struct start_info {
  uint32_t magic, version, flags, module_count;
  uint64_t modules, command_line, root_system_description, memory_map;
  uint32_t memory_map_count, reserved;
};
struct start_module { uint64_t address, size, command_line, reserved; };
struct memory_map_entry { uint64_t address, size; uint32_t type, reserved; };

extern const struct start_info *boot_start_info;
static inline const struct start_info *start_information(void) { return boot_start_info; }

extern char kernel_text_start[], kernel_text_end[], kernel_rodata_start[], kernel_rodata_end[];
extern char kernel_data_start[], kernel_data_end[], kernel_symbols[];

struct address_range { uint64_t start, end; };
static inline struct address_range kernel_text_range(void) {
  return (struct address_range){(uint64_t)kernel_text_start, (uint64_t)kernel_text_end};
}
static inline struct address_range kernel_rodata_range(void) {
  return (struct address_range){(uint64_t)kernel_rodata_start, (uint64_t)kernel_rodata_end};
}
static inline struct address_range kernel_data_range(void) {
  return (struct address_range){(uint64_t)kernel_data_start, (uint64_t)kernel_data_end};
}

extern char early_heap[], early_heap_end[];
static inline struct address_range early_heap_range(void) {
  return (struct address_range){(uint64_t)early_heap, (uint64_t)early_heap_end};
}

/// Eight bytes of mark and eight of length of what follows: see Panic/Symbols.swift.
static inline const void *kernel_symbol_table(void) { return kernel_symbols; }

/// The stacks of boot.S in its order: where the guard page below starts, and where the stack ends.
enum kernel_stack { STACK_KERNEL, STACK_INTERRUPT, STACK_EXCEPTION, STACK_DOUBLE_FAULT, STACK_NONMASKABLE, STACK_MACHINE_CHECK,
                    STACK_COUNT };
extern const struct address_range kernel_stacks[STACK_COUNT];
static inline struct address_range kernel_stack_range(int index) { return kernel_stacks[index]; }
static inline int kernel_stack_count(void) { return STACK_COUNT; }
