#define _GNU_SOURCE
#include "FloatOracle.h"

#include <stdlib.h>

#if defined(__x86_64__) && defined(__linux__)
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>

typedef long long vector __attribute__((vector_size(16)));

// Where the handler sends a thread whose instruction faulted, and what it found.
static __thread void *landing;
static __thread uint32_t trapped;
static __thread uint32_t trapped_mxcsr;
static const uint32_t default_mxcsr = 0x1F80;

// Who heard of SIGFPE before us.
static struct sigaction previous;

static void on_fpe(int number, siginfo_t *information, void *context) {
  ucontext_t *user = context;
  if (!landing) {
    // Not ours.
    if (!(previous.sa_flags & SA_SIGINFO) || !previous.sa_sigaction) abort();
    previous.sa_sigaction(number, information, context);
    return;
  }
  trapped = 1;
  trapped_mxcsr = user->uc_mcontext.fpregs->mxcsr;
  user->uc_mcontext.fpregs->mxcsr = default_mxcsr;
  user->uc_mcontext.gregs[REG_RIP] = (greg_t)landing;
}

// Another suite of the same process may have a handler of its own: ours comes first while one of ours may fault.
static void install(void) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  struct sigaction action, present;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fpe;
  action.sa_flags = SA_SIGINFO;
  pthread_mutex_lock(&mutex);
  sigaction(SIGFPE, NULL, &present);
  if (!(present.sa_flags & SA_SIGINFO) || present.sa_sigaction != on_fpe) {
    previous = present;
    sigaction(SIGFPE, &action, NULL);
  }
  pthread_mutex_unlock(&mutex);
}

#define RUN(name, instruction, ...)                                                                              \
  static uint64_t name(vector *destination, vector source, uint64_t integer, uint32_t mxcsr, uint32_t *after) { \
    vector x = *destination;                                                                                     \
    uint32_t status = 0;                                                                                         \
    __asm__ volatile(                                                                                            \
        "leaq 1f(%%rip), %%rax\n\tmovq %%rax, %[landing]\n\tldmxcsr %[mxcsr]\n\t" instruction                    \
        "\n1:\tlahf\n\tstmxcsr %[status]\n\tldmxcsr %[defaults]\n\tmovzbl %%ah, %%eax\n\t" __VA_ARGS__           \
        : "+x"(x), "+x"(source), "+r"(integer), [landing] "=m"(landing), [status] "=m"(status)                   \
        : [mxcsr] "m"(mxcsr), [defaults] "m"(default_mxcsr)                                                      \
        : "rax", "cc", "memory");                                                                                \
    *destination = x;                                                                                            \
    *after = status;                                                                                             \
    return integer;                                                                                              \
  }

#define X(name, instruction) RUN(run_##name, instruction, "")
FLOAT_ORACLE_SSE(X)
FLOAT_ORACLE_SSE_TO_INTEGER(X)
FLOAT_ORACLE_SSE_FROM_INTEGER(X)
#undef X
#define X(name, instruction) RUN(run_##name, instruction, "andl $0x45, %%eax\n\tmovq %%rax, %2")
FLOAT_ORACLE_SSE_TO_FLAGS(X)
#undef X
#define X(number) \
  RUN(run_cmpss_##number, "vcmpss $" #number ", %1, %0, %0", "") RUN(run_cmpsd_##number, "vcmpsd $" #number ", %1, %0, %0", "")
FLOAT_ORACLE_PREDICATES(X)
#undef X

typedef uint64_t (*sse_function)(vector *, vector, uint64_t, uint32_t, uint32_t *);

static const sse_function sse_functions[] = {
#define X(name, instruction) run_##name,
    FLOAT_ORACLE_SSE(X) FLOAT_ORACLE_SSE_TO_INTEGER(X) FLOAT_ORACLE_SSE_FROM_INTEGER(X) FLOAT_ORACLE_SSE_TO_FLAGS(X)
#undef X
#define X(number) run_cmpss_##number,
        FLOAT_ORACLE_PREDICATES(X)
#undef X
#define X(number) run_cmpsd_##number,
            FLOAT_ORACLE_PREDICATES(X)
#undef X
};

int float_oracle_is_available(void) { return 1; }
int float_oracle_has_avx(void) { return __builtin_cpu_supports("avx"); }

void float_oracle_sse(
    int operation, const float_oracle_vector *a, const float_oracle_vector *b, uint64_t integer, uint32_t mxcsr,
    float_oracle_sse_result *result) {
  if ((mxcsr & default_mxcsr) != default_mxcsr) install();
  vector destination, source;
  memcpy(&destination, a, 16);
  memcpy(&source, b, 16);
  trapped = 0;
  result->integer = sse_functions[operation](&destination, source, integer, mxcsr, &result->mxcsr);
  landing = NULL;
  if (trapped) result->mxcsr = trapped_mxcsr;
  result->trapped = trapped;
  memcpy(&result->value, &destination, 16);
}

typedef struct {
  uint8_t bytes[10];
} __attribute__((packed)) extended;

typedef struct {
  uint32_t environment[7];
  extended st[8];
} __attribute__((packed)) saved_state;

#define X(name, instruction)                                                                                  \
  static uint32_t run_##name(const extended *st0, const extended *st1, const uint32_t *environment, uint8_t *memory_operand, \
                             saved_state *saved) {                                                            \
    uint32_t flags;                                                                                           \
    __asm__ volatile(                                                                                         \
        "fninit\n\tfldt %[st1]\n\tfldt %[st0]\n\tfldenv %[environment]\n\txorl %%eax, %%eax\n\t" instruction       \
        "\n\tlahf\n\tfnsave %[saved]\n\tfninit\n\tmovzbl %%ah, %%eax"                                         \
        : "=&a"(flags), [memory] "+m"(*(uint8_t(*)[16])memory_operand), [saved] "=m"(*saved)                   \
        : [st0] "m"(*st0), [st1] "m"(*st1), [environment] "m"(*(const uint32_t(*)[7])environment)                                            \
        : "cc", "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)");                         \
    return flags;                                                                                             \
  }
FLOAT_ORACLE_X87(X)
#undef X

typedef uint32_t (*x87_function)(const extended *, const extended *, const uint32_t *, uint8_t *, saved_state *);
static const x87_function x87_functions[] = {
#define X(name, instruction) run_##name,
    FLOAT_ORACLE_X87(X)
#undef X
};

static extended to_bytes(const float_oracle_extended *value) {
  extended bytes;
  memcpy(bytes.bytes, &value->significand, 8);
  memcpy(bytes.bytes + 8, &value->sign_exponent, 2);
  return bytes;
}

void float_oracle_x87(
    int operation, const float_oracle_extended *st0, const float_oracle_extended *st1, const uint8_t *memory,
    uint16_t control, uint16_t status, float_oracle_x87_result *result) {
  // Two registers in use: TOP is 6, the tags of the other six say empty.
  const uint32_t environment[7] = {0xFFFF0000u | control, 0xFFFF0000u | (status & ~0x3800u) | 6u << 11, 0xFFFF0FFFu};
  extended top = to_bytes(st0), second = to_bytes(st1);
  saved_state saved;
  memcpy(result->memory, memory, 16);
  result->eflags = x87_functions[operation](&top, &second, environment, result->memory, &saved);
  result->status = (uint16_t)saved.environment[1];
  for (int index = 0; index < 3; index++) {
    memcpy(&result->st[index].significand, saved.st[index].bytes, 8);
    memcpy(&result->st[index].sign_exponent, saved.st[index].bytes + 8, 2);
  }
}

#else

int float_oracle_is_available(void) { return 0; }
int float_oracle_has_avx(void) { return 0; }

void float_oracle_sse(
    int operation, const float_oracle_vector *a, const float_oracle_vector *b, uint64_t integer, uint32_t mxcsr,
    float_oracle_sse_result *result) {
  (void)operation, (void)a, (void)b, (void)integer, (void)mxcsr, (void)result;
  abort();
}

void float_oracle_x87(
    int operation, const float_oracle_extended *st0, const float_oracle_extended *st1, const uint8_t *memory,
    uint16_t control, uint16_t status, float_oracle_x87_result *result) {
  (void)operation, (void)st0, (void)st1, (void)memory, (void)control, (void)status, (void)result;
  abort();
}

#endif
