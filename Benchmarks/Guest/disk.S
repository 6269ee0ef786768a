/* The first sector of a disk for machines that cannot load an ELF file: reads the flat image behind it with the BIOS, puts it at
 * 1 MiB, and enters it in 32-bit protected mode. SECTORS comes from the command line. */
        .code16
        .globl  _start
_start:
        cli
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movw    $0x7C00, %sp
        cld
        inb     $0x92, %al                      /* the A20 gate */
        orb     $2, %al
        outb    %al, $0x92
        movw    $SECTORS, %bp
1:      movb    $0x42, %ah                      /* extended read: 32 sectors to 0x1000:0, and on */
        movb    $0x80, %dl
        movw    $packet, %si
        int     $0x13
        jc      failed
        addw    $0x400, packet + 6
        addl    $32, packet + 8
        subw    $32, %bp
        ja      1b
        lgdt    table_pointer
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmp    $8, $2f
failed: movb    $'F', %al
        outb    %al, $0xE9
3:      hlt
        jmp     3b

        .code32
2:      movw    $0x10, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movl    $0x10000, %esi
        movl    $0x100000, %edi
        movl    $(SECTORS * 128), %ecx
        rep movsl
        xorl    %ebx, %ebx
        movl    $0x100000, %eax
        jmp     *%eax

        .align  4
packet: .byte   16, 0
        .word   32, 0, 0x1000
        .quad   1
        .align  8
table:  .quad   0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF
table_pointer:
        .word   . - table - 1
        .long   table
        .org    510
        .word   0xAA55
