/// Kernels that probe the machine, leave it, or treat it badly.
extension SmallKernel {
  /// Writes what it finds at its entry: control registers, selectors, start info, modules, memory map, command line.
  package static let probe = kernel(
    """
    bc 00 00 18 00                  ; start: mov esp,0x180000
    89 dd                           ; mov ebp,ebx
    0f 20 c7                        ; mov edi,cr0
    e8 85 00 00 00                  ; call 100094 (pr)
    0f 20 e7                        ; mov edi,cr4
    e8 7d 00 00 00                  ; call 100094 (pr)
    31 ff                           ; xor edi,edi
    66 8c cf                        ; mov di,cs
    e8 73 00 00 00                  ; call 100094 (pr)
    66 8c df                        ; mov di,ds
    e8 6b 00 00 00                  ; call 100094 (pr)
    66 8c d7                        ; mov di,ss
    e8 63 00 00 00                  ; call 100094 (pr)
    8b 7d 00                        ; mov edi,DWORD PTR [ebp+0x0]
    e8 5b 00 00 00                  ; call 100094 (pr)
    8b 7d 04                        ; mov edi,DWORD PTR [ebp+0x4]
    e8 53 00 00 00                  ; call 100094 (pr)
    8b 7d 0c                        ; mov edi,DWORD PTR [ebp+0xc]
    e8 4b 00 00 00                  ; call 100094 (pr)
    8b 7d 30                        ; mov edi,DWORD PTR [ebp+0x30]
    e8 43 00 00 00                  ; call 100094 (pr)
    8b 4d 0c                        ; mov ecx,DWORD PTR [ebp+0xc]
    c1 e1 03                        ; shl ecx,0x3
    8b 5d 10                        ; mov ebx,DWORD PTR [ebp+0x10]
    e8 26 00 00 00                  ; call 100085 (words)
    8b 4d 30                        ; mov ecx,DWORD PTR [ebp+0x30]
    8d 0c 49                        ; lea ecx,[ecx+ecx*2]
    d1 e1                           ; shl ecx,1
    8b 5d 28                        ; mov ebx,DWORD PTR [ebp+0x28]
    e8 16 00 00 00                  ; call 100085 (words)
    8b 75 18                        ; mov esi,DWORD PTR [ebp+0x18]
    ac                              ; line: lods al,BYTE PTR ds:[esi]
    84 c0                           ; test al,al
    74 07                           ; je 10007e (done)
    e8 3d 00 00 00                  ; call 1000b9 (put)
    eb f4                           ; jmp 100072 (line)
    b0 10                           ; done: mov al,0x10
    e6 f4                           ; out 0xf4,al
    f4                              ; halt: hlt
    eb fd                           ; jmp 100082 (halt)
    e3 0c                           ; words: jecxz 100093 (none)
    8b 3b                           ; more: mov edi,DWORD PTR [ebx]
    83 c3 04                        ; add ebx,0x4
    e8 03 00 00 00                  ; call 100094 (pr)
    e2 f4                           ; loop 100087 (more)
    c3                              ; none: ret
    51                              ; pr: push ecx
    b9 08 00 00 00                  ; mov ecx,0x8
    c1 c7 04                        ; digit: rol edi,0x4
    89 f8                           ; mov eax,edi
    24 0f                           ; and al,0xf
    04 30                           ; add al,0x30
    3c 3a                           ; cmp al,0x3a
    72 02                           ; jb 1000a9 (ascii)
    04 27                           ; add al,0x27
    e8 0b 00 00 00                  ; ascii: call 1000b9 (put)
    e2 ea                           ; loop 10009a (digit)
    b0 0a                           ; mov al,0xa
    e8 02 00 00 00                  ; call 1000b9 (put)
    59                              ; pop ecx
    c3                              ; ret
    66 ba f8 03                     ; put: mov dx,0x3f8
    ee                              ; out dx,al
    c3                              ; ret
    """,
    symbols: "0=start 72=line 7e=done 82=halt 85=words 87=more 93=none 94=pr 9a=digit a9=ascii b9=put")

  /// Writes R to COM1 and asks the keyboard controller for a reset.
  package static let restart = kernel(
    """
    66 ba f8 03                     ; start: mov dx,0x3f8
    b0 52                           ; mov al,0x52
    ee                              ; out dx,al
    b0 fe                           ; mov al,0xfe
    e6 64                           ; out 0x64,al
    f4                              ; halt: hlt
    eb fd                           ; jmp 10000b (halt)
    """,
    symbols: "0=start b=halt")

  /// Switches the machine off through ACPI.
  package static let poweroff = kernel(
    """
    66 ba 04 06                     ; start: mov dx,0x604
    66 b8 00 20                     ; mov ax,0x2000
    66 ef                           ; out dx,ax
    f4                              ; halt: hlt
    eb fd                           ; jmp 10000a (halt)
    """,
    symbols: "0=start a=halt")

  /// Executes IRET with NT set: a task switch, which the processor does not have.
  package static let missing = kernel(
    """
    bc 00 00 18 00                  ; start: mov esp,0x180000
    9c                              ; pushf
    81 0c 24 00 40 00 00            ; or DWORD PTR [esp],0x4000
    9d                              ; popf
    cf                              ; nested: iret
    """,
    symbols: "0=start e=nested")

  /// Reads and writes random ports with random values and widths, those of the chips above all, and the memory of the display.
  package static let storm = kernel(
    """
    bc 00 00 18 00                  ; start: mov esp,0x180000
    bb 01 00 00 00                  ; mov ebx,0x1
    69 db 0d 66 19 00               ; next: imul ebx,ebx,0x19660d
    81 c3 5f f3 6e 3c               ; add ebx,0x3c6ef35f
    89 da                           ; mov edx,ebx
    c1 ea 0c                        ; shr edx,0xc
    69 db 0d 66 19 00               ; imul ebx,ebx,0x19660d
    81 c3 5f f3 6e 3c               ; add ebx,0x3c6ef35f
    89 d8                           ; mov eax,ebx
    c1 e8 07                        ; shr eax,0x7
    f7 c3 00 00 10 00               ; test ebx,0x100000
    74 0e                           ; je 100042 (low)
    0f b7 ca                        ; movzx ecx,dx
    83 e1 3f                        ; and ecx,0x3f
    66 8b 14 4d 80 00 10 00         ; mov dx,WORD PTR [ecx*2+0x100080]
    f7 c3 00 00 20 00               ; low: test ebx,0x200000
    74 04                           ; je 10004e (words)
    ee                              ; out dx,al
    ec                              ; in al,dx
    eb 10                           ; jmp 10005e (memory)
    f7 c3 00 00 40 00               ; words: test ebx,0x400000
    74 06                           ; je 10005c (longs)
    66 ef                           ; out dx,ax
    66 ed                           ; in ax,dx
    eb 02                           ; jmp 10005e (memory)
    ef                              ; longs: out dx,eax
    ed                              ; in eax,dx
    0f b7 cb                        ; memory: movzx ecx,bx
    89 1c 4d 00 00 0a 00            ; mov DWORD PTR [ecx*2+0xa0000],ebx
    8b 04 4d 00 00 0a 00            ; mov eax,DWORD PTR [ecx*2+0xa0000]
    89 99 00 00 bf fe               ; mov DWORD PTR [ecx-0x1410000],ebx
    8b 81 00 00 bf fe               ; mov eax,DWORD PTR [ecx-0x1410000]
    eb 8d                           ; jmp 10000a (next)
    8d 76 00                        ; lea esi,[esi+0x0]
    20 00 21 00 a0 00 a1 00 40 00 41 00 42 00 43 00  ; ports:
    61 00 60 00 64 00 60 00 f8 03 f9 03 fa 03 fb 03
    fc 03 fd 03 fe 03 ff 03 70 00 71 00 70 00 71 00
    f8 0c fc 0c f8 0c fd 0c f8 0c fe 0c ce 01 cf 01
    d0 01 ce 01 d0 01 c0 03 c1 03 c2 03 c4 03 c5 03
    c6 03 c7 03 c8 03 c9 03 ce 03 cf 03 d4 03 d5 03
    da 03 10 05 11 05 14 05 18 05 d0 04 d1 04 92 00
    e9 00 80 00 00 06 02 06 08 06 b2 00 ce 01 cf 01
    """,
    symbols: "0=start a=next 42=low 4e=words 5c=longs 5e=memory 80=ports")
}
