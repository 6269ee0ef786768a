#ifdef GUEST
/* Copies between the kernel's memory and a program's: %rdi to, %rsi from, %rdx bytes; returns 0, or 1 where an address was not
 * the program's to use: the page fault handler then goes on at copy_failed (Sources/Guest/Kernel/Memory/UserMemory.swift). */
        .text
        .globl  copy_across, copy_across_end, copy_failed
        .type   copy_across, @function
copy_across:
        cmpb    $0, has_access_prevention(%rip)
        je      1f
        stac
1:      movq    %rdx, %rcx
        shrq    $3, %rcx
        rep movsq
        movl    %edx, %ecx
        andl    $7, %ecx
        rep movsb
copy_across_end:
        xorl    %eax, %eax
2:      cmpb    $0, has_access_prevention(%rip)
        je      3f
        clac
3:      retq
copy_failed:
        movl    $1, %eax
        jmp     2b
#endif
        .section .note.GNU-stack, "", @progbits
