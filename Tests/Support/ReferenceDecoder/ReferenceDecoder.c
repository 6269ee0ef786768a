#include "ReferenceDecoder.h"

#if __has_include(<Zydis/Zydis.h>)
#include <Zydis/Zydis.h>
#include <dlfcn.h>
#include <pthread.h>

// Opened when a test asks, not linked: all tests of the package are one executable, and where Zydis is not installed
// the others still have to run.
static struct {
  bool isLoaded;
  __typeof__(&ZydisGetVersion) getVersion;
  __typeof__(&ZydisDecoderInit) decoderInit;
  __typeof__(&ZydisDecoderEnableMode) enableMode;
  __typeof__(&ZydisDecoderDecodeFull) decodeFull;
  __typeof__(&ZydisRegisterGetId) registerId;
  __typeof__(&ZydisRegisterGetClass) registerClass;
  __typeof__(&ZydisMnemonicGetString) mnemonicString;
  __typeof__(&ZydisISAExtGetString) extensionString;
  __typeof__(&ZydisISASetGetString) setString;
} zydis;

#define FIND(member, name) ((zydis.member = (__typeof__(zydis.member))dlsym(library, name)) != NULL)

static void load(void) {
  static const char *const names[] = {"libZydis.so.4.0", "libZydis.so", "libZydis.dylib"};
  void *library = NULL;
  for (int each = 0; each < 3 && library == NULL; each++) library = dlopen(names[each], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  zydis.isLoaded = FIND(getVersion, "ZydisGetVersion") && zydis.getVersion() == ZYDIS_VERSION
      && FIND(decoderInit, "ZydisDecoderInit") && FIND(enableMode, "ZydisDecoderEnableMode")
      && FIND(decodeFull, "ZydisDecoderDecodeFull") && FIND(registerId, "ZydisRegisterGetId")
      && FIND(registerClass, "ZydisRegisterGetClass") && FIND(mnemonicString, "ZydisMnemonicGetString")
      && FIND(extensionString, "ZydisISAExtGetString") && FIND(setString, "ZydisISASetGetString");
}

bool referenceIsAvailable(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return zydis.isLoaded;
}

static void readRegister(ZydisRegister reg, struct ReferenceOperand *operand) {
  uint8_t number = (uint8_t)zydis.registerId(reg);
  switch (zydis.registerClass(reg)) {
    case ZYDIS_REGCLASS_GPR8:
      operand->registerClass = REFERENCE_GENERAL;
      if (reg >= ZYDIS_REGISTER_AH && reg <= ZYDIS_REGISTER_BH) {
        operand->registerClass = REFERENCE_HIGH_BYTE;
        number = (uint8_t)(reg - ZYDIS_REGISTER_AH);
      } else if (reg >= ZYDIS_REGISTER_SPL) {
        number = (uint8_t)(reg - ZYDIS_REGISTER_SPL + 4);
      } else {
        number = (uint8_t)(reg - ZYDIS_REGISTER_AL);
      }
      break;
    case ZYDIS_REGCLASS_GPR16:
    case ZYDIS_REGCLASS_GPR32:
    case ZYDIS_REGCLASS_GPR64: operand->registerClass = REFERENCE_GENERAL; break;
    case ZYDIS_REGCLASS_X87: operand->registerClass = REFERENCE_X87; break;
    case ZYDIS_REGCLASS_MMX: operand->registerClass = REFERENCE_MMX; break;
    case ZYDIS_REGCLASS_XMM: operand->registerClass = REFERENCE_XMM; break;
    case ZYDIS_REGCLASS_YMM: operand->registerClass = REFERENCE_YMM; break;
    case ZYDIS_REGCLASS_SEGMENT: operand->registerClass = REFERENCE_SEGMENT; break;
    case ZYDIS_REGCLASS_CONTROL: operand->registerClass = REFERENCE_CONTROL; break;
    case ZYDIS_REGCLASS_DEBUG: operand->registerClass = REFERENCE_DEBUG; break;
    default: operand->registerClass = REFERENCE_OTHER; break;
  }
  operand->number = number;
}

static uint8_t addressRegister(ZydisRegister reg) {
  if (reg == ZYDIS_REGISTER_NONE) return 0xFF;
  if (zydis.registerClass(reg) == ZYDIS_REGCLASS_IP) return 16;
  return (uint8_t)zydis.registerId(reg);
}

static void readOperand(const ZydisDecodedOperand *from, struct ReferenceOperand *to) {
  to->isVisible = from->visibility != ZYDIS_OPERAND_VISIBILITY_HIDDEN;
  to->size = from->size;
  switch (from->type) {
    case ZYDIS_OPERAND_TYPE_REGISTER:
      to->kind = REFERENCE_REGISTER;
      readRegister(from->reg.value, to);
      break;
    case ZYDIS_OPERAND_TYPE_MEMORY:
      to->kind = REFERENCE_MEMORY;
      to->segment = addressRegister(from->mem.segment);
      to->base = addressRegister(from->mem.base);
      to->index = addressRegister(from->mem.index);
      to->scale = from->mem.scale;
      to->value = from->mem.disp.has_displacement ? from->mem.disp.value : 0;
      break;
    case ZYDIS_OPERAND_TYPE_POINTER:
      to->kind = REFERENCE_FAR_POINTER;
      to->selector = from->ptr.segment;
      to->value = from->ptr.offset;
      break;
    default:
      to->kind = from->imm.is_relative ? REFERENCE_RELATIVE : REFERENCE_IMMEDIATE;
      to->value = from->imm.value.s;
      break;
  }
}

enum ReferenceStatus referenceDecode(
    const uint8_t *bytes, size_t count, int bits, struct ReferenceInstruction *instruction) {
  static const ZydisDecoder noDecoder;
  ZydisDecoder decoder = noDecoder;
  switch (bits) {
    case 64: zydis.decoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64); break;
    case 32: zydis.decoderInit(&decoder, ZYDIS_MACHINE_MODE_LEGACY_32, ZYDIS_STACK_WIDTH_32); break;
    default: zydis.decoderInit(&decoder, ZYDIS_MACHINE_MODE_LEGACY_16, ZYDIS_STACK_WIDTH_16); break;
  }
  // Reserved no-operations that later processors gave a meaning; the emulated one is from before.
  zydis.enableMode(&decoder, ZYDIS_DECODER_MODE_MPX, ZYAN_FALSE);
  zydis.enableMode(&decoder, ZYDIS_DECODER_MODE_CET, ZYAN_FALSE);
  zydis.enableMode(&decoder, ZYDIS_DECODER_MODE_CLDEMOTE, ZYAN_FALSE);
  zydis.enableMode(&decoder, ZYDIS_DECODER_MODE_WBNOINVD, ZYAN_FALSE);

  ZydisDecodedInstruction decoded;
  ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
  ZyanStatus status = zydis.decodeFull(&decoder, bytes, count, &decoded, operands);
  if (status == ZYDIS_STATUS_NO_MORE_DATA) return REFERENCE_TRUNCATED;
  if (status == ZYDIS_STATUS_INSTRUCTION_TOO_LONG) return REFERENCE_TOO_LONG;
  if (!ZYAN_SUCCESS(status)) return REFERENCE_INVALID;

  instruction->mnemonic = (uint16_t)decoded.mnemonic;
  instruction->extension = (uint16_t)decoded.meta.isa_ext;
  instruction->instructionSet = (uint16_t)decoded.meta.isa_set;
  instruction->length = decoded.length;
  instruction->operandWidth = decoded.operand_width;
  instruction->addressWidth = decoded.address_width;
  instruction->operandCount = decoded.operand_count;
  for (int position = 0; position < decoded.operand_count; position++) {
    readOperand(&operands[position], &instruction->operands[position]);
  }
  return REFERENCE_VALID;
}

const char *referenceMnemonicName(uint16_t mnemonic) {
  return mnemonic > ZYDIS_MNEMONIC_MAX_VALUE ? NULL : zydis.mnemonicString((ZydisMnemonic)mnemonic);
}

const char *referenceExtensionName(uint16_t extension) {
  return extension > ZYDIS_ISA_EXT_MAX_VALUE ? NULL : zydis.extensionString((ZydisISAExt)extension);
}

const char *referenceInstructionSetName(uint16_t instructionSet) {
  return instructionSet > ZYDIS_ISA_SET_MAX_VALUE ? NULL : zydis.setString((ZydisISASet)instructionSet);
}

#else

bool referenceIsAvailable(void) { return false; }

enum ReferenceStatus referenceDecode(
    const uint8_t *bytes, size_t count, int bits, struct ReferenceInstruction *instruction) {
  (void)bytes, (void)count, (void)bits, (void)instruction;
  return REFERENCE_INVALID;
}

const char *referenceMnemonicName(uint16_t mnemonic) { return NULL; }
const char *referenceExtensionName(uint16_t extension) { return NULL; }
const char *referenceInstructionSetName(uint16_t instructionSet) { return NULL; }

#endif

const struct ReferenceOperand *referenceOperand(const struct ReferenceInstruction *instruction, int position) {
  return &instruction->operands[position];
}
