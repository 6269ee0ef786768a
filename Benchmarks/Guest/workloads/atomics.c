// An allocator under a lock, with reference counts: what a kernel and a Swift program do all day.
#include "../workload.h"

enum { NODES = 1024, ROUNDS = 60000 };
struct node { struct node *next; uint64_t references, value; uint64_t padding[5]; };
static struct node nodes[NODES], *free_list, *kept[64];
static int lock;

void prepare(void) {}

static void acquire(void) {
  while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) __asm__ volatile("pause");
}
static void release_lock(void) { __atomic_store_n(&lock, 0, __ATOMIC_RELEASE); }

__attribute__((noinline)) static struct node *allocate(void) {
  acquire();
  struct node *node = free_list;
  free_list = node->next;
  release_lock();
  __atomic_store_n(&node->references, 1, __ATOMIC_SEQ_CST);
  return node;
}

__attribute__((noinline)) static void retain(struct node *node) {
  __atomic_fetch_add(&node->references, 1, __ATOMIC_SEQ_CST);
}

__attribute__((noinline)) static void release(struct node *node) {
  uint64_t old = __atomic_load_n(&node->references, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(&node->references, &old, old - 1, 1, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {}
  if (old != 1) return;
  acquire();
  node->next = free_list;
  free_list = node;
  release_lock();
}

uint64_t run(void) {
  uint64_t state = 9, sum = 0;
  free_list = NULL;
  for (int i = NODES - 1; i >= 0; i--) nodes[i].next = free_list, free_list = &nodes[i];
  for (int i = 0; i < 64; i++) kept[i] = NULL;
  for (int i = 0; i < ROUNDS; i++) {
    struct node *node = allocate();
    node->value = next_random(&state);
    retain(node);
    struct node **slot = &kept[node->value & 63];
    if (*slot) {
      sum = mix(sum, (*slot)->value);
      release(*slot);
    }
    *slot = node;
    release(node);
  }
  return sum;
}
