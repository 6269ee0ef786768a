// The probe's entry, and the headers by which loaders know it: one of MULTIBOOT, MULTIBOOT2, LINUX or none, defined by the test.
// Whatever EAX, EBX, ESI and the state at entry are goes to probe() on the stack.

.section .text.start, "ax"
.globl _start
_start:
    jmp 1f

#ifdef MULTIBOOT
.balign 4
header:
    .long 0x1BADB002
    .long MULTIBOOT
    .long -(0x1BADB002 + (MULTIBOOT))
    // The addresses: looked at when bit 16 of the flags is set.
    .long header
    .long _start
    .long _end_of_file
    .long _end
    .long _start
    // The mode: looked at when bit 2 is set.
    .long MODE_TYPE, MODE_WIDTH, MODE_HEIGHT, MODE_DEPTH
#endif

#ifdef MULTIBOOT2
.balign 8
header:
    .long 0xE85250D6
    .long 0
    .long header_end - header
    .long -(0xE85250D6 + (header_end - header))
#ifdef ADDRESSES
    .balign 8
    .word 2, 0
    .long 24
    .long header, _start, _end_of_file, _end
    .balign 8
    .word 3, 0
    .long 12
    .long _start
#endif
#ifdef REQUESTS
    .balign 8
    .word 1, 0
    .long 8 + 4 * 5
    .long 4, 6, 8, 1, 2
    // Asked for, but one can do without.
    .balign 8
    .word 1, 1
    .long 8 + 4 * 2
    .long 9, 99
    // Boot services of EFI stay on, and an entry for them: meaningless here, so passed over.
    .balign 8
    .word 7, 1
    .long 8
#endif
#ifdef MODE_WIDTH
    .balign 8
    .word 5, 0
    .long 20
    .long MODE_WIDTH, MODE_HEIGHT, MODE_DEPTH
#endif
#ifdef CONSOLE
    .balign 8
    .word 4, 0
    .long 12
    .long CONSOLE
#endif
#ifdef ALIGNED
    .balign 8
    .word 6, 0
    .long 8
#endif
#ifdef RELOCATABLE
    .balign 8
    .word 10, 0
    .long 24
    .long 0x400000, 0x4000000, 0x200000, RELOCATABLE
#endif
    .balign 8
    .word 0, 0
    .long 8
header_end:
#endif

1:  cld
    // Where we are, against where we were linked to be.
    movl $0x7000, %edx
    xchgl %esp, %edx
    call 2f
2:  popl %ebp
    movl %edx, %esp
    subl $(2b - _start), %ebp
    movl $0x80000, %esp
    pushfl
    pushl %ebp
    pushl %esi
    pushl %ebx
    pushl %eax
    movl %cr0, %eax
    pushl %eax
    call probe
    movw $0xF4, %dx
    movb $0x10, %al
    outb %al, %dx
3:  hlt
    jmp 3b
