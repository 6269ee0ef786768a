// An interpreter of a small stack machine, which computes Collatz lengths.
#include "../workload.h"

enum { PUSH, ADD, SHIFT, AND, MULTIPLY, DUPLICATE, SWAP, DROP, JUMP, JUMP_ZERO, LOAD, STORE, LESS, STOP };

static uint8_t program[] = {
  PUSH, 1, STORE, 0,                                    //  0: n = 1
  LOAD, 0, STORE, 1,                                    //  4: x = n
  LOAD, 1, PUSH, 2, LESS, JUMP_ZERO, 17, JUMP, 48,      //  8: if x < 2 goto 48
  LOAD, 2, PUSH, 1, ADD, STORE, 2,                      // 17: steps++
  LOAD, 1, PUSH, 1, AND, JUMP_ZERO, 41,                 // 24: if x even goto 41
  LOAD, 1, PUSH, 3, MULTIPLY, PUSH, 1, ADD, JUMP, 44,   // 31: 3x + 1
  LOAD, 1, SHIFT,                                       // 41: x / 2
  STORE, 1, JUMP, 8,                                    // 44
  LOAD, 0, PUSH, 1, ADD, DUPLICATE, STORE, 0,           // 48: n++
  PUSH, 250, LESS, JUMP_ZERO, 63, JUMP, 4,              // 56: while n < 250
  STOP,                                                 // 63
};

void prepare(void) {}

__attribute__((noinline)) static uint64_t interpret(const uint8_t *p) {
  uint64_t stack[16], *top = stack, variables[4] = {0};
  const uint8_t *pc = p;
  for (;;) {
    switch (*pc++) {
    case PUSH: *top++ = *pc++; break;
    case ADD: top--; top[-1] += top[0]; break;
    case SHIFT: top[-1] >>= 1; break;
    case AND: top--; top[-1] &= top[0]; break;
    case MULTIPLY: top--; top[-1] *= top[0]; break;
    case DUPLICATE: top[0] = top[-1]; top++; break;
    case SWAP: { uint64_t t = top[-1]; top[-1] = top[-2]; top[-2] = t; break; }
    case DROP: top--; break;
    case JUMP: pc = p + *pc; break;
    case JUMP_ZERO: pc = *--top == 0 ? p + *pc : pc + 1; break;
    case LOAD: *top++ = variables[*pc++ & 3]; break;
    case STORE: variables[*pc++ & 3] = *--top; break;
    case LESS: top--; top[-1] = top[-1] < top[0]; break;
    default: return variables[2];
    }
  }
}

uint64_t run(void) {
  uint64_t sum = 0;
  for (int i = 0; i < 8; i++) sum = mix(sum, interpret(program));
  return sum;
}
