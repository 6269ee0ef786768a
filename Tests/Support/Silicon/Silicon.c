#define _GNU_SOURCE
#include "Silicon.h"

#include <string.h>

void silicon_initialize_fxsave(uint8_t *image) {
  memset(image, 0, 512);
  image[0] = 0x7F, image[1] = 0x03;
  image[24] = 0x80, image[25] = 0x1F;
  image[28] = 0xFF, image[29] = 0xFF;
}

#if defined(__x86_64__) && defined(__linux__)
#include <asm/ldt.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// The control page: the only memory that the way in and the way out use, at absolute addresses, so that they need no register.
// The offsets are written out in the assembly below.
struct control {
  struct silicon_state state;  // 0x000; gpr at 0, rflags at 0x80, gs_base at 0x88, fxsave at 0x98 (unaligned: not used)
  uint8_t padding[0x300 - sizeof(struct silicon_state)];
  uint8_t fxsave[512] __attribute__((aligned(64)));  // 0x300
  uint64_t host_rsp;                                 // 0x500
  uint64_t exit;                                     // 0x508
  uint32_t host_mxcsr;                               // 0x510
  uint16_t host_control_word;                        // 0x514
  uint16_t has_gs_base;                              // 0x516
  volatile uint32_t is_running;                      // 0x518
  int32_t vector;                                    // 0x51C
  uint64_t alternate_stack;                          // 0x520
  uint64_t code;                                     // 0x528
  uint32_t code_offset;                              // 0x530: a far pointer into 32-bit code
  uint16_t code_selector;                            // 0x534
  uint16_t is_32_bit;                                // 0x536
  uint32_t traps;                                    // TF was set
  struct silicon_fault fault;
};

// Linux's selectors for user code, and the low four bytes of what a signal handler sees at REG_CSGSFS.
#define CODE_SELECTOR_64 0x33
#define CODE_SELECTOR_32 0x23
#define DATA_SELECTOR 0x2B

#define CODE_PAGE 0x10000000ull
#define CONTROL_PAGE 0x10100000ull
#define CODE_PAGES_SIZE 0x2000ull
#define ALTERNATE_STACK_SIZE 65536

static struct control *const control = (struct control *)CONTROL_PAGE;

void silicon_enter(void);
void silicon_exit(void);

__asm__(
    ".text\n"
    ".globl silicon_enter\n"
    "silicon_enter:\n"
    "  pushq %rbx\n pushq %rbp\n pushq %r12\n pushq %r13\n pushq %r14\n pushq %r15\n"
    "  movq %rsp, 0x10100500\n"
    "  stmxcsr 0x10100510\n"
    "  fnstcw 0x10100514\n"
    "  cmpw $0, 0x10100516\n"
    "  je 1f\n"
    "  movq 0x10100088, %rax\n"
    "  wrgsbase %rax\n"
    "1:\n"
    "  fxrstor64 0x10100300\n"
    // Flat data segments for compatibility mode; null ones in 64-bit mode, whatever a run before this one left in this thread.
    "  xorl %eax, %eax\n"
    "  cmpw $0, 0x10100536\n"
    "  je 1f\n"
    "  movl $0x2B, %eax\n"
    "1:\n"
    "  movl %eax, %ds\n"
    "  movl %eax, %es\n"
    "  pushq 0x10100080\n"
    "  popfq\n"
    "  movq 0x10100000, %rax\n"
    "  movq 0x10100008, %rcx\n"
    "  movq 0x10100010, %rdx\n"
    "  movq 0x10100018, %rbx\n"
    "  movq 0x10100020, %rsp\n"
    "  movq 0x10100028, %rbp\n"
    "  movq 0x10100030, %rsi\n"
    "  movq 0x10100038, %rdi\n"
    "  movq 0x10100040, %r8\n"
    "  movq 0x10100048, %r9\n"
    "  movq 0x10100050, %r10\n"
    "  movq 0x10100058, %r11\n"
    "  movq 0x10100060, %r12\n"
    "  movq 0x10100068, %r13\n"
    "  movq 0x10100070, %r14\n"
    "  movq 0x10100078, %r15\n"
    // Far in either mode: to choose between two jumps would take a register or the flags.
    "  ljmpl *0x10100530\n"
    ".globl silicon_exit\n"
    "silicon_exit:\n"
    "  movq %rax, 0x10100000\n"
    "  movq %rcx, 0x10100008\n"
    "  movq %rdx, 0x10100010\n"
    "  movq %rbx, 0x10100018\n"
    "  movq %rsp, 0x10100020\n"
    "  movq %rbp, 0x10100028\n"
    "  movq %rsi, 0x10100030\n"
    "  movq %rdi, 0x10100038\n"
    "  movq %r8, 0x10100040\n"
    "  movq %r9, 0x10100048\n"
    "  movq %r10, 0x10100050\n"
    "  movq %r11, 0x10100058\n"
    "  movq %r12, 0x10100060\n"
    "  movq %r13, 0x10100068\n"
    "  movq %r14, 0x10100070\n"
    "  movq %r15, 0x10100078\n"
    "  movq 0x10100500, %rsp\n"
    "  pushfq\n"
    "  popq 0x10100080\n"
    "  pushq $2\n"
    "  popfq\n"
    "  fxsave64 0x10100300\n"
    "  fninit\n"
    "  fldcw 0x10100514\n"
    "  ldmxcsr 0x10100510\n"
    "  cmpw $0, 0x10100516\n"
    "  je 1f\n"
    "  rdgsbase %rax\n"
    "  movq %rax, 0x10100088\n"
    "  xorl %eax, %eax\n"
    "  wrgsbase %rax\n"
    "1:\n"
    "  popq %r15\n popq %r14\n popq %r13\n popq %r12\n popq %rbp\n popq %rbx\n"
    "  ret\n"
    ".section .note.GNU-stack,\"\",@progbits\n"
    ".text\n");

static struct sigaction previous[65];
static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};

// Notes the exception and lets the interrupted thread go on at the way out, with the registers that the exception left.
__attribute__((no_stack_protector)) static void on_signal(int number, siginfo_t *information, void *context) {
  // RFLAGS.AC comes along from the instruction's state.
  __asm__ volatile("pushq $2\n\tpopfq" ::: "cc", "memory");
  ucontext_t *user = context;
  uint64_t here = (uint64_t)__builtin_frame_address(0);
  if (!control->is_running || here - control->alternate_stack >= ALTERNATE_STACK_SIZE) {
    // Not ours.
    struct sigaction *old = &previous[number];
    if (old->sa_flags & SA_SIGINFO && old->sa_sigaction) {
      old->sa_sigaction(number, information, context);
    } else if (old->sa_handler != SIG_DFL && old->sa_handler != SIG_IGN) {
      old->sa_handler(number);
    } else {
      signal(number, SIG_DFL);
    }
    return;
  }
  greg_t *registers = user->uc_mcontext.gregs;
  uint64_t rip = (uint64_t)registers[REG_RIP];
  uint32_t vector = (uint32_t)registers[REG_TRAPNO];
  if (vector == 1) {
    // The instruction set TF, and the first step of the way out was trapped: go on without.
    control->traps = 1;
    registers[REG_EFL] &= ~0x100;
    return;
  }
  if (vector == 3 && rip != control->code + 1) {
    // A branch led here.
    control->vector = -1;
    control->state.rip_after = rip - 1;
  } else if (vector == 14 && rip != control->code) {
    // A branch led where nothing is.
    control->vector = -1;
    control->state.rip_after = rip;
  } else {
    control->vector = (int32_t)vector;
    control->state.rip_after = rip;
    control->fault.vector = vector;
    control->fault.error = (uint32_t)registers[REG_ERR];
    control->fault.address = vector == 14 ? (uint64_t)registers[REG_CR2] : 0;
  }
  registers[REG_RIP] = (greg_t)control->exit;
  registers[REG_CSGSFS] = (registers[REG_CSGSFS] & ~(greg_t)0xFFFF) | CODE_SELECTOR_64;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int available;

static void *map(uint64_t address, uint64_t size, int protection) {
  return mmap((void *)address, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
}

// The instruction's own pages it cannot write; we write them elsewhere.
static uint8_t *writable_code;

// jmp *exit, at an absolute address.
static const uint8_t leave[] = {0xFF, 0x24, 0x25, 0x08, 0x05, 0x10, 0x10};
// Where 32-bit code can go on in 64-bit mode: the same jump, at an address that it can name.
#define EXIT_FROM_32_BIT (CODE_PAGE + 0x1FF0)

static int map_code(void) {
  int file = memfd_create("silicon", 0);
  if (file < 0 || ftruncate(file, CODE_PAGES_SIZE) != 0) return 0;
  void *code = mmap(
      (void *)CODE_PAGE, CODE_PAGES_SIZE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED_NOREPLACE, file, 0);
  void *alias = mmap(NULL, CODE_PAGES_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  writable_code = alias;
  return code == (void *)CODE_PAGE && alias != MAP_FAILED;
}

static void install(void) {
  _Static_assert(offsetof(struct control, fxsave) == 0x300, "assembly");
  _Static_assert(offsetof(struct control, host_rsp) == 0x500, "assembly");
  _Static_assert(offsetof(struct control, code_offset) == 0x530, "assembly");
  _Static_assert(offsetof(struct control, is_32_bit) == 0x536, "assembly");
  if (!map_code()) return;
  if (map(CONTROL_PAGE, 0x1000, PROT_READ | PROT_WRITE) != (void *)CONTROL_PAGE) return;
  if (map(SILICON_MEMORY, SILICON_MEMORY_SIZE, PROT_READ | PROT_WRITE) != (void *)SILICON_MEMORY) return;
  if (map(SILICON_READ_ONLY_MEMORY, SILICON_READ_ONLY_SIZE, PROT_READ) != (void *)SILICON_READ_ONLY_MEMORY) return;
  control->exit = (uint64_t)silicon_exit;
  // HWCAP2_FSGSBASE: the kernel lets user code use the instructions.
  control->has_gs_base = (getauxval(AT_HWCAP2) & 2) != 0;
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigaction(signals[index], &action, &previous[signals[index]]);
  }
  memset(writable_code, 0xCC, CODE_PAGES_SIZE);
  memcpy(writable_code + (EXIT_FROM_32_BIT - CODE_PAGE), leave, sizeof leave);
  // Have all pages there, so that the error code of a page fault tells of protection only.
  memset((void *)SILICON_MEMORY, 0, SILICON_MEMORY_SIZE);
  for (uint64_t at = 0; at < SILICON_READ_ONLY_SIZE; at += 4096) *(volatile uint8_t *)(SILICON_READ_ONLY_MEMORY + at);
  available = 1;
}

int silicon_is_available(void) {
  pthread_once(&once, install);
  return available;
}

int silicon_set_segment(uint64_t descriptor) {
  struct user_desc segment;
  memset(&segment, 0, sizeof segment);
  segment.entry_number = SILICON_SEGMENT >> 3;
  segment.base_addr = (uint32_t)(descriptor >> 16 & 0xFFFFFF) | (uint32_t)(descriptor >> 32 & 0xFF000000);
  segment.limit = (uint32_t)(descriptor & 0xFFFF) | (uint32_t)(descriptor >> 32 & 0xF0000);
  segment.contents = descriptor >> 42 & 3;
  segment.read_exec_only = !(descriptor >> 41 & 1);
  segment.seg_not_present = !(descriptor >> 47 & 1);
  segment.useable = descriptor >> 52 & 1;
  segment.seg_32bit = descriptor >> 54 & 1;
  segment.limit_in_pages = descriptor >> 55 & 1;
  return syscall(SYS_modify_ldt, 0x11, &segment, sizeof segment) == 0;
}

int silicon_has_gs_base(void) { return silicon_is_available() && control->has_gs_base; }

void silicon_lock(void) { pthread_mutex_lock(&lock); }
void silicon_unlock(void) { pthread_mutex_unlock(&lock); }

// An alternate stack for the signals of this thread, once.
static __thread uint8_t *alternate_stack;

static void prepare_thread(void) {
  if (!alternate_stack) {
    alternate_stack = malloc(ALTERNATE_STACK_SIZE);
    stack_t stack = {.ss_sp = alternate_stack, .ss_size = ALTERNATE_STACK_SIZE};
    if (!alternate_stack || sigaltstack(&stack, NULL) != 0) abort();
  }
  control->alternate_stack = (uint64_t)alternate_stack;
}

int silicon_run(
    const uint8_t *code, size_t length, unsigned flags, struct silicon_state *state, struct silicon_fault *fault) {
  if (!silicon_is_available() || length == 0 || length > 15) abort();
  prepare_thread();
  uint8_t *at = writable_code + (SILICON_CODE - CODE_PAGE);
  uint8_t bytes[32];
  memset(bytes, 0xCC, sizeof bytes);
  memcpy(bytes, code, length);
  int is_32_bit = (flags & SILICON_32_BIT) != 0;
  if (!(flags & SILICON_BRANCHES)) {
    // jmp CODE_SELECTOR_64:EXIT_FROM_32_BIT
    static const uint8_t leave_32_bit[] = {0xEA, 0xF0, 0x1F, 0x00, 0x10, CODE_SELECTOR_64, 0x00};
    memcpy(bytes + length, is_32_bit ? leave_32_bit : leave, sizeof leave);
  }
  if (memcmp(at, bytes, sizeof bytes) != 0) memcpy(at, bytes, sizeof bytes);
  memcpy(&control->state, state, sizeof *state);
  memcpy(control->fxsave, state->fxsave, sizeof control->fxsave);
  control->state.rip_after = SILICON_CODE + length;
  control->vector = -1;
  control->traps = 0;
  control->code = SILICON_CODE;
  control->code_offset = (uint32_t)SILICON_CODE;
  control->code_selector = is_32_bit ? CODE_SELECTOR_32 : CODE_SELECTOR_64;
  control->is_32_bit = (uint16_t)is_32_bit;
  memset(&control->fault, 0, sizeof control->fault);
  control->is_running = 1;
  silicon_enter();
  control->is_running = 0;
  memcpy(state, &control->state, offsetof(struct silicon_state, fxsave));
  memcpy(state->fxsave, control->fxsave, sizeof control->fxsave);
  if (control->traps) state->rflags |= 0x100;
  if (fault) *fault = control->fault;
  return control->vector;
}

#else
#include <stdlib.h>

int silicon_is_available(void) { return 0; }
int silicon_has_gs_base(void) { return 0; }
int silicon_set_segment(uint64_t descriptor) { return (void)descriptor, 0; }
void silicon_lock(void) {}
void silicon_unlock(void) {}
int silicon_run(
    const uint8_t *code, size_t length, unsigned flags, struct silicon_state *state, struct silicon_fault *fault) {
  (void)code, (void)length, (void)flags, (void)state, (void)fault;
  abort();
}

#endif
