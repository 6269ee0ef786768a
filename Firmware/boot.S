/* From the boot protocol to Swift's `main`.
 *
 * The loader is anything that speaks PVH (Xen's "x86/HVM direct boot ABI"): QEMU's -kernel, and our own machine. It
 * leaves the processor in 32-bit protected mode with flat segments, paging off, interrupts off, and EBX at the start
 * information. A loader of ELF files has zeroed .bss. */

/* The note a loader finds the 32-bit entry by: name "Xen", type 18, XEN_ELFNOTE_PHYS32_ENTRY. */
        .section .note.Xen, "a", @note
        .align  4
        .long   4, 4, 18
        .asciz  "Xen"
        .long   kernel_entry

CR0_FLAGS       = 0x80010023    /* PG, WP (supervisor obeys read-only), NE (x87 errors as #MF), MP, PE */
CR0_EM          = 0x00000004    /* Emulate x87: must be off for SSE */
CR4_FLAGS       = 0x00000620    /* PAE, OSFXSR, OSXMMEXCPT (SSE errors as #XM) */
EFER            = 0xC0000080
EFER_LME        = 0x00000100
PAGE_TABLE      = 0x003         /* present, writable */
PAGE_LARGE      = 0x083         /* present, writable, 2 MiB */

        .section .text.boot, "ax", @progbits
        .code32
        .globl  kernel_entry
kernel_entry:
        cli
        cld
        movl    %ebx, %esi
        movl    $kernel_stack_top, %esp

        /* The first 4 GiB at their own addresses, in 2 MiB pages: all that start-up touches, the start information,
         * RAM and devices below 4 GiB, before the kernel makes its own tables. */
        movl    $boot_page_directory_pointers, %eax
        orl     $PAGE_TABLE, %eax
        movl    %eax, boot_page_map
        movl    $boot_page_directories + PAGE_TABLE, %eax
        movl    $boot_page_directory_pointers, %edi
        movl    $4, %ecx
1:      movl    %eax, (%edi)
        addl    $0x1000, %eax
        addl    $8, %edi
        decl    %ecx
        jnz     1b
        movl    $PAGE_LARGE, %eax
        movl    $boot_page_directories, %edi
        movl    $2048, %ecx
2:      movl    %eax, (%edi)
        addl    $0x200000, %eax
        addl    $8, %edi
        decl    %ecx
        jnz     2b

        /* Intel SDM volume 3, 11.8.5: PAE, then CR3, then LME, then PG. */
        movl    %cr4, %eax
        orl     $CR4_FLAGS, %eax
        movl    %eax, %cr4
        movl    $boot_page_map, %eax
        movl    %eax, %cr3
        movl    $EFER, %ecx
        rdmsr
        orl     $EFER_LME, %eax
        wrmsr
        movl    %cr0, %eax
        andl    $~CR0_EM, %eax
        orl     $CR0_FLAGS, %eax
        movl    %eax, %cr0
        lgdt    boot_descriptor_table_pointer
        ljmp    $8, $1f

        .code64
1:      movl    $0x10, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    %eax, %ss
        xorl    %eax, %eax
        movl    %eax, %fs
        movl    %eax, %gs
        movl    $kernel_stack_top, %esp
        movl    %esi, %esi              /* the upper half of RSI was undefined in 32-bit code */
        movq    %rsi, boot_start_info(%rip)
        xorl    %ebp, %ebp              /* the end of every backtrace */
        xorl    %edi, %edi
        xorl    %esi, %esi
        call    main                    /* SwiftPM links `main` to Swift's entry; it does not return */
2:      cli
        hlt
        jmp     2b

        .section .rodata.boot, "a"
        .align  8
boot_descriptor_table:
        .quad   0
        .quad   0x00AF9B000000FFFF      /* 0x08: code, 64-bit, ring 0 */
        .quad   0x00CF93000000FFFF      /* 0x10: data, ring 0 */
boot_descriptor_table_pointer:
        .word   . - boot_descriptor_table - 1
        .quad   boot_descriptor_table

        .section .data.boot, "aw"
        .align  8
        .globl  boot_start_info
boot_start_info:
        .quad   0

        .section .bss.boot, "aw", @nobits
        .align  4096
boot_page_map:                  .skip 4096
boot_page_directory_pointers:   .skip 4096
boot_page_directories:          .skip 4 * 4096

/* The heap's first memory: enough until the kernel has read the memory map. */
        .globl  early_heap, early_heap_end
        .align  4096
early_heap:                     .skip 512 * 1024
early_heap_end:

/* Stacks, each above a page that the kernel's page tables leave unmapped: whoever overflows one faults at once instead
 * of writing over its neighbour. kernel_stacks lists them for the page tables and the task state segment. */
        .macro  stack name, size
        .globl  \name\()_guard, \name\()_top
\name\()_guard: .skip 4096
                .skip \size
\name\()_top:
        .endm

        .section .bss.stacks, "aw", @nobits
        .align  4096
        stack   kernel_stack, 128 * 1024
        stack   interrupt_stack, 32 * 1024
        stack   exception_stack, 32 * 1024
        stack   double_fault_stack, 32 * 1024
        stack   nonmaskable_stack, 32 * 1024
        stack   machine_check_stack, 32 * 1024

        .section .rodata.boot, "a"
        .align  8
        .globl  kernel_stacks
kernel_stacks:
        .quad   kernel_stack_guard, kernel_stack_top
        .quad   interrupt_stack_guard, interrupt_stack_top
        .quad   exception_stack_guard, exception_stack_top
        .quad   double_fault_stack_guard, double_fault_stack_top
        .quad   nonmaskable_stack_guard, nonmaskable_stack_top
        .quad   machine_check_stack_guard, machine_check_stack_top

/* The headers of the symbol table and of the archive, empty until Firmware/FinishKernel.swift has run: see
 * Sources/Guest/Kernel/Panic/Symbols.swift and Sources/Guest/Kernel/Start/Archive.swift. */
        .section .symbols, "a", @progbits
        .ascii  "APUSSYMS"
        .quad   0
        .section .archive, "a", @progbits
        .ascii  "APUSFILE"
        .quad   0
