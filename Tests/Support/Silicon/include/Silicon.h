// The host's own processor as an oracle: executes one user-mode instruction, given as bytes, in a given state.
//
//     if (!silicon_is_available()) ...                      // not an x86-64 Linux host: skip, visibly
//     silicon_lock();                                       // one user at a time; the addresses are fixed
//     memcpy((void *)SILICON_MEMORY, operands, size);       // operands in memory, in place
//     struct silicon_state state = { .gpr = {...}, .rflags = 2 };
//     silicon_initialize_fxsave(state.fxsave);              // or any FXSAVE64 image whose MXCSR has no reserved bit set
//     struct silicon_fault fault;
//     int vector = silicon_run(bytes, count, 0, &state, &fault);
//     silicon_unlock();
//
// The instruction stands at SILICON_CODE; it runs in 64-bit mode at CPL 3. It may use every general register, RSP included, all
// of RFLAGS that user code can change (TF it may set, but not start with), the x87, MMX and SSE registers, GS with any base, and
// any memory. Only the bytes [SILICON_MEMORY, SILICON_MEMORY + SILICON_MEMORY_SIZE) are there for it: what lies before and after
// them is not mapped, nor is address zero. SILICON_READ_ONLY_SIZE bytes at SILICON_READ_ONLY_MEMORY, all zero, can be read but not
// written; so can the page of the instruction, which is full of breakpoints (CCh). All of these lie below 2 GB, so that 32-bit and
// absolute addresses reach them, and an emulator can map the same addresses.
//
// Don't run what enters the kernel (syscall, int 80h), changes FS (C's thread-local storage needs it) or loops for ever.
// A branch may lead anywhere: `rip_after` tells where. Give SILICON_BRANCHES when it may lead near the instruction.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define SILICON_CODE 0x10000800ull
#define SILICON_MEMORY 0x10020000ull
#define SILICON_MEMORY_SIZE 0x2000ull
#define SILICON_READ_ONLY_MEMORY 0x10030000ull
#define SILICON_READ_ONLY_SIZE 0x1000ull

struct silicon_state {
  uint64_t gpr[16];  // RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8...R15
  uint64_t rflags;
  uint64_t gs_base;
  uint64_t rip_after;   // out: the next instruction's address; SILICON_CODE after a fault
  uint8_t fxsave[512];  // as FXSAVE64 writes it: x87, MMX, XMM0...15, MXCSR
};

struct silicon_fault {
  uint32_t vector;   // of the x86 exception: 0 #DE, 6 #UD, 13 #GP, 14 #PF, 16 #MF, 17 #AC, 19 #XM, ...
  uint32_t error;    // the error code, as far as the kernel tells
  uint64_t address;  // CR2 of a page fault
};

/// Fill what surrounds the instruction with breakpoints instead of a jump: slower, and exact for branches to nearby addresses.
#define SILICON_BRANCHES 1

/// Run it in 32-bit (compatibility) mode: CS 23h, SS, DS and ES 2Bh, all flat; FS and GS null. Of the registers, only the low halves of
/// the first eight, and XMM0...7, mean something.
#define SILICON_32_BIT 2

/// Whether this host can do it. Nothing else may be called if not.
int silicon_is_available(void);
/// Makes the segment that selector SILICON_SEGMENT names: a data or code descriptor of privilege 3 as it stands in a table, with its
/// accessed bit set. False where the kernel does not allow it. In 32-bit mode the code may load it into ES.
int silicon_set_segment(uint64_t descriptor);
#define SILICON_SEGMENT 0x0Fu

/// Whether GS base is loaded and stored; if not it stays zero.
int silicon_has_gs_base(void);

void silicon_lock(void);
void silicon_unlock(void);

/// All registers empty or zero, all exceptions masked: what FNINIT and reset leave, as FXSAVE64 writes it.
void silicon_initialize_fxsave(uint8_t *image);

/// Executes the instruction of `length` bytes (1...15). Returns -1 if it completed, else the vector of the exception it raised,
/// which `*fault` describes. `*state` is the state afterwards either way: what a fault leaves is as interesting.
int silicon_run(
    const uint8_t *code, size_t length, unsigned flags, struct silicon_state *state, struct silicon_fault *fault);
