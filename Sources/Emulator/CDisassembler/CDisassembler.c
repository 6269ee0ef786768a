#include "CDisassembler.h"

#if __has_include(<Zydis/Zydis.h>)
#include <Zydis/Zydis.h>
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// Opened when somebody asks, not linked: the emulator runs where Zydis is not installed, too.
static struct {
  bool isLoaded;
  __typeof__(&ZydisGetVersion) getVersion;
  __typeof__(&ZydisDisassembleIntel) disassemble;
  __typeof__(&ZydisCalcAbsoluteAddress) absoluteAddress;
} zydis;

#define FIND(member, name) ((zydis.member = (__typeof__(zydis.member))dlsym(library, name)) != NULL)

static void load(void) {
  static const char *const names[] = {"libZydis.so.4.0", "libZydis.so", "libZydis.dylib"};
  void *library = NULL;
  for (int each = 0; each < 3 && library == NULL; each++) library = dlopen(names[each], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  zydis.isLoaded = FIND(getVersion, "ZydisGetVersion") && zydis.getVersion() == ZYDIS_VERSION
      && FIND(disassemble, "ZydisDisassembleIntel") && FIND(absoluteAddress, "ZydisCalcAbsoluteAddress");
}

bool disassemblerIsAvailable(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return zydis.isLoaded;
}

bool disassemble(const uint8_t *bytes, size_t count, int bits, uint64_t address, struct Disassembly *result) {
  memset(result, 0, sizeof *result);
  if (!disassemblerIsAvailable()) return false;
  ZydisMachineMode mode = bits == 64 ? ZYDIS_MACHINE_MODE_LONG_64
      : bits == 32 ? ZYDIS_MACHINE_MODE_LEGACY_32 : ZYDIS_MACHINE_MODE_LEGACY_16;
  ZydisDisassembledInstruction instruction;
  if (!ZYAN_SUCCESS(zydis.disassemble(mode, address, bytes, count, &instruction))) return false;
  result->length = instruction.info.length;
  strncpy(result->text, instruction.text, sizeof result->text - 1);
  for (int each = 0; each < instruction.info.operand_count_visible; each++) {
    const ZydisDecodedOperand *operand = &instruction.operands[each];
    ZyanU64 target;
    if (operand->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && !operand->imm.is_relative) continue;
    if (operand->type != ZYDIS_OPERAND_TYPE_IMMEDIATE && operand->type != ZYDIS_OPERAND_TYPE_MEMORY) continue;
    if (!ZYAN_SUCCESS(zydis.absoluteAddress(&instruction.info, operand, address, &target))) continue;
    result->hasAddress = true;
    result->address = target;
    break;
  }
  return true;
}

#else

bool disassemblerIsAvailable(void) { return false; }

bool disassemble(const uint8_t *bytes, size_t count, int bits, uint64_t address, struct Disassembly *result) {
  (void)bytes, (void)count, (void)bits, (void)address, (void)result;
  return false;
}

#endif
