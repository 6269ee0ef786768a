#ifdef GUEST
/* From one thread to another, and from programs into the kernel. */
        .text

        /* %rdi: where the stack pointer of the thread that stops goes; %rsi: that of the one that goes on. The other registers
         * that a function must keep are on the stacks. Called with interrupts off. */
        .globl  switch_stacks
        .type   switch_stacks, @function
switch_stacks:
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        retq

        /* Where a new thread begins: %rbx is what kernel_thread_begin takes. */
        .globl  thread_begin
thread_begin:
        movq    %rbx, %rdi
        xorl    %ebp, %ebp
        call    kernel_thread_begin
        ud2

        /* SYSCALL (Sources/Guest/SystemCalls/SystemCall.swift). Interrupts are off, and RSP is the program's: nothing may be
         * pushed before it is changed. One processor, so two words of memory are enough to find the kernel's stack. What Swift
         * must keep by the calling convention is kept; the rest goes back as zeroes, since it may be the kernel's. */
        .globl  system_call_entry
system_call_entry:
        movq    %rsp, program_stack_pointer(%rip)
        movq    kernel_stack_pointer(%rip), %rsp
        pushq   program_stack_pointer(%rip)
        pushq   %r11                    /* RFLAGS */
        pushq   %rcx                    /* RIP */
        subq    $16, %rsp
        stmxcsr 8(%rsp)
        ldmxcsr default_mxcsr(%rip)
        sti
        cmpq    $4, %rax                /* SystemCall.fork: needs every register */
        je      system_call_fork
        movq    %r10, %rcx
        pushq   %rax
        call    kernel_system_call
system_call_return:
        cli
        cmpb    $0, kernel_attention(%rip)
        jne     system_call_attention
1:      ldmxcsr 16(%rsp)
        addq    $24, %rsp
        popq    %rcx
        popq    %r11
        popq    %rsp
        xorl    %edx, %edx
        xorl    %esi, %esi
        xorl    %edi, %edi
        xorl    %r8d, %r8d
        xorl    %r9d, %r9d
        xorl    %r10d, %r10d
        pxor    %xmm0, %xmm0
        pxor    %xmm1, %xmm1
        pxor    %xmm2, %xmm2
        pxor    %xmm3, %xmm3
        pxor    %xmm4, %xmm4
        pxor    %xmm5, %xmm5
        pxor    %xmm6, %xmm6
        pxor    %xmm7, %xmm7
        pxor    %xmm8, %xmm8
        pxor    %xmm9, %xmm9
        pxor    %xmm10, %xmm10
        pxor    %xmm11, %xmm11
        pxor    %xmm12, %xmm12
        pxor    %xmm13, %xmm13
        pxor    %xmm14, %xmm14
        pxor    %xmm15, %xmm15
        sysretq

        /* Somebody else is to run, or the process is to end. */
system_call_attention:
        movq    %rax, (%rsp)
        call    kernel_return_to_program        /* returns with interrupts off */
        movq    (%rsp), %rax
        jmp     1b

        /* A frame like a trap's for the copy to return to, in which RAX is 0. */
system_call_fork:
        movq    %rsp, %rax
        pushq   $0x18 | 3
        pushq   32(%rax)                /* RSP */
        pushq   24(%rax)                /* RFLAGS */
        pushq   $0x20 | 3
        pushq   16(%rax)                /* RIP */
        pushq   $0
        pushq   $0
        pushq   $0                      /* RAX */
        pushq   %rbx
        pushq   $0
        pushq   $0
        pushq   $0
        pushq   $0
        pushq   %rbp
        pushq   $0
        pushq   $0
        pushq   $0
        pushq   $0
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, %rdi
        movl    8(%rax), %esi           /* MXCSR */
        pushq   %rax
        call    kernel_fork
        popq    %rsp
        pushq   %rax
        jmp     system_call_return

        .data
        .align  8
        .globl  kernel_stack_pointer, kernel_attention, has_access_prevention
kernel_stack_pointer:           .quad 0
program_stack_pointer:          .quad 0
kernel_attention:               .byte 0
has_access_prevention:          .byte 0
#endif
        .section .note.GNU-stack, "", @progbits
