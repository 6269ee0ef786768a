#ifdef GUEST
/* One entry for each of the 256 vectors. Each pushes an error code where the processor does not, then its own number,
 * so that every trap looks like `struct trap_frame`. All arrive on interrupt stacks (IST), never on the interrupted one: Swift's
 * prebuilt runtime keeps locals below RSP, in the red zone, and a frame pushed there would overwrite them.
 *
 * What happened in a program moves to the thread's kernel stack at once, and may wait there. What happened in the kernel stays
 * on the interrupt stack, with interrupts off, unless another thread is to run: then the frame moves to the thread's own
 * stack, below its red zone. */
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
        /* A non-maskable interrupt, a double fault and a machine check stay where they are, wherever they come from. */
        .if (\vector == 2) || (\vector == 8) || (\vector == 18)
        jmp     trap_in_kernel
        .else
        jmp     trap_common
        .endif
        .endm

        .macro  address vector
        .quad   .Ltrap_entry_\vector
        .endm

        .set    n, 0
        .rept   256
        entry   %n
        .set    n, n + 1
        .endr

        .macro  push_registers          /* all of struct trap_frame below rax */
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
        .endm

        .macro  enter_handler           /* rdi and rbx: the frame; rsp: the vector registers */
        cld
        clts                            /* else saving the vector registers would fault after a #NM */
        movq    %rsp, %rdi
        movq    %rsp, %rbx
        subq    $512, %rsp
        andq    $-16, %rsp
        fxsave64 (%rsp)
        ldmxcsr default_mxcsr(%rip)     /* the handler must not trap on what the interrupted code unmasked */
        xorl    %ebp, %ebp
        .endm

FRAME_CS        = 24                    /* above the vector */
FRAME_RSP       = 160                   /* in struct trap_frame */
FRAME_WORDS     = 22
RED_ZONE        = 128

trap_common:
        testb   $3, FRAME_CS(%rsp)
        jnz     trap_in_program
trap_in_kernel:
        pushq   %rax
        push_registers
        enter_handler
        call    kernel_trap
        testl   %eax, %eax
        jnz     trap_preempt
trap_return:
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

        /* Another thread is to run. The frame and the vector registers move to the interrupted thread's stack. */
trap_preempt:
        movq    FRAME_RSP(%rbx), %r12
        subq    $RED_ZONE + FRAME_WORDS * 8, %r12
        andq    $-16, %r12
        movq    %rbx, %rsi
        movq    %r12, %rdi
        movl    $FRAME_WORDS, %ecx
        rep movsq
        movq    %rsp, %rsi
        leaq    -512(%r12), %rdi
        movl    $64, %ecx
        rep movsq
        leaq    -512(%r12), %rsp
        movq    %r12, %rbx
        call    kernel_preempt
        jmp     trap_return

trap_in_program:
        pushq   %rax
        movq    kernel_stack_pointer(%rip), %rax
        xchgq   %rax, %rsp
        pushq   56(%rax)                /* SS */
        pushq   48(%rax)                /* RSP */
        pushq   40(%rax)                /* RFLAGS */
        pushq   32(%rax)                /* CS */
        pushq   24(%rax)                /* RIP */
        pushq   16(%rax)                /* the error code */
        pushq   8(%rax)                 /* the vector */
        pushq   (%rax)                  /* RAX */
        push_registers
        cmpb    $0, has_access_prevention(%rip)
        je      1f
        clac                            /* a program may have set AC, which would let the kernel read its memory */
1:      enter_handler
        call    kernel_program_trap     /* returns with interrupts off */
        jmp     trap_return

        /* To a program for the first time: %rdi the address, %rsi the stack, %rdx the value of RAX. */
        .globl  enter_program
enter_program:
        cli
        pushq   $0x18 | 3
        pushq   %rsi
        pushq   $0x202                  /* IF */
        pushq   $0x20 | 3
        pushq   %rdi
        fxrstor64 clean_vector_state(%rip)
        movq    %rdx, %rax
        xorl    %ebx, %ebx
        xorl    %ecx, %ecx
        xorl    %edx, %edx
        xorl    %esi, %esi
        xorl    %edi, %edi
        xorl    %ebp, %ebp
        xorl    %r8d, %r8d
        xorl    %r9d, %r9d
        xorl    %r10d, %r10d
        xorl    %r11d, %r11d
        xorl    %r12d, %r12d
        xorl    %r13d, %r13d
        xorl    %r14d, %r14d
        xorl    %r15d, %r15d
        iretq

        /* Into a frame that was made by hand, as `fork` does: %rdi the frame, %rsi the vector registers. */
        .globl  return_to_frame
return_to_frame:
        cli
        movq    %rdi, %rbx
        movq    %rsi, %rsp
        jmp     trap_return

        .section .rodata
        .align  16
        .globl  clean_vector_state
clean_vector_state:                     /* as FNINIT and reset leave it (Intel SDM volume 3, table 10-1) */
        .word   0x037F
        .skip   22
        .long   0x1F80
        .skip   484
        .globl  trap_entries
trap_entries:
        .set    n, 0
        .rept   256
        address %n
        .set    n, n + 1
        .endr
        .globl  default_mxcsr
default_mxcsr:
        .long   0x1F80                  /* every exception masked, round to nearest */
#endif
        .section .note.GNU-stack, "", @progbits
