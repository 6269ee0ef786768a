/* From a loader to a workload's `main`: 32-bit protected mode to 64-bit mode, all of the first 4 GiB mapped at its own address in
 * 2 MiB pages that ring 3 may use too. The loader is PVH (QEMU, ours) or Benchmarks/Guest/disk.S (Bochs). */
        .section .note.Xen, "a", @note
        .align  4
        .long   4, 4, 18
        .asciz  "Xen"
        .long   entry

        .section .text.boot, "ax", @progbits
        .code32
        .globl  entry
entry:
        cli
        cld
        /* The disk's loader leaves .bss as it is. */
        movl    $bss_start, %edi
        movl    $bss_end, %ecx
        subl    %edi, %ecx
        shrl    $2, %ecx
        xorl    %eax, %eax
        rep stosl

        movl    $stack_top, %esp
        movl    $page_directory_pointers + 7, page_map
        movl    $page_directories + 7, %eax
        movl    $page_directory_pointers, %edi
        movl    $4, %ecx
1:      movl    %eax, (%edi)
        addl    $0x1000, %eax
        addl    $8, %edi
        decl    %ecx
        jnz     1b
        movl    $0x87, %eax                     /* present, writable, user, 2 MiB */
        movl    $page_directories, %edi
        movl    $2048, %ecx
2:      movl    %eax, (%edi)
        addl    $0x200000, %eax
        addl    $8, %edi
        decl    %ecx
        jnz     2b

        movl    $0x620, %eax                    /* PAE, OSFXSR, OSXMMEXCPT */
        movl    %eax, %cr4
        movl    $page_map, %eax
        movl    %eax, %cr3
        movl    $0xC0000080, %ecx               /* EFER: LME, SCE */
        rdmsr
        orl     $0x101, %eax
        wrmsr
        movl    $0x80010023, %eax               /* PG, WP, NE, MP, PE */
        movl    %eax, %cr0
        lgdt    descriptor_table_pointer
        ljmp    $8, $1f

        .code64
1:      movl    $0x10, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    %eax, %ss
        movl    $stack_top, %esp
        movl    $task_state, %eax               /* the task state's base, into its descriptor */
        movw    %ax, descriptor_table + 0x28 + 2
        shrl    $16, %eax
        movb    %al, descriptor_table + 0x28 + 4
        movb    %ah, descriptor_table + 0x28 + 7
        movl    $0x28, %eax
        ltr     %ax
        movq    $interrupt_stack_top, task_state + 4
        fninit
        call    main
2:      cli
        hlt
        jmp     2b

        .data
        .align  8
descriptor_table:
        .quad   0
        .quad   0x00AF9B000000FFFF              /* 0x08: code, 64-bit, ring 0 */
        .quad   0x00CF93000000FFFF              /* 0x10: data, ring 0 */
        .quad   0x00CFF3000000FFFF              /* 0x18: data, ring 3 */
        .quad   0x00AFFB000000FFFF              /* 0x20: code, 64-bit, ring 3 */
        .quad   0x0000890000000067, 0           /* 0x28: task state */
descriptor_table_pointer:
        .word   . - descriptor_table - 1
        .quad   descriptor_table

        .section .bss.boot, "aw", @nobits
        .align  4096
        .globl  page_directories
page_map:                       .skip 4096
page_directory_pointers:        .skip 4096
page_directories:               .skip 4 * 4096
task_state:                     .skip 104
        .align  16
                                .skip 65536
stack_top:
                                .skip 16384
        .globl  interrupt_stack_top
interrupt_stack_top:
