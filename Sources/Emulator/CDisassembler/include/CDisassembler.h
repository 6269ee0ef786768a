// Zydis's disassembler, in a shape that imports into Swift and on any thread.
#ifndef C_DISASSEMBLER_H
#define C_DISASSEMBLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct Disassembly {
  // In bytes.
  uint8_t length;
  // Whether an operand names an address by itself: a branch's target, or memory relative to RIP or absolute.
  bool hasAddress;
  uint64_t address;
  char text[96];
};

// Whether Zydis is installed, and was where this was built (`apt-get install libzydis-dev`).
bool disassemblerIsAvailable(void);
// The instruction at the start of `bytes`, in Intel's syntax. bits: 16, 32 or 64. False for what is none.
bool disassemble(const uint8_t *bytes, size_t count, int bits, uint64_t address, struct Disassembly *result);

#endif
