// The host's own SSE and x87 units, one instruction at a time, with given control registers.
//
// Only an x86-64 host has them: elsewhere float_oracle_is_available() is 0 and nothing else may be called.
#pragma once
#include <stdint.h>

typedef struct {
  uint64_t low, high;
} float_oracle_vector;

typedef struct {
  float_oracle_vector value;  // the destination register, also if it was not written
  uint64_t integer;           // a general destination register, or EFLAGS
  uint32_t mxcsr;             // MXCSR afterwards
  uint32_t trapped;           // the instruction faulted (SIGFPE)
} float_oracle_sse_result;

typedef struct {
  uint64_t significand;
  uint16_t sign_exponent;
} float_oracle_extended;

typedef struct {
  float_oracle_extended st[3];  // the stack afterwards, from its top
  uint8_t memory[16];           // the memory operand afterwards
  uint16_t status;              // the status word afterwards
  uint32_t eflags;              // ZF, PF and CF afterwards
} float_oracle_x87_result;

// name, instruction (AT&T; %1 is the source vector, %0 the destination)
#define FLOAT_ORACLE_SSE(X) \
  X(addss, "addss %1, %0") X(subss, "subss %1, %0") X(mulss, "mulss %1, %0") X(divss, "divss %1, %0") \
  X(addsd, "addsd %1, %0") X(subsd, "subsd %1, %0") X(mulsd, "mulsd %1, %0") X(divsd, "divsd %1, %0") \
  X(addps, "addps %1, %0") X(subps, "subps %1, %0") X(mulps, "mulps %1, %0") X(divps, "divps %1, %0") \
  X(addpd, "addpd %1, %0") X(subpd, "subpd %1, %0") X(mulpd, "mulpd %1, %0") X(divpd, "divpd %1, %0") \
  X(sqrtss, "sqrtss %1, %0") X(sqrtsd, "sqrtsd %1, %0") X(sqrtps, "sqrtps %1, %0") X(sqrtpd, "sqrtpd %1, %0") \
  X(minss, "minss %1, %0") X(minsd, "minsd %1, %0") X(maxss, "maxss %1, %0") X(maxsd, "maxsd %1, %0") \
  X(minps, "minps %1, %0") X(maxps, "maxps %1, %0") X(minpd, "minpd %1, %0") X(maxpd, "maxpd %1, %0") \
  X(cmpltps, "cmpltps %1, %0") X(cmpneqps, "cmpneqps %1, %0") X(cmpnlepd, "cmpnlepd %1, %0") \
  X(cmpordpd, "cmpordpd %1, %0") \
  X(cvtss2sd, "cvtss2sd %1, %0") X(cvtsd2ss, "cvtsd2ss %1, %0") X(cvtps2dq, "cvtps2dq %1, %0") \
  X(cvttps2dq, "cvttps2dq %1, %0") X(cvtpd2dq, "cvtpd2dq %1, %0") X(cvttpd2dq, "cvttpd2dq %1, %0") \
  X(cvtdq2ps, "cvtdq2ps %1, %0") X(cvtdq2pd, "cvtdq2pd %1, %0") \
  X(roundss0, "roundss $0, %1, %0") X(roundss1, "roundss $1, %1, %0") X(roundss2, "roundss $2, %1, %0") \
  X(roundss3, "roundss $3, %1, %0") X(roundss4, "roundss $4, %1, %0") X(roundss12, "roundss $12, %1, %0") \
  X(roundsd0, "roundsd $0, %1, %0") X(roundsd1, "roundsd $1, %1, %0") X(roundsd2, "roundsd $2, %1, %0") \
  X(roundsd3, "roundsd $3, %1, %0") X(roundsd4, "roundsd $4, %1, %0") X(roundsd12, "roundsd $12, %1, %0") \
  X(rcpss, "rcpss %1, %0") X(rsqrtss, "rsqrtss %1, %0") X(dpps, "dpps $0xff, %1, %0") X(dppd, "dppd $0x33, %1, %0") \
  X(dpps75, "dpps $0x75, %1, %0") X(dppd21, "dppd $0x21, %1, %0") \
  X(haddps, "haddps %1, %0") X(addsubps, "addsubps %1, %0")

// name, instruction (%1 is the source vector, %2 the destination register)
#define FLOAT_ORACLE_SSE_TO_INTEGER(X) \
  X(cvtss2si32, "cvtss2si %1, %k2") X(cvtss2si64, "cvtss2si %1, %q2") X(cvttss2si32, "cvttss2si %1, %k2") \
  X(cvttss2si64, "cvttss2si %1, %q2") X(cvtsd2si32, "cvtsd2si %1, %k2") X(cvtsd2si64, "cvtsd2si %1, %q2") \
  X(cvttsd2si32, "cvttsd2si %1, %k2") X(cvttsd2si64, "cvttsd2si %1, %q2")

// name, instruction (%2 is the source register, %0 the destination vector)
#define FLOAT_ORACLE_SSE_FROM_INTEGER(X) \
  X(cvtsi2ss32, "cvtsi2ssl %k2, %0") X(cvtsi2ss64, "cvtsi2ssq %q2, %0") X(cvtsi2sd32, "cvtsi2sdl %k2, %0") \
  X(cvtsi2sd64, "cvtsi2sdq %q2, %0")

// name, instruction that sets EFLAGS
#define FLOAT_ORACLE_SSE_TO_FLAGS(X) \
  X(comiss, "comiss %1, %0") X(ucomiss, "ucomiss %1, %0") X(comisd, "comisd %1, %0") X(ucomisd, "ucomisd %1, %0")

// predicate number
#define FLOAT_ORACLE_PREDICATES(X) \
  X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) \
  X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)

// name, instruction; ST(0) and ST(1) are loaded, %[memory] is 16 bytes
#define FLOAT_ORACLE_X87(X) \
  X(fadd, "fadd %%st(1), %%st") X(fsub, "fsub %%st(1), %%st") X(fsubr, "fsubr %%st(1), %%st") \
  X(fmul, "fmul %%st(1), %%st") X(fdiv, "fdiv %%st(1), %%st") X(fdivr, "fdivr %%st(1), %%st") \
  X(fsqrt, "fsqrt") X(frndint, "frndint") X(fscale, "fscale") X(fprem, "fprem") X(fprem1, "fprem1") \
  X(fxtract, "fxtract") X(f2xm1, "f2xm1") X(fyl2x, "fyl2x") X(fyl2xp1, "fyl2xp1") X(fptan, "fptan") \
  X(fsin, "fsin") X(fcos, "fcos") X(fsincos, "fsincos") X(fpatan, "fpatan") X(fcom, "fcom") X(fcomp, "fcomp") X(fucom, "fucom") \
  X(fcomi, "fcomi %%st(1), %%st") X(fucomi, "fucomi %%st(1), %%st") X(fcomip, "fcomip %%st(1), %%st") X(ftst, "ftst") X(fxam, "fxam") X(fld1, "fld1") \
  X(fldl2t, "fldl2t") X(fldl2e, "fldl2e") X(fldpi, "fldpi") X(fldlg2, "fldlg2") X(fldln2, "fldln2") X(fldz, "fldz") \
  X(flds, "flds %[memory]") X(fldl, "fldl %[memory]") X(fildw, "filds %[memory]") X(fildl, "fildl %[memory]") \
  X(fildq, "fildll %[memory]") X(fbld, "fbld %[memory]") X(fsts, "fsts %[memory]") X(fstl, "fstl %[memory]") \
  X(fistw, "fists %[memory]") X(fistl, "fistl %[memory]") X(fistpq, "fistpll %[memory]") \
  X(fisttpw, "fisttps %[memory]") X(fisttpl, "fisttpl %[memory]") X(fisttpq, "fisttpll %[memory]") \
  X(fbstp, "fbstp %[memory]") X(fadds, "fadds %[memory]") X(faddl, "faddl %[memory]") X(fiaddw, "fiadds %[memory]")

enum {
#define X(name, instruction) float_oracle_##name,
  FLOAT_ORACLE_SSE(X) FLOAT_ORACLE_SSE_TO_INTEGER(X) FLOAT_ORACLE_SSE_FROM_INTEGER(X) FLOAT_ORACLE_SSE_TO_FLAGS(X)
#undef X
  float_oracle_cmpss,
  float_oracle_cmpsd = float_oracle_cmpss + 32,
  float_oracle_sse_count = float_oracle_cmpsd + 32
};

enum {
#define X(name, instruction) float_oracle_##name,
  FLOAT_ORACLE_X87(X)
#undef X
      float_oracle_x87_count
};

int float_oracle_is_available(void);
// Predicates 8 to 31 and the operations that need AVX.
int float_oracle_has_avx(void);

// One SSE instruction: a is the destination register before, b the source, integer a general source register.
void float_oracle_sse(
    int operation, const float_oracle_vector *a, const float_oracle_vector *b, uint64_t integer, uint32_t mxcsr,
    float_oracle_sse_result *result);

// One x87 instruction with two values on the stack and a memory operand; TOP in the status is 6, whatever it says.
void float_oracle_x87(
    int operation, const float_oracle_extended *st0, const float_oracle_extended *st1, const uint8_t *memory,
    uint16_t control, uint16_t status, float_oracle_x87_result *result);
