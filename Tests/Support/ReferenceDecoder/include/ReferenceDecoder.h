// Zydis, an independent decoder, in the shape that the tests compare with. Its own headers are mostly macros, inline
// functions and unions, which do not import into Swift; these few plain structs do.
#ifndef REFERENCE_DECODER_H
#define REFERENCE_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ReferenceStatus {
  REFERENCE_VALID = 0,
  REFERENCE_INVALID = 1,
  REFERENCE_TRUNCATED = 2,
  REFERENCE_TOO_LONG = 3,
};

enum ReferenceKind {
  REFERENCE_REGISTER = 1,
  REFERENCE_MEMORY = 2,
  REFERENCE_IMMEDIATE = 3,
  REFERENCE_RELATIVE = 4,
  REFERENCE_FAR_POINTER = 5,
};

enum ReferenceRegisterClass {
  REFERENCE_GENERAL = 0,
  REFERENCE_HIGH_BYTE = 1,
  REFERENCE_SEGMENT = 2,
  REFERENCE_CONTROL = 3,
  REFERENCE_DEBUG = 4,
  REFERENCE_X87 = 5,
  REFERENCE_MMX = 6,
  REFERENCE_XMM = 7,
  REFERENCE_YMM = 8,
  REFERENCE_OTHER = 9,
};

struct ReferenceOperand {
  uint8_t kind;
  // Whether assembly shows it; the rest are what the instruction touches besides.
  bool isVisible;
  uint8_t registerClass;
  uint8_t number;
  // In bits.
  uint16_t size;
  // Memory: registers by number, 16 for the instruction pointer, 255 for none.
  uint8_t segment;
  uint8_t base;
  uint8_t index;
  uint8_t scale;
  // Displacement, immediate or offset.
  int64_t value;
  uint16_t selector;
};

struct ReferenceInstruction {
  uint16_t mnemonic;
  uint16_t extension;
  uint16_t instructionSet;
  uint8_t length;
  uint8_t operandWidth;
  uint8_t addressWidth;
  uint8_t operandCount;
  struct ReferenceOperand operands[10];
};

// Whether Zydis is installed, and was where this was built (`apt install libzydis-dev`). To be asked before anything else.
bool referenceIsAvailable(void);
// bits: 16, 32 or 64. Stateless; may be called from any thread.
enum ReferenceStatus referenceDecode(
    const uint8_t *bytes, size_t count, int bits, struct ReferenceInstruction *instruction);
const struct ReferenceOperand *referenceOperand(const struct ReferenceInstruction *instruction, int position);

// NULL past the last one.
const char *referenceMnemonicName(uint16_t mnemonic);
const char *referenceExtensionName(uint16_t extension);
const char *referenceInstructionSetName(uint16_t instructionSet);

#endif
