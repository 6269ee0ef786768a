/// The one-byte opcodes: Intel SDM volume 2, table A-2, and the groups 1 to 5 and 11 of table A-6.
let oneByteMap = """
  [base]
  00 | add Eb, Gb | lock
  01 | add Ev, Gv | lock
  02 | add Gb, Eb
  03 | add Gv, Ev
  04 | add AL, Ib
  05 | add rAX, Iz
  06 | push ES | no64
  07 | pop ES | no64
  08 | or Eb, Gb | lock
  09 | or Ev, Gv | lock
  0A | or Gb, Eb
  0B | or Gv, Ev
  0C | or AL, Ib
  0D | or rAX, Iz
  0E | push CS | no64
  10 | adc Eb, Gb | lock
  11 | adc Ev, Gv | lock
  12 | adc Gb, Eb
  13 | adc Gv, Ev
  14 | adc AL, Ib
  15 | adc rAX, Iz
  16 | push SS | no64
  17 | pop SS | no64
  18 | sbb Eb, Gb | lock
  19 | sbb Ev, Gv | lock
  1A | sbb Gb, Eb
  1B | sbb Gv, Ev
  1C | sbb AL, Ib
  1D | sbb rAX, Iz
  1E | push DS | no64
  1F | pop DS | no64
  20 | and Eb, Gb | lock
  21 | and Ev, Gv | lock
  22 | and Gb, Eb
  23 | and Gv, Ev
  24 | and AL, Ib
  25 | and rAX, Iz
  27 | daa | no64
  28 | sub Eb, Gb | lock
  29 | sub Ev, Gv | lock
  2A | sub Gb, Eb
  2B | sub Gv, Ev
  2C | sub AL, Ib
  2D | sub rAX, Iz
  2F | das | no64
  30 | xor Eb, Gb | lock
  31 | xor Ev, Gv | lock
  32 | xor Gb, Eb
  33 | xor Gv, Ev
  34 | xor AL, Ib
  35 | xor rAX, Iz
  37 | aaa | no64
  38 | cmp Eb, Gb
  39 | cmp Ev, Gv
  3A | cmp Gb, Eb
  3B | cmp Gv, Ev
  3C | cmp AL, Ib
  3D | cmp rAX, Iz
  3F | aas | no64

  40+r | inc Zv | no64
  48+r | dec Zv | no64
  50+r | push Zv | d64
  58+r | pop Zv | d64
  60 | pusha | no64
  61 | popa | no64
  62 | bound Gv, Ma | no64
  63 | arpl Ew, Gw | no64
  63 | movsxd Gv, Ez | only64 longMode
  68 | push Iz | d64
  69 | imul Gv, Ev, Iz
  6A | push sIb | d64
  6B | imul Gv, Ev, sIb
  6C | ins Yb
  6D | ins Yz | max32
  6E | outs Xb
  6F | outs Xz | max32
  70+c | jcc Jb | f64

  80 /0 | add Eb, Ib | lock
  80 /1 | or Eb, Ib | lock
  80 /2 | adc Eb, Ib | lock
  80 /3 | sbb Eb, Ib | lock
  80 /4 | and Eb, Ib | lock
  80 /5 | sub Eb, Ib | lock
  80 /6 | xor Eb, Ib | lock
  80 /7 | cmp Eb, Ib
  81 /0 | add Ev, Iz | lock
  81 /1 | or Ev, Iz | lock
  81 /2 | adc Ev, Iz | lock
  81 /3 | sbb Ev, Iz | lock
  81 /4 | and Ev, Iz | lock
  81 /5 | sub Ev, Iz | lock
  81 /6 | xor Ev, Iz | lock
  81 /7 | cmp Ev, Iz
  82 /0 | add Eb, Ib | lock no64
  82 /1 | or Eb, Ib | lock no64
  82 /2 | adc Eb, Ib | lock no64
  82 /3 | sbb Eb, Ib | lock no64
  82 /4 | and Eb, Ib | lock no64
  82 /5 | sub Eb, Ib | lock no64
  82 /6 | xor Eb, Ib | lock no64
  82 /7 | cmp Eb, Ib | no64
  83 /0 | add Ev, sIb | lock
  83 /1 | or Ev, sIb | lock
  83 /2 | adc Ev, sIb | lock
  83 /3 | sbb Ev, sIb | lock
  83 /4 | and Ev, sIb | lock
  83 /5 | sub Ev, sIb | lock
  83 /6 | xor Ev, sIb | lock
  83 /7 | cmp Ev, sIb
  84 | test Eb, Gb
  85 | test Ev, Gv
  86 | xchg Eb, Gb | lock
  87 | xchg Ev, Gv | lock
  88 | mov Eb, Gb
  89 | mov Ev, Gv
  8A | mov Gb, Eb
  8B | mov Gv, Ev
  8C | mov Rv/Mw, Sw
  8D | lea Gv, M
  8E | mov Sw, Ew | wseg
  8F /0 | pop Ev | d64

  90 | nop | b0
  90 | xchg Zv, rAX | b1
  F3 90 | pause | b0
  F3 90 | xchg Zv, rAX | b1
  91 | xchg Zv, rAX
  92 | xchg Zv, rAX
  93 | xchg Zv, rAX
  94 | xchg Zv, rAX
  95 | xchg Zv, rAX
  96 | xchg Zv, rAX
  97 | xchg Zv, rAX
  98 | cbw
  99 | cwd
  9A | callFar Ap | no64
  9B | fwait | x87
  9C | pushf | d64
  9D | popf | d64
  9E | sahf
  9F | lahf
  A0 | mov AL, Ob
  A1 | mov rAX, Ov
  A2 | mov Ob, AL
  A3 | mov Ov, rAX
  A4 | movs Xb
  A5 | movs Xv
  A6 | cmps Xb
  A7 | cmps Xv
  A8 | test AL, Ib
  A9 | test rAX, Iz
  AA | stos Yb
  AB | stos Yv
  AC | lods Xb
  AD | lods Xv
  AE | scas Yb
  AF | scas Yv
  B0+r | mov Zb, Ib
  B8+r | mov Zv, Iv

  C0 /0 | rol Eb, Ib
  C0 /1 | ror Eb, Ib
  C0 /2 | rcl Eb, Ib
  C0 /3 | rcr Eb, Ib
  C0 /4 | shl Eb, Ib
  C0 /5 | shr Eb, Ib
  C0 /6 | shl Eb, Ib
  C0 /7 | sar Eb, Ib
  C1 /0 | rol Ev, Ib
  C1 /1 | ror Ev, Ib
  C1 /2 | rcl Ev, Ib
  C1 /3 | rcr Ev, Ib
  C1 /4 | shl Ev, Ib
  C1 /5 | shr Ev, Ib
  C1 /6 | shl Ev, Ib
  C1 /7 | sar Ev, Ib
  C2 | ret Iw | f64
  C3 | ret | f64
  C4 | les Gz, Mp | no64
  C5 | lds Gz, Mp | no64
  C6 /0 | mov Eb, Ib
  C7 /0 | mov Ev, Iz
  C8 | enter Iw, Ib | d64
  C9 | leave | d64
  CA | retFar Iw
  CB | retFar
  CC | int3
  CD | int Ib
  CE | into | no64
  CF | iret

  D0 /0 | rol Eb, 1
  D0 /1 | ror Eb, 1
  D0 /2 | rcl Eb, 1
  D0 /3 | rcr Eb, 1
  D0 /4 | shl Eb, 1
  D0 /5 | shr Eb, 1
  D0 /6 | shl Eb, 1
  D0 /7 | sar Eb, 1
  D1 /0 | rol Ev, 1
  D1 /1 | ror Ev, 1
  D1 /2 | rcl Ev, 1
  D1 /3 | rcr Ev, 1
  D1 /4 | shl Ev, 1
  D1 /5 | shr Ev, 1
  D1 /6 | shl Ev, 1
  D1 /7 | sar Ev, 1
  D2 /0 | rol Eb, CL
  D2 /1 | ror Eb, CL
  D2 /2 | rcl Eb, CL
  D2 /3 | rcr Eb, CL
  D2 /4 | shl Eb, CL
  D2 /5 | shr Eb, CL
  D2 /6 | shl Eb, CL
  D2 /7 | sar Eb, CL
  D3 /0 | rol Ev, CL
  D3 /1 | ror Ev, CL
  D3 /2 | rcl Ev, CL
  D3 /3 | rcr Ev, CL
  D3 /4 | shl Ev, CL
  D3 /5 | shr Ev, CL
  D3 /6 | shl Ev, CL
  D3 /7 | sar Ev, CL
  D4 | aam Ib | no64
  D5 | aad Ib | no64
  D7 | xlat BX

  E0 | loopne Jb | f64
  E1 | loope Jb | f64
  E2 | loop Jb | f64
  E3 | jcxz Jb | f64
  E4 | in AL, Ib
  E5 | in eAX, Ib | max32
  E6 | out Ib, AL
  E7 | out Ib, eAX | max32
  E8 | call Jz | f64
  E9 | jmp Jz | f64
  EA | jmpFar Ap | no64
  EB | jmp Jb | f64
  EC | in AL, DX
  ED | in eAX, DX | max32
  EE | out DX, AL
  EF | out DX, eAX | max32

  F1 | int1
  F4 | hlt
  F5 | cmc
  F6 /0 | test Eb, Ib
  F6 /1 | test Eb, Ib
  F6 /2 | not Eb | lock
  F6 /3 | neg Eb | lock
  F6 /4 | mul Eb
  F6 /5 | imul Eb
  F6 /6 | div Eb
  F6 /7 | idiv Eb
  F7 /0 | test Ev, Iz
  F7 /1 | test Ev, Iz
  F7 /2 | not Ev | lock
  F7 /3 | neg Ev | lock
  F7 /4 | mul Ev
  F7 /5 | imul Ev
  F7 /6 | div Ev
  F7 /7 | idiv Ev
  F8 | clc
  F9 | stc
  FA | cli
  FB | sti
  FC | cld
  FD | std
  FE /0 | inc Eb | lock
  FE /1 | dec Eb | lock
  FF /0 | inc Ev | lock
  FF /1 | dec Ev | lock
  FF /2 | call Ev | f64
  FF /3 | callFar Mp
  FF /4 | jmp Ev | f64
  FF /5 | jmpFar Mp
  FF /6 | push Ev | d64
  """
