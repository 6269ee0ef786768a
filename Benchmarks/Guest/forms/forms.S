/* What one instruction costs, of most forms that compilers, kernels and people write: a line of the table that `benchmarks forms` prints.
 *
 * A form is a few instructions, run again and again; RDI points to memory, RAX, RCX and RDX hold 5, 3 and 7, XMM0 and XMM1 numbers, and
 * the x87 stack three of them. What a form must set up each time counts with it. */
        .macro  form name, code, count=200000
        .section .rodata
        .align  8
701:    .asciz  "\name"
        .section forms, "a"
        .quad   702f, 701b
        .text
702:    pushq   %rbx
        pushq   %rbp
        pushq   %r15
        call    set_registers
        movl    $\count / 8, %r15d
703:    .rept   8
        \code
        .endr
        decl    %r15d
        jnz     703b
        popq    %r15
        popq    %rbp
        popq    %rbx
        fninit
        cld
        ret
        .endm

        .text
set_registers:
        fninit
        fld1
        fld1
        fld1
        movl    $buffer, %edi
        movq    %rdi, %rbx
        movabsq $0x3F8000003F800000, %rax
        movq    %rax, %xmm0
        punpcklqdq %xmm0, %xmm0
        movaps  %xmm0, %xmm1
        movaps  %xmm0, %xmm2
        movl    $5, %eax
        movl    $3, %ecx
        movl    $7, %edx
        ret

        form    "nothing", "nop"
        form    "add r,r", "add %rcx,%rax"
        form    "add r8", "add %cl,%al"
        form    "add r16", "add %cx,%ax"
        form    "add m64,r", "add %rcx,(%rdi)"
        form    "add m32,i", "addl $3,(%rdi)"
        form    "adc r,r", "adc %rcx,%rax"
        form    "shl r,i", "shl $3,%rax"
        form    "shl r,cl", "shl %cl,%rax"
        form    "shl r8,i", "shl $3,%al"
        form    "shr r16,i", "shr $3,%ax"
        form    "shl m,i", "shll $1,(%rdi)"
        form    "sar m,cl", "sarq %cl,(%rdi)"
        form    "rol r8", "rol $3,%al"
        form    "rol r16 (bswap16)", "rol $8,%ax"
        form    "rcl r,1", "rcl $1,%rax"
        form    "rcr r,1", "rcr $1,%rax"
        form    "rcl r,i", "rcl $5,%rax"
        form    "shld i", "shld $5,%rcx,%rax"
        form    "shrd i", "shrd $5,%rcx,%rax"
        form    "shld cl", "shld %cl,%rdx,%rax"
        form    "shrd m", "shrd $5,%rdx,(%rdi)"
        form    "bt r,r", "bt %rcx,%rax"
        form    "bt r,i", "bt $5,%rax"
        form    "bts r,r", "bts %rcx,%rax"
        form    "bt m,i", "btq $5,(%rdi)"
        form    "bt m,r", "bt %rcx,(%rdi)"
        form    "bts m,r", "bts %rcx,(%rdi)"
        form    "lock bts m,i", "lock btsl $5,(%rdi)"
        form    "bsf", "bsf %rcx,%rax"
        form    "bsr", "bsr %rcx,%rax"
        form    "popcnt", "popcnt %rcx,%rax"
        form    "tzcnt", "tzcnt %rcx,%rax"
        form    "lzcnt", "lzcnt %rcx,%rax"
        form    "andn", "andn %rcx,%rdx,%rax"
        form    "blsr", "blsr %rcx,%rax"
        form    "bextr", "bextr %rcx,%rdx,%rax"
        form    "bzhi", "bzhi %rcx,%rdx,%rax"
        form    "pdep", "pdep %rcx,%rdx,%rax"
        form    "pext", "pext %rcx,%rdx,%rax"
        form    "mulx", "mulx %rcx,%rax,%r8"
        form    "adcx", "adcx %rcx,%rax"
        form    "adox", "adox %rcx,%rax"
        form    "rorx", "rorx $5,%rcx,%rax"
        form    "shlx", "shlx %rcx,%rdx,%rax"
        form    "movbe", "movbe (%rdi),%rax"
        form    "crc32b", "crc32b %cl,%eax"
        form    "crc32q", "crc32q %rcx,%rax"
        form    "xchg r,r", "xchg %rcx,%rax"
        form    "xchg m,r", "xchg %rcx,(%rdi)"
        form    "cmpxchg m", "lock cmpxchg %rcx,(%rdi)"
        form    "xadd m", "lock xadd %rcx,(%rdi)"
        form    "lock add m", "lock addq $1,(%rdi)"
        form    "lock inc m", "lock incl (%rdi)"
        form    "cmpxchg8b", "lock cmpxchg8b (%rdi)"
        form    "cmpxchg16b", "lock cmpxchg16b (%rdi)"
        form    "push/pop r", "push %rax; pop %rax"
        form    "push/pop m", "pushq (%rdi); popq (%rdi)"
        form    "push i/pop", "push $5; pop %rax"
        form    "pushf/popf", "pushf; popf"
        form    "push16/pop16", "push %ax; pop %ax"
        form    "leave", "push %rbp; mov %rsp,%rbp; leave"
        form    "enter/leave", "enter $16,$0; leave"
        form    "call/ret", "call 99f; jmp 98f; 99: ret; 98:"
        form    "call m", "lea 99f(%rip),%rax; mov %rax,(%rdi); call *(%rdi); jmp 98f; 99: ret; 98:"
        form    "jmp r", "lea 99f(%rip),%rax; jmp *%rax; 99:"
        form    "across two pages", "jmp 98f; .balign 4096; .skip 4093; 98: mov $5,%eax", 40000
        form    "jcc taken", "xor %eax,%eax; jz 99f; nop; 99:"
        form    "loop", "mov $1,%ecx; loop 99f; 99:"
        form    "jrcxz", "jrcxz 99f; 99:"
        form    "setcc r", "setb %al"
        form    "setcc m", "setb (%rdi)"
        form    "cmov", "cmovb %rcx,%rax"
        form    "cmov m", "cmovb (%rdi),%rax"
        form    "cqo", "cqo"
        form    "cdq", "cdq"
        form    "cdqe", "cdqe"
        form    "cwd", "cwd"
        form    "lahf", "lahf"
        form    "sahf", "sahf"
        form    "cmc", "cmc"
        form    "stc", "stc"
        form    "cld", "cld"
        form    "xlat", "xlat"
        form    "lodsb", "mov %rdi,%rsi; lodsb"
        form    "stosb", "stosb; dec %rdi"
        form    "movsq", "mov %rdi,%rsi; movsq; sub $8,%rdi"
        form    "scasb", "scasb; dec %rdi"
        form    "cmpsb", "mov %rdi,%rsi; cmpsb; dec %rdi"
        form    "rep movsb 64", "mov %rdi,%rbx; lea 64(%rdi),%rsi; mov $64,%ecx; rep movsb; mov %rbx,%rdi", 40000
        form    "rep movsq 8", "mov %rdi,%rbx; lea 64(%rdi),%rsi; mov $8,%ecx; rep movsq; mov %rbx,%rdi", 40000
        form    "rep stosb 64", "mov %rdi,%rbx; mov $64,%ecx; rep stosb; mov %rbx,%rdi", 40000
        form    "rep stosq 8", "mov %rdi,%rbx; mov $8,%ecx; rep stosq; mov %rbx,%rdi", 40000
        form    "repne scasb 64", "mov %rdi,%rbx; mov $255,%al; movb $0,(%rdi); mov $64,%ecx; repne scasb; mov %rbx,%rdi", 40000
        form    "repe cmpsb 64", "mov %rdi,%rbx; mov %rdi,%rsi; mov $64,%ecx; repe cmpsb; mov %rbx,%rdi", 40000
        form    "rep lodsb 64", "mov %rdi,%rsi; mov $64,%ecx; rep lodsb", 40000
        form    "imul r8", "imul %cl"
        form    "mul r16", "mul %cx"
        form    "mul r64", "mul %rcx"
        form    "imul r,r", "imul %rcx,%rax"
        form    "imul r,m,i", "imul $7,(%rdi),%rax"
        form    "imul r16", "imul %cx,%ax"
        form    "div r8", "mov $77,%eax; mov $5,%ecx; div %cl"
        form    "div r32", "mov $77,%eax; xor %edx,%edx; mov $5,%ecx; div %ecx"
        form    "div r64", "mov $77,%eax; xor %edx,%edx; mov $5,%ecx; div %rcx"
        form    "idiv m32", "mov $77,%eax; cdq; movl $5,(%rdi); idivl (%rdi)"
        form    "neg m", "negq (%rdi)"
        form    "inc m", "incl (%rdi)"
        form    "inc r", "inc %rax"
        form    "dec r8", "dec %al"
        form    "not r", "not %rax"
        form    "movzx r,m8", "movzbl (%rdi),%eax"
        form    "movsx r,m16", "movswq (%rdi),%rax"
        form    "movsxd", "movslq (%rdi),%rax"
        form    "movzx r16,m8", "movzbw (%rdi),%ax"
        form    "mov m8,r", "mov %al,(%rdi)"
        form    "mov m16,r", "mov %ax,(%rdi)"
        form    "mov m16,i", "movw $5,(%rdi)"
        form    "mov ah,al", "mov %al,%ah"
        form    "mov r,moffs", "movabs buffer,%rax"
        form    "lea", "lea 5(%rax,%rcx,4),%rax"
        form    "lea16", "lea 5(%rax,%rcx,4),%ax"
        form    "nop long", "nopw 0(%rax,%rax,1)"
        form    "pause", "pause"
        form    "bswap", "bswap %rax"
        form    "mov r,ds", "mov %ds,%eax"
        form    "mov ds,r", "mov $0x10,%ecx; mov %ecx,%ds"
        form    "mov fs,0", "xor %ecx,%ecx; mov %ecx,%fs"
        form    "push/pop fs", "push %fs; pop %fs"
        form    "mov r,fs:m", "mov %fs:(%rdi),%rax"
        form    "add fs:m,r", "add %rax,%fs:(%rdi)"
        form    "mov r,gs:abs", "mov %gs:buffer,%rax"
        form    "rdfsbase", "rdfsbase %rax"
        form    "wrfsbase", "xor %ecx,%ecx; wrfsbase %rcx"
        form    "swapgs", "swapgs"
        form    "mfence", "mfence"
        form    "clflush", "clflush (%rdi)"
        form    "prefetch", "prefetcht0 (%rdi)"
        form    "rdtsc", "rdtsc"
        form    "rdtscp", "rdtscp"
        form    "cpuid", "xor %eax,%eax; cpuid", 40000
        form    "rdmsr", "mov $0xC0000100,%ecx; rdmsr"
        form    "wrmsr", "mov $0xC0000100,%ecx; xor %eax,%eax; xor %edx,%edx; wrmsr", 40000
        form    "mov r,cr0", "mov %cr0,%rax"
        form    "mov cr0,r", "mov %cr0,%rax; mov %rax,%cr0", 40000
        form    "mov r,cr3", "mov %cr3,%rax"
        form    "mov cr3,r", "mov %cr3,%rax; mov %rax,%cr3", 40000
        form    "mov cr3,r+use", "mov %cr3,%rax; mov %rax,%cr3; mov (%rdi),%rax", 40000
        form    "mov cr4,r", "mov %cr4,%rax; mov %rax,%cr4", 40000
        form    "mov r,cr2", "mov %cr2,%rax"
        form    "clts", "clts"
        form    "invlpg", "invlpg (%rdi)", 40000
        form    "invlpg+use", "invlpg (%rdi); mov (%rdi),%rax", 40000
        form    "cli", "cli"
        form    "sidt", "sidt (%rdi)"
        form    "lidt", "sidt (%rdi); lidt (%rdi)", 40000
        form    "sgdt/lgdt", "sgdt (%rdi); lgdt (%rdi)", 40000
        form    "str", "str %eax"
        form    "smsw", "smsw %eax"
        form    "verr", "mov $0x10,%ecx; verr %cx"
        form    "lar", "mov $0x10,%ecx; lar %ecx,%eax"
        form    "lsl", "mov $0x10,%ecx; lsl %ecx,%eax"
        form    "iretq", "mov %rsp,%rax; push $0x10; push %rax; pushf; push $8; lea 99f(%rip),%rax; push %rax; iretq; 99:", 40000
        form    "lretq", "push $8; lea 99f(%rip),%rax; push %rax; lretq; 99:"
        form    "in al", "in $0xE9,%al", 40000
        form    "out 80", "out %al,$0x80", 40000
        form    "in kbd", "in $0x64,%al", 40000
        form    "in pit", "in $0x40,%al", 40000
        form    "in pic", "in $0x21,%al", 40000
        form    "out pic", "out %al,$0x21", 40000
        form    "movaps", "movaps %xmm1,%xmm0"
        form    "movups load", "movups (%rdi),%xmm0"
        form    "movaps store", "movaps %xmm0,(%rdi)"
        form    "movq x,r", "movq %rcx,%xmm0"
        form    "movd r,x", "movd %xmm0,%eax"
        form    "movss load", "movss (%rdi),%xmm0"
        form    "movsd rr", "movsd %xmm1,%xmm0"
        form    "movlps", "movlps (%rdi),%xmm0"
        form    "movhps st", "movhps %xmm0,(%rdi)"
        form    "movhlps", "movhlps %xmm1,%xmm0"
        form    "movddup", "movddup %xmm1,%xmm0"
        form    "addps", "movaps %xmm1,%xmm0; addps %xmm1,%xmm0"
        form    "addpd", "movaps %xmm1,%xmm0; addpd %xmm1,%xmm0"
        form    "addsd m", "movaps %xmm1,%xmm0; addsd (%rdi),%xmm0"
        form    "mulss", "movaps %xmm1,%xmm0; mulss %xmm1,%xmm0"
        form    "divsd", "movaps %xmm1,%xmm0; divsd %xmm1,%xmm0"
        form    "divps", "movaps %xmm1,%xmm0; divps %xmm1,%xmm0"
        form    "sqrtss", "sqrtss %xmm1,%xmm0"
        form    "sqrtsd", "sqrtsd %xmm1,%xmm0"
        form    "sqrtpd", "sqrtpd %xmm1,%xmm0"
        form    "sqrtps", "sqrtps %xmm1,%xmm0"
        form    "rsqrtps", "rsqrtps %xmm1,%xmm0"
        form    "rcpss", "rcpss %xmm1,%xmm0"
        form    "minsd", "movaps %xmm1,%xmm0; minsd %xmm1,%xmm0"
        form    "maxps", "movaps %xmm1,%xmm0; maxps %xmm1,%xmm0"
        form    "cmpltsd", "movaps %xmm1,%xmm0; cmpltsd %xmm1,%xmm0"
        form    "cmpps", "movaps %xmm1,%xmm0; cmpps $2,%xmm1,%xmm0"
        form    "ucomisd", "ucomisd %xmm1,%xmm0"
        form    "comiss", "comiss %xmm1,%xmm0"
        form    "cvtsi2sd32", "cvtsi2sd %ecx,%xmm0"
        form    "cvtsi2sd64", "cvtsi2sd %rcx,%xmm0"
        form    "cvtsi2ss", "cvtsi2ss %ecx,%xmm0"
        form    "cvttsd2si", "cvttsd2si %xmm1,%eax"
        form    "cvttsd2si64", "cvttsd2si %xmm1,%rax"
        form    "cvttss2si", "cvttss2si %xmm1,%eax"
        form    "cvtsd2si", "cvtsd2si %xmm1,%eax"
        form    "cvtss2sd", "cvtss2sd %xmm1,%xmm0"
        form    "cvtsd2ss", "cvtsd2ss %xmm1,%xmm0"
        form    "cvtps2pd", "cvtps2pd %xmm1,%xmm0"
        form    "cvtpd2ps", "cvtpd2ps %xmm1,%xmm0"
        form    "cvtdq2ps", "cvtdq2ps %xmm1,%xmm0"
        form    "cvtdq2pd", "cvtdq2pd %xmm1,%xmm0"
        form    "cvttps2dq", "cvttps2dq %xmm1,%xmm0"
        form    "cvttpd2dq", "cvttpd2dq %xmm1,%xmm0"
        form    "cvtps2dq", "cvtps2dq %xmm1,%xmm0"
        form    "roundsd", "roundsd $1,%xmm1,%xmm0"
        form    "roundps", "roundps $1,%xmm1,%xmm0"
        form    "dpps", "movaps %xmm1,%xmm0; dpps $0xFF,%xmm1,%xmm0"
        form    "haddps", "movaps %xmm1,%xmm0; haddps %xmm1,%xmm0"
        form    "haddpd", "movaps %xmm1,%xmm0; haddpd %xmm1,%xmm0"
        form    "addsubps", "movaps %xmm1,%xmm0; addsubps %xmm1,%xmm0"
        form    "movmskps", "movmskps %xmm0,%eax"
        form    "pmovmskb", "pmovmskb %xmm0,%eax"
        form    "pshufb", "pshufb %xmm1,%xmm0"
        form    "pshufd", "pshufd $0x1B,%xmm1,%xmm0"
        form    "pshuflw", "pshuflw $0x1B,%xmm1,%xmm0"
        form    "shufps", "shufps $0x1B,%xmm1,%xmm0"
        form    "shufpd", "shufpd $1,%xmm1,%xmm0"
        form    "unpcklps", "unpcklps %xmm1,%xmm0"
        form    "punpcklbw", "punpcklbw %xmm1,%xmm0"
        form    "palignr", "palignr $5,%xmm1,%xmm0"
        form    "paddb", "paddb %xmm1,%xmm0"
        form    "paddsw", "paddsw %xmm1,%xmm0"
        form    "paddusb", "paddusb %xmm1,%xmm0"
        form    "paddq", "paddq %xmm1,%xmm0"
        form    "psubw", "psubw %xmm1,%xmm0"
        form    "pmullw", "pmullw %xmm1,%xmm0"
        form    "pmulhuw", "pmulhuw %xmm1,%xmm0"
        form    "pmulhrsw", "pmulhrsw %xmm1,%xmm0"
        form    "pmulld", "pmulld %xmm1,%xmm0"
        form    "pmuludq", "pmuludq %xmm1,%xmm0"
        form    "pmaddwd", "pmaddwd %xmm1,%xmm0"
        form    "pmaddubsw", "pmaddubsw %xmm1,%xmm0"
        form    "psadbw", "psadbw %xmm1,%xmm0"
        form    "phaddw", "phaddw %xmm1,%xmm0"
        form    "phaddd", "phaddd %xmm1,%xmm0"
        form    "pabsd", "pabsd %xmm1,%xmm0"
        form    "psignw", "psignw %xmm1,%xmm0"
        form    "pminub", "pminub %xmm1,%xmm0"
        form    "pminsd", "pminsd %xmm1,%xmm0"
        form    "pcmpeqb", "pcmpeqb %xmm1,%xmm0"
        form    "pcmpgtd", "pcmpgtd %xmm1,%xmm0"
        form    "pcmpeqq", "pcmpeqq %xmm1,%xmm0"
        form    "pcmpgtq", "pcmpgtq %xmm1,%xmm0"
        form    "packuswb", "packuswb %xmm1,%xmm0"
        form    "packssdw", "packssdw %xmm1,%xmm0"
        form    "packusdw", "packusdw %xmm1,%xmm0"
        form    "psllw i", "psllw $3,%xmm0"
        form    "psrld i", "psrld $3,%xmm0"
        form    "psrldq", "psrldq $3,%xmm0"
        form    "psllq r", "psllq %xmm1,%xmm0"
        form    "pavgb", "pavgb %xmm1,%xmm0"
        form    "pand", "pand %xmm1,%xmm0"
        form    "pandn", "pandn %xmm1,%xmm0"
        form    "xorps", "xorps %xmm1,%xmm0"
        form    "ptest", "ptest %xmm1,%xmm0"
        form    "pblendvb", "pblendvb %xmm0,%xmm1,%xmm2"
        form    "blendvpd", "blendvpd %xmm0,%xmm1,%xmm2"
        form    "blendps", "blendps $5,%xmm1,%xmm0"
        form    "pblendw", "pblendw $5,%xmm1,%xmm0"
        form    "pinsrw", "pinsrw $3,%ecx,%xmm0"
        form    "pinsrd", "pinsrd $3,%ecx,%xmm0"
        form    "pinsrb m", "pinsrb $3,(%rdi),%xmm0"
        form    "pinsrq", "pinsrq $1,%rcx,%xmm0"
        form    "pextrw", "pextrw $3,%xmm0,%eax"
        form    "pextrd", "pextrd $3,%xmm0,%eax"
        form    "pextrq", "pextrq $1,%xmm0,%rax"
        form    "pextrb m", "pextrb $1,%xmm0,(%rdi)"
        form    "insertps", "insertps $0x10,%xmm1,%xmm0"
        form    "extractps", "extractps $1,%xmm0,%eax"
        form    "pmovzxbw", "pmovzxbw %xmm1,%xmm0"
        form    "pmovzxbd", "pmovzxbd %xmm1,%xmm0"
        form    "pmovsxwd", "pmovsxwd %xmm1,%xmm0"
        form    "mpsadbw", "mpsadbw $0,%xmm1,%xmm0"
        form    "phminposuw", "phminposuw %xmm1,%xmm0"
        form    "pcmpistri", "pcmpistri $0,%xmm1,%xmm0"
        form    "aesenc", "aesenc %xmm1,%xmm0"
        form    "aesdec", "aesdec %xmm1,%xmm0"
        form    "aeskeygen", "aeskeygenassist $1,%xmm1,%xmm0"
        form    "pclmulqdq", "pclmulqdq $0,%xmm1,%xmm0"
        form    "movnti", "movnti %rax,(%rdi)"
        form    "movntdq", "movntdq %xmm0,(%rdi)"
        form    "lddqu", "lddqu (%rdi),%xmm0"
        form    "ldmxcsr", "stmxcsr (%rdi); ldmxcsr (%rdi)"
        form    "fxsave", "fxsave (%rdi)", 40000
        form    "fxrstor", "fxsave (%rdi); fxrstor (%rdi)", 40000
        form    "mmx paddb", "paddb %mm1,%mm0"
        form    "mmx movq m", "movq (%rdi),%mm0"
        form    "mmx pmullw", "pmullw %mm1,%mm0"
        form    "mmx movq st", "movq %mm0,(%rdi)"
        form    "mmx punpck", "punpcklbw %mm1,%mm0"
        form    "mmx psrlw", "psrlw $3,%mm0"
        form    "emms", "emms"
        form    "fld/fstp m64", "fldl (%rdi); fstpl (%rdi)"
        form    "fld/fstp m32", "flds (%rdi); fstps (%rdi)"
        form    "fld/fstp m80", "fldt (%rdi); fstpt (%rdi)"
        form    "fld1/fstp", "fld1; fstp %st(0)"
        form    "fadd st", "fadd %st(1),%st"
        form    "fadd m64", "faddl (%rdi)"
        form    "fmul st", "fmul %st(1),%st"
        form    "fdiv st", "fdiv %st(1),%st"
        form    "fsub m32", "fsubs (%rdi)"
        form    "fsqrt", "fsqrt"
        form    "fxch", "fxch %st(1)"
        form    "fchs", "fchs"
        form    "fabs", "fabs"
        form    "fild/fistp m32", "fildl (%rdi); fistpl (%rdi)"
        form    "fild/fistp m64", "fildll (%rdi); fistpll (%rdi)"
        form    "fisttp", "fildl (%rdi); fisttpl (%rdi)"
        form    "fucomi", "fucomi %st(1),%st"
        form    "fcom/fnstsw", "fcom %st(1); fnstsw %ax"
        form    "fnstcw/fldcw", "fnstcw (%rdi); fldcw (%rdi)"
        form    "frndint", "frndint", 40000
        form    "fcmov", "fcmovb %st(1),%st"
        form    "fsin", "fsin", 40000
        form    "fyl2x", "fld1; fld1; fyl2x; fstp %st(0)", 40000
        form    "f2xm1", "f2xm1", 40000
        form    "fprem", "fprem", 40000
        form    "fnstenv/fldenv", "fnstenv (%rdi); fldenv (%rdi)", 40000
        form    "int3", "int3", 40000
        form    "ud2", "ud2", 40000
        form    "int 80", "int $0x80", 40000
