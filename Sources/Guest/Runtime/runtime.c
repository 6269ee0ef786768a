// The C symbols that compiled Swift asks for by name, in the kernel and in programs. The allocator and the console are Swift's: see
// Kernel/Memory/KernelHeap.swift and Library/Runtime.swift.
#ifdef GUEST
#include <stddef.h>
#include <stdint.h>

// Swift keeps these two names to itself, so the allocators that are written in it have others.
int runtime_allocate(void **result, size_t alignment, size_t size);
void runtime_release(void *block);
int posix_memalign(void **result, size_t alignment, size_t size) { return runtime_allocate(result, alignment, size); }
void free(void *block) { runtime_release(block); }

// The string instructions move eight bytes a step; the odd bytes at the end go one by one. Kept from recognising these
// loops as memcpy and calling itself, the compiler has nothing to do here but emit them.
void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  void *result = to;
  size_t words = count >> 3, bytes = count & 7;
  __asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(words)::"memory");
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes)::"memory");
  return result;
}

void *memset(void *to, int byte, size_t count) {
  void *result = to;
  uint64_t pattern = (uint8_t)byte * 0x0101010101010101u;
  size_t words = count >> 3, bytes = count & 7;
  __asm__ volatile("rep stosq" : "+D"(to), "+c"(words) : "a"(pattern) : "memory");
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(bytes) : "a"(pattern) : "memory");
  return result;
}

void *memmove(void *to, const void *from, size_t count) {
  // Unsigned: `to` below `from`, or at least `count` above it, is safe to copy upwards.
  if ((uintptr_t)to - (uintptr_t)from >= count) return memcpy(to, from, count);
  // Downwards: the odd bytes at the end first, then whole words. The direction flag is off again before anybody else runs.
  unsigned char *target = (unsigned char *)to + count - 1;
  const unsigned char *source = (const unsigned char *)from + count - 1;
  size_t words = count >> 3, bytes = count & 7;
  __asm__ volatile(
      "std\n\t"
      "rep movsb\n\t"
      "subq $7, %0\n\t"
      "subq $7, %1\n\t"
      "movq %3, %2\n\t"
      "rep movsq\n\t"
      "cld"
      : "+D"(target), "+S"(source), "+c"(bytes) : "r"(words) : "memory");
  return to;
}

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *l = left, *r = right;
  for (; count >= 8 && *(const uint64_t *)l == *(const uint64_t *)r; count -= 8) l += 8, r += 8;
  for (; count; count--, l++, r++)
    if (*l != *r) return *l - *r;
  return 0;
}

size_t strlen(const char *text) {
  size_t count = 0;
  while (text[count]) count++;
  return count;
}

// Dictionary seeds its hashes here. The same seed in every run, so that every run is the same.
void arc4random_buf(void *buffer, size_t count) {
  unsigned char *byte = buffer;
  for (size_t i = 0; i < count; i++) byte[i] = (unsigned char)(i * 37 + 11);
}

// Beyond 2^52 every double is whole. `long` holds all below.
static double whole(double x) { return x > -4503599627370496.0 && x < 4503599627370496.0 ? (double)(long)x : x; }
double ceil(double x) { double t = whole(x); return t < x ? t + 1 : t; }
double floor(double x) { double t = whole(x); return t > x ? t - 1 : t; }
double trunc(double x) { return whole(x); }
double round(double x) { return x < 0 ? ceil(x - 0.5) : floor(x + 0.5); }
double sqrt(double x) { double root; __asm__("sqrtsd %1, %0" : "=x"(root) : "x"(x)); return root; }
#else
typedef int nothing_on_the_host;
#endif
