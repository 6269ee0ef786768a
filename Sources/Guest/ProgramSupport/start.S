#ifdef GUEST
/* Where a program starts. The kernel has put on the stack, from RSP up: the count of arguments, their addresses, a zero, the
 * addresses of the environment's texts, a zero. */
        .text
        .globl  program_start
        .type   program_start, @function
program_start:
        xorl    %ebp, %ebp              /* the end of every backtrace */
        movq    %rsp, %rdi
        andq    $-16, %rsp
        call    program_begin           /* Library/Start.swift; it does not return */
        ud2
#endif
        .section .note.GNU-stack, "", @progbits
