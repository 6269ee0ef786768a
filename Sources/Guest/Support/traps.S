#ifdef GUEST
/* One entry for each of the 256 vectors. Each pushes an error code where the processor does not, then its own number,
 * so that every trap looks like `struct trap_frame`. All run on interrupt stacks (IST), never on the interrupted one: Swift's
 * prebuilt runtime keeps locals below RSP, in the red zone, and a frame pushed there would overwrite them. */
        .text
        .altmacro

        /* Intel SDM volume 3, table 7-1: the vectors with an error code. */
        .macro  entry vector
.Ltrap_entry_\vector:
        .if (\vector == 8) || (\vector >= 10 && \vector <= 14) || \vector == 17 || \vector == 21 || \vector == 29 || \vector == 30
        .else
        pushq   $0
        .endif
        pushq   $\vector
        jmp     trap_common
        .endm

        .macro  address vector
        .quad   .Ltrap_entry_\vector
        .endm

        .set    n, 0
        .rept   256
        entry   %n
        .set    n, n + 1
        .endr

trap_common:
        pushq   %rax
        pushq   %rbx
        pushq   %rcx
        pushq   %rdx
        pushq   %rsi
        pushq   %rdi
        pushq   %rbp
        pushq   %r8
        pushq   %r9
        pushq   %r10
        pushq   %r11
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        cld
        clts                            /* else saving the vector registers would fault after a #NM */
        movq    %rsp, %rdi
        movq    %rsp, %rbx
        subq    $512, %rsp
        andq    $-16, %rsp
        fxsave64 (%rsp)
        ldmxcsr default_mxcsr(%rip)     /* the handler must not trap on what the interrupted code unmasked */
        xorl    %ebp, %ebp
        call    kernel_trap
        fxrstor64 (%rsp)
        movq    %rbx, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %r11
        popq    %r10
        popq    %r9
        popq    %r8
        popq    %rbp
        popq    %rdi
        popq    %rsi
        popq    %rdx
        popq    %rcx
        popq    %rbx
        popq    %rax
        addq    $16, %rsp
        iretq

        .section .rodata
        .align  8
        .globl  trap_entries
trap_entries:
        .set    n, 0
        .rept   256
        address %n
        .set    n, n + 1
        .endr
default_mxcsr:
        .long   0x1F80                  /* every exception masked, round to nearest */
#endif
        .section .note.GNU-stack, "", @progbits
