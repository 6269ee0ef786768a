/// Kernels of a few instructions, assembled by hand: each line has the bytes and what they say.
package enum SmallKernel {
  /// Bytes from hexadecimal digits; everything after a semicolon is a comment.
  package static func assemble(_ listing: String) -> [UInt8] {
    listing.split(separator: "\n").flatMap { line in
      line.prefix { $0 != ";" }.split(separator: " ").map { UInt8($0, radix: 16)! }
    }
  }

  /// Writes a line to COM1 and leaves through the debug-exit port with 0x10.
  package static let hello = kernel(
    """
    be 18 00 10 00                  ; start: mov esi,0x100018
    66 ba f8 03                     ; mov dx,0x3f8
    ac                              ; next: lods al,BYTE PTR ds:[esi]
    84 c0                           ; test al,al
    74 03                           ; je 100011 (done)
    ee                              ; out dx,al
    eb f8                           ; jmp 100009 (next)
    b0 10                           ; done: mov al,0x10
    e6 f4                           ; out 0xf4,al
    f4                              ; halt: hlt
    eb fd                           ; jmp 100015 (halt)
    48 65 6c 6c 6f 2c 20 6d 61 63 68 69 6e 65 21 0a  ; text:
    00
    """,
    symbols: "0=start 9=next 11=done 15=halt 18=text")

  /// Sleeps in HLT, and is woken by the timer a thousand times a second; counts in `ticks` and `woken`.
  package static let ticker = kernel(
    """
    bc 00 00 11 00                  ; start: mov esp,0x110000
    0f 01 1d 58 00 10 00            ; lidtd ds:0x100058
    b8 4b 00 10 00                  ; mov eax,0x10004b
    66 a3 60 00 10 00               ; mov ds:0x100060,ax
    c1 e8 10                        ; shr eax,0x10
    66 a3 66 00 10 00               ; mov ds:0x100066,ax
    b0 11                           ; mov al,0x11
    e6 20                           ; out 0x20,al
    b0 20                           ; mov al,0x20
    e6 21                           ; out 0x21,al
    b0 04                           ; mov al,0x4
    e6 21                           ; out 0x21,al
    b0 01                           ; mov al,0x1
    e6 21                           ; out 0x21,al
    b0 fe                           ; mov al,0xfe
    e6 21                           ; out 0x21,al
    b0 34                           ; mov al,0x34
    e6 43                           ; out 0x43,al
    b0 a9                           ; mov al,0xa9
    e6 40                           ; out 0x40,al
    b0 04                           ; mov al,0x4
    e6 40                           ; out 0x40,al
    fb                              ; sti
    f4                              ; sleep: hlt
    83 05 6c 00 10 00 01            ; add DWORD PTR ds:0x10006c,0x1
    eb f6                           ; jmp 100041 (sleep)
    50                              ; handler: push eax
    ff 05 68 00 10 00               ; inc DWORD PTR ds:0x100068
    b0 20                           ; mov al,0x20
    e6 20                           ; out 0x20,al
    58                              ; pop eax
    cf                              ; iret
    07 01 60 ff 0f 00 66 90  ; idtr:
    00 00 08 00 00 8e 00 00  ; gate:
    00 00 00 00  ; ticks:
    00 00 00 00  ; woken:
    """,
    symbols: "0=start 41=sleep 4b=handler 58=idtr 60=gate 68=ticks 6c=woken")

  /// Turns paging on, with a window to address 0 at 0xC0000000, writes through it, halts; when woken, it crashes at `crash`.
  package static let pager = kernel(
    """
    c7 05 00 00 20 00 83 00 00 00   ; start: mov DWORD PTR ds:0x200000,0x83
    c7 05 00 0c 20 00 83 00 00 00   ; mov DWORD PTR ds:0x200c00,0x83
    0f 20 e0                        ; mov eax,cr4
    83 c8 10                        ; or eax,0x10
    0f 22 e0                        ; mov cr4,eax
    b8 00 00 20 00                  ; mov eax,0x200000
    0f 22 d8                        ; mov cr3,eax
    0f 20 c0                        ; mov eax,cr0
    0d 00 00 00 80                  ; or eax,0x80000000
    0f 22 c0                        ; mov cr0,eax
    c7 05 fe 0f 11 c0 78 56 34 12   ; mov DWORD PTR ds:0xc0110ffe,0x12345678
    f4                              ; hlt
    c7 05 00 00 00 40 01 00 00 00   ; crash: mov DWORD PTR ds:0x40000000,0x1
    """,
    symbols: "0=start 3b=crash")

  /// Copies scan codes from the keyboard controller, and bytes from COM1 plus one, to COM1; never sleeps.
  package static let echo = kernel(
    """
    e4 64                           ; start: in al,0x64
    a8 01                           ; test al,0x1
    74 07                           ; je 10000d (serial)
    e4 60                           ; in al,0x60
    66 ba f8 03                     ; mov dx,0x3f8
    ee                              ; out dx,al
    66 ba fd 03                     ; serial: mov dx,0x3fd
    ec                              ; in al,dx
    a8 01                           ; test al,0x1
    74 ea                           ; je 100000 (start)
    66 ba f8 03                     ; mov dx,0x3f8
    ec                              ; in al,dx
    fe c0                           ; inc al
    ee                              ; out dx,al
    eb e0                           ; jmp 100000 (start)
    """,
    symbols: "0=start d=serial")

  /// Sleeps in HLT, and copies each scan code from the keyboard to COM1 when its interrupt comes.
  package static let keys = kernel(
    """
    bc 00 00 11 00                  ; start: mov esp,0x110000
    0f 01 1d 48 00 10 00            ; lidtd ds:0x100048
    b8 38 00 10 00                  ; mov eax,0x100038
    66 a3 50 00 10 00               ; mov ds:0x100050,ax
    c1 e8 10                        ; shr eax,0x10
    66 a3 56 00 10 00               ; mov ds:0x100056,ax
    b0 11                           ; mov al,0x11
    e6 20                           ; out 0x20,al
    b0 20                           ; mov al,0x20
    e6 21                           ; out 0x21,al
    b0 04                           ; mov al,0x4
    e6 21                           ; out 0x21,al
    b0 01                           ; mov al,0x1
    e6 21                           ; out 0x21,al
    b0 fd                           ; mov al,0xfd
    e6 21                           ; out 0x21,al
    fb                              ; sti
    f4                              ; sleep: hlt
    eb fd                           ; jmp 100035 (sleep)
    e4 60                           ; handler: in al,0x60
    66 ba f8 03                     ; mov dx,0x3f8
    ee                              ; out dx,al
    b0 20                           ; mov al,0x20
    e6 20                           ; out 0x20,al
    cf                              ; iret
    8d 74 26 00                     ; lea esi,[esi+eiz*1+0x0]
    0f 01 48 ff 0f 00 66 90  ; idtr:
    00 00 08 00 00 8e 00 00  ; gate:
    """,
    symbols: "0=start 35=sleep 38=handler 48=idtr 50=gate")

  /// For tests that take a kernel as an argument.
  package static let endless = ["ticker": ticker, "echo": echo, "keys": keys]

  /// A kernel file with a symbol at each `offset=name`.
  static func kernel(_ listing: String, symbols: String) -> [UInt8] {
    var file = KernelFile.bare(assemble(listing))
    for symbol in symbols.split(separator: " ") {
      let parts = symbol.split(separator: "=")
      file.symbols.append(.init(name: String(parts[1]), address: 0x10_0000 + UInt64(parts[0], radix: 16)!))
    }
    return file.bytes
  }
}
