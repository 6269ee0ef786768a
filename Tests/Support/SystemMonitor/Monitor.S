// The privileged program of the system oracle, the same on our machine and on QEMU.
//
// For each case of the table: restores the arena (64 KiB at 0x10000 with descriptor tables, page tables, stacks and code), applies
// the case's changes, enters the mode, registers and address that it asks for, and takes whatever exception ends it. Then it writes
// all registers, and every quadword of the arena that has changed, to the debug console.
//
// Loaded at 1 MiB. Tests/SystemTests/Support/ knows the same addresses.

#if defined(__x86_64__) && defined(__linux__)

#define BASE 0x100000
#define ABS(label) ((label) - system_monitor + BASE)
#define ARENA 0x10000
#define CASE 0x1F000
#define RECORD 0x1F400
#define COMPARED 0x1E00
#define INDEX 0x200000
#define DIFFERENCE 0x200010
#define TABLE 0x400000
#define PRISTINE 0x300000
#define SHADOW 0x320000
#define TABLES 0x380000
#define STACK 0x1F0000
#define GDT ARENA
#define IDT (ARENA + 0x1000)
#define C(slot) (CASE + (slot) * 8)
#define R(slot) (RECORD + (slot) * 8)
#define EFER 0xC0000080

  .section .rodata
  .balign 4096
  .globl system_monitor
  .globl system_monitor_end
  .globl system_monitor_real
  .globl system_monitor_real_end

// MARK: Start

  .code32
system_monitor:
  cli
  cld
  // No interrupts but those that a case makes.
  movb $0xFF, %al
  outb %al, $0x21
  outb %al, $0xA1
  movl $STACK, %esp
  // Breakpoints in all of low memory, wherever a transfer may lead.
  movl $0xCCCCCCCC, %eax
  xorl %edi, %edi
  movl $0x4000, %ecx
  rep stosl
  movl $0x20000, %edi
  movl $0x1E000, %ecx
  rep stosl
  movl $TABLES, %edi
  xorl %eax, %eax
  movl $0xC00, %ecx
  rep stosl
  movl $(TABLES + 0x1003), TABLES
  movl $(TABLES + 0x2003), (TABLES + 0x1000)
  movl $(TABLES + 0x2000), %edi
  movl $0x83, %eax
  movl $512, %ecx
1:
  movl %eax, (%edi)
  addl $8, %edi
  addl $0x200000, %eax
  loop 1b
  movl (TABLE + 8), %eax
  movl %eax, INDEX
  movl $0, (INDEX + 4)
  movl $0, R(0)
  movl $0, (R(0) + 4)

// From 32-bit protected mode without paging to the 64-bit loop.
to_long_mode:
  movl $0x20, %eax
  movl %eax, %cr4
  movl $TABLES, %eax
  movl %eax, %cr3
  movl $EFER, %ecx
  movl $0x101, %eax
  xorl %edx, %edx
  wrmsr
  movl $0x80010033, %eax
  movl %eax, %cr0
  lgdt ABS(gdt_pointer)
  ljmp $8, $ABS(long_mode)

  .balign 16
gdt:
  .quad 0, 0x00AF9B000000FFFF, 0x00CF93000000FFFF, 0x00CF9B000000FFFF
gdt_pointer:
  .word 31
  .quad ABS(gdt)

// MARK: The loop

  .code64
long_mode:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $STACK, %esp
  cmpq $0, R(0)
  je next
  call emit
next:
  movq INDEX, %r15
  cmpq TABLE, %r15
  jae done
  incq INDEX
  movl $PRISTINE, %esi
  movl $ARENA, %edi
  movl $0x2000, %ecx
  rep movsq
  movq (TABLE + 16)(,%r15,8), %rsi
  movl $CASE, %edi
  movl $50, %ecx
  rep movsq
  movq C(1), %rcx
1:
  jrcxz 2f
  movq (%rsi), %rdi
  movq 8(%rsi), %rax
  movq %rax, (%rdi)
  addq $16, %rsi
  decq %rcx
  jmp 1b
2:
  movl $ARENA, %esi
  movl $SHADOW, %edi
  movl $0x2000, %ecx
  rep movsq
  movl $RECORD, %edi
  movl $40, %ecx
  xorl %eax, %eax
  rep stosq
  movq %rax, %cr2
  incq %r15
  movq %r15, R(0)

  .macro set_msr number, slot
  movl $\number, %ecx
  movl C(\slot), %eax
  movl (C(\slot) + 4), %edx
  wrmsr
  .endm
  set_msr 0xC0000081, 37
  set_msr 0xC0000082, 38
  set_msr 0xC0000084, 39
  set_msr 0x174, 40
  set_msr 0x175, 41
  set_msr 0x176, 42
  set_msr 0xC0000102, 43
  lgdt C(46)
  lidt C(48)
  cmpq $0, C(0)
  jne leave_long_mode

  lldt C(30)
  ltr C(31)
  movq C(3), %rax
  movq %rax, %cr3
  movq C(4), %rax
  movq %rax, %cr4
  movq C(2), %rax
  movq %rax, %cr0
  set_msr EFER, 5
  movw C(26), %ds
  movw C(27), %es
  movw C(28), %fs
  movw C(29), %gs
  set_msr 0xC0000100, 44
  set_msr 0xC0000101, 45
  pushq C(25)
  pushq C(10)
  pushq C(24)
  pushq C(23)
  pushq C(22)
  movq C(32), %rax
  movq %rax, %dr0
  movq C(33), %rax
  movq %rax, %dr1
  movq C(34), %rax
  movq %rax, %dr2
  movq C(35), %rax
  movq %rax, %dr3
  movq C(36), %rax
  movq %rax, %dr7
  movq C(6), %rax
  movq C(7), %rcx
  movq C(8), %rdx
  movq C(9), %rbx
  movq C(11), %rbp
  movq C(12), %rsi
  movq C(13), %rdi
  movq C(14), %r8
  movq C(15), %r9
  movq C(16), %r10
  movq C(17), %r11
  movq C(18), %r12
  movq C(19), %r13
  movq C(20), %r14
  movq C(21), %r15
  iretq

done:
  movb $0x10, %al
  outb %al, $0xF4
  hlt

leave_long_mode:
  pushq $0x18
  pushq $ABS(protected_mode)
  lretq

// MARK: What a case left, to the debug console

emit:
  movl $0xE9, %edx
  movl $RECORD, %esi
  movl $320, %ecx
  rep outsb
  movq $0, R(0)
  xorl %ebx, %ebx
1:
  movq ARENA(,%rbx,8), %rax
  cmpq SHADOW(,%rbx,8), %rax
  je 2f
  movq %rbx, DIFFERENCE
  movq %rax, (DIFFERENCE + 8)
  call 3f
2:
  incl %ebx
  cmpl $COMPARED, %ebx
  jne 1b
  movq $-1, DIFFERENCE
  movq $0, (DIFFERENCE + 8)
3:
  movl $DIFFERENCE, %esi
  movl $16, %ecx
  rep outsb
  ret

// MARK: Exceptions in long mode

take64:
  movq %rax, R(2)
  popq %rax
  movq %rax, R(1)
  pushfq
  popq %rax
  movq %rax, R(36)
  movq %rcx, R(3)
  movq %rdx, R(4)
  movq %rbx, R(5)
  movq %rsp, R(6)
  movq %rbp, R(7)
  movq %rsi, R(8)
  movq %rdi, R(9)
  movq %r8, R(10)
  movq %r9, R(11)
  movq %r10, R(12)
  movq %r11, R(13)
  movq %r12, R(14)
  movq %r13, R(15)
  movq %r14, R(16)
  movq %r15, R(17)
  xorl %eax, %eax
  movw %ds, %ax
  movq %rax, R(18)
  movw %es, %ax
  movq %rax, R(19)
  movw %fs, %ax
  movq %rax, R(20)
  movw %gs, %ax
  movq %rax, R(21)
  movw %ss, %ax
  movq %rax, R(22)
  movw %cs, %ax
  movq %rax, R(23)
  sldt %ax
  movq %rax, R(24)
  str %ax
  movq %rax, R(25)
  movq %cr0, %rax
  movq %rax, R(26)
  movq %cr2, %rax
  movq %rax, R(27)
  movq %cr3, %rax
  movq %rax, R(28)
  movq %cr4, %rax
  movq %rax, R(29)
  .macro get_msr number, slot
  movl $\number, %ecx
  rdmsr
  movl %eax, R(\slot)
  movl %edx, (R(\slot) + 4)
  .endm
  get_msr EFER, 30
  get_msr 0xC0000100, 33
  get_msr 0xC0000101, 34
  get_msr 0xC0000102, 35
  movq %dr6, %rax
  movq %rax, R(31)
  movq %dr7, %rax
  movq %rax, R(32)
  movl $0x400, %eax
  movq %rax, %dr7
  movl $0xFFFF0FF0, %eax
  movq %rax, %dr6
  movl $0x20, %eax
  movq %rax, %cr4
  movl $TABLES, %eax
  movq %rax, %cr3
  movl $0x80010033, %eax
  movq %rax, %cr0
  movl $EFER, %ecx
  movl $0x501, %eax
  xorl %edx, %edx
  wrmsr
  lgdt ABS(gdt_pointer)
  movl $0x10, %eax
  movl %eax, %ss
  movl $STACK, %esp
  pushq $2
  popfq
  pushq $8
  pushq $ABS(long_mode)
  lretq

// MARK: Protected mode

  .code32
protected_mode:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $STACK, %esp
  movl %cr0, %eax
  andl $0x7FFFFFFF, %eax
  movl %eax, %cr0
  movl $EFER, %ecx
  movl C(5), %eax
  xorl %edx, %edx
  wrmsr
  movl C(3), %eax
  movl %eax, %cr3
  movl C(4), %eax
  movl %eax, %cr4
  lgdt C(46)
  lidt C(48)
  movl C(32), %eax
  movl %eax, %dr0
  movl C(33), %eax
  movl %eax, %dr1
  movl C(34), %eax
  movl %eax, %dr2
  movl C(35), %eax
  movl %eax, %dr3
  movl C(36), %eax
  movl %eax, %dr7
  cmpl $2, C(0)
  je leave_protected_mode
  lldt C(30)
  ltr C(31)
  movl C(2), %eax
  movl %eax, %cr0
  jmp 1f
1:
  movw C(27), %es
  movw C(28), %fs
  movw C(29), %gs
  testb $3, C(23)
  jnz 2f
  movw C(25), %ss
  movl C(10), %esp
  jmp 3f
2:
  pushl C(25)
  pushl C(10)
3:
  pushl C(24)
  pushl C(23)
  pushl C(22)
  pushl C(26)
  movl C(6), %eax
  movl C(7), %ecx
  movl C(8), %edx
  movl C(9), %ebx
  movl C(11), %ebp
  movl C(12), %esi
  movl C(13), %edi
  popl %ds
  iretl

leave_protected_mode:
  movl C(2), %ebx
  ljmp $0x20, $(0xE000 + enter_real_mode - system_monitor_real)

take32:
  pushl %eax
  pushl %ds
  movl $0x10, %eax
  movl %eax, %ds
  popl R(18)
  popl R(2)
  popl R(1)
  pushfl
  popl R(36)
  movl %esp, R(6)
  movl %ecx, R(3)
  movl %edx, R(4)
  movl %ebx, R(5)
  movl %ebp, R(7)
  movl %esi, R(8)
  movl %edi, R(9)
  movw %es, R(19)
  movw %fs, R(20)
  movw %gs, R(21)
  movw %ss, R(22)
  movw %cs, R(23)
  sldt R(24)
  str R(25)
  movl %cr0, %eax
  movl %eax, R(26)
  movl %cr2, %eax
  movl %eax, R(27)
  movl %cr3, %eax
  movl %eax, R(28)
  movl %cr4, %eax
  movl %eax, R(29)
  movl $EFER, %ecx
  rdmsr
  movl %eax, R(30)
  movl %dr6, %eax
  movl %eax, R(31)
  movl %dr7, %eax
  movl %eax, R(32)
  movl $0x400, %eax
  movl %eax, %dr7
  movl $0xFFFF0FF0, %eax
  movl %eax, %dr6
  // The handler's code segment may be a case's own.
  ljmp $0x18, $ABS(from_real_mode)
from_real_mode:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $STACK, %esp
  pushl $2
  popfl
  movl $0x11, %eax
  movl %eax, %cr0
  jmp to_long_mode

// MARK: Real mode: a copy of this runs at offset 0xE000 of the arena, segment 0x1000

#define REAL(label) (0xE000 + (label) - system_monitor_real)
#define C16(slot) (0xF000 + (slot) * 8)
#define R16(slot) (0xF400 + (slot) * 8)

  .balign 16
system_monitor_real:
  .code16
enter_real_mode:
  movw $0x60, %ax
  movw %ax, %ds
  movw %ax, %es
  movw %ax, %ss
  movw %ax, %fs
  movw %ax, %gs
  movl %ebx, %cr0
  ljmp $0x1000, $REAL(1f)
1:
  movw $0x1000, %ax
  movw %ax, %ds
  movw C16(27), %es
  movw C16(28), %fs
  movw C16(29), %gs
  movw C16(25), %ss
  movl C16(10), %esp
  pushw C16(24)
  pushw C16(23)
  pushw C16(22)
  pushw C16(26)
  movl C16(6), %eax
  movl C16(7), %ecx
  movl C16(8), %edx
  movl C16(9), %ebx
  movl C16(11), %ebp
  movl C16(12), %esi
  movl C16(13), %edi
  popw %ds
  iretw

take16:
  pushw %ds
  pushw $0x1000
  popw %ds
  popw R16(18)
  popw R16(1)
  movl %eax, R16(2)
  pushfl
  popl R16(36)
  movl %esp, R16(6)
  movl %ecx, R16(3)
  movl %edx, R16(4)
  movl %ebx, R16(5)
  movl %ebp, R16(7)
  movl %esi, R16(8)
  movl %edi, R16(9)
  movw %es, R16(19)
  movw %fs, R16(20)
  movw %gs, R16(21)
  movw %ss, R16(22)
  movw %cs, R16(23)
  movl %cr0, %eax
  movl %eax, R16(26)
  movl %cr2, %eax
  movl %eax, R16(27)
  movl %cr3, %eax
  movl %eax, R16(28)
  movl %cr4, %eax
  movl %eax, R16(29)
  movl %dr6, %eax
  movl %eax, R16(31)
  movl %dr7, %eax
  movl %eax, R16(32)
  movl $0x400, %eax
  movl %eax, %dr7
  movl $0xFFFF0FF0, %eax
  movl %eax, %dr6
  lgdtl REAL(2f)
  movl $0x11, %eax
  movl %eax, %cr0
  ljmpl $0x18, $ABS(from_real_mode)
2:
  .word 31
  .long ABS(gdt)
  .balign 16
  // At 0xE400: a stub of eight bytes for each vector.
  .org system_monitor_real + 0x400
  .set vector, 0
  .rept 256
  pushw $vector
  jmp take16
  .balign 8
  .set vector, vector + 1
  .endr
system_monitor_real_end:

// MARK: Stubs of sixteen bytes

  .org system_monitor + 0x2000
  .code64
  .set vector, 0
  .rept 256
  pushq $vector
  jmp take64
  .balign 16
  .set vector, vector + 1
  .endr
  .org system_monitor + 0x3000
  .code32
  .set vector, 0
  .rept 256
  pushl $vector
  jmp take32
  .balign 16
  .set vector, vector + 1
  .endr
system_monitor_end:

#endif
