// Demand paging: touch pages that are not there; the handler maps each and returns.
#include "../workload.h"

enum { PAGES = 512, PASSES = 6 };
#define LINEAR 0x40000000UL
uint64_t small_pages[512] __attribute__((aligned(4096)));
uint64_t fault_count;

// Maps the page of CR2 to the frame at 48 MiB that has the same place.
__asm__(
  ".globl page_fault\n"
  "page_fault: pushq %rax\n"
  "  pushq %rcx\n"
  "  movq %cr2, %rax\n"
  "  shrq $12, %rax\n"
  "  andl $511, %eax\n"
  "  movl %eax, %ecx\n"
  "  shlq $12, %rcx\n"
  "  addq $0x3000007, %rcx\n"
  "  movq %rcx, small_pages(,%rax,8)\n"
  "  incq fault_count\n"
  "  popq %rcx\n"
  "  popq %rax\n"
  "  addq $8, %rsp\n"
  "  iretq\n");
extern void page_fault(void);

void prepare(void) {
  set_gate(14, page_fault, 0);
  page_directories[512] = (uint64_t)small_pages | 7;
  uint64_t cr3;
  __asm__ volatile("movq %%cr3, %0; movq %0, %%cr3" : "=r"(cr3) : : "memory");
}

uint64_t run(void) {
  fault_count = 0;
  for (int pass = 0; pass < PASSES; pass++) {
    for (uint64_t i = 0; i < PAGES; i++) *(volatile uint64_t *)(LINEAR + i * 4096 + i * 8) = i;
    for (uint64_t i = 0; i < PAGES; i++) {
      ((volatile uint64_t *)small_pages)[i] = 0;
      __asm__ volatile("invlpg (%0)" : : "r"(LINEAR + i * 4096) : "memory");
    }
  }
  return fault_count;
}
