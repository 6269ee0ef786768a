#ifdef GUEST
/* One function for each exception that `panic=KIND` asks for. Each makes a frame, so that the backtrace goes on behind it. */
        .macro  provoke name
        .globl  provoke_\name
        .type   provoke_\name, @function
provoke_\name:
        pushq   %rbp
        movq    %rsp, %rbp
        .endm
        .macro  done
        popq    %rbp
        retq
        .endm

        .text
        provoke divide
        xorl    %edx, %edx
        movl    $42, %eax
        xorl    %ecx, %ecx
        divl    %ecx
        done

        provoke breakpoint
        int3
        done

        provoke overflow                /* INTO is no 64-bit instruction; its vector still is one */
        int     $4
        done

        provoke invalid_opcode
        ud2
        done

        provoke device_not_available    /* as after a task switch: CR0.TS set */
        movq    %cr0, %rax
        orq     $8, %rax
        movq    %rax, %cr0
        fld1
        done

        provoke stack_overflow
1:      call    overflow_one_more
        done
overflow_one_more:
        pushq   %rbp
        movq    %rsp, %rbp
        subq    $64, %rsp
        call    overflow_one_more
        leave
        retq

        provoke last_interrupt_stack    /* a vector whose gate has the stack that the task state segment is too short for */
        int     $0xFF
        done

        provoke segment_not_present     /* %edi: the selector */
        movl    %edi, %fs
        done

        provoke stack_fault             /* %edi: the selector */
        movl    %edi, %ss
        done

        provoke general_protection      /* an address that is not canonical */
        movabsq $0x8000000000000000, %rax
        movq    (%rax), %rax
        done

        provoke read                    /* %rdi: the address */
        movq    (%rdi), %rax
        done

        provoke write                   /* %rdi: the address */
        movq    $0, (%rdi)
        done

        provoke execute                 /* %rdi: the address */
        callq   *%rdi
        done

        provoke x87                     /* 1 / 0 with division by zero unmasked; the error arrives at the next instruction */
        fninit
        fldcw   x87_divide_unmasked(%rip)
        fld1
        fldz
        fdivrp
        fwait
        done

        provoke simd                    /* likewise, but at once */
        ldmxcsr simd_divide_unmasked(%rip)
        movl    $1, %eax
        cvtsi2sdl %eax, %xmm0
        xorps   %xmm1, %xmm1
        divsd   %xmm1, %xmm0
        done

        provoke triple_fault            /* with no interrupt table no exception can be delivered, the double fault neither */
        lidt    empty_table(%rip)
        int3
        done

        /* To ring 3: %rdi the address, %rsi the code segment, %rdx the stack segment, with the alignment check on. */
        provoke enter_user
        pushq   %rdx
        leaq    4096(%rdi), %rax
        pushq   %rax
        pushq   $0x40202                /* AC, IF */
        pushq   %rsi
        pushq   %rdi
        xorl    %ebp, %ebp
        iretq

        .section .rodata
        .globl  user_misaligned_read, user_misaligned_read_end
user_misaligned_read:                   /* copied to a page of ring 3 */
        leaq    user_misaligned_read(%rip), %rax
        movq    1(%rax), %rax
        ud2                             /* QEMU's TCG checks no alignment, and comes here */
user_misaligned_read_end:

x87_divide_unmasked:    .word 0x037B
simd_divide_unmasked:   .long 0x1D80
empty_table:            .word 0
                        .quad 0
#endif
        .section .note.GNU-stack, "", @progbits
