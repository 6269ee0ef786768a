/// The x87 escapes D8 to DF: Intel SDM volume 2, section A.5. With memory, ModRM's reg field chooses; with a register, it
/// chooses and r/m is the stack register. The doubles that the manual leaves out (`DC D0` is `fcom` again) work on every
/// processor and are here for that reason.
let x87Map = """
  [x87]
  D8 /0 | fadd Md
  D8 /1 | fmul Md
  D8 /2 | fcom Md
  D8 /3 | fcomp Md
  D8 /4 | fsub Md
  D8 /5 | fsubr Md
  D8 /6 | fdiv Md
  D8 /7 | fdivr Md
  D8 /0 | fadd ST0, STi
  D8 /1 | fmul ST0, STi
  D8 /2 | fcom STi
  D8 /3 | fcomp STi
  D8 /4 | fsub ST0, STi
  D8 /5 | fsubr ST0, STi
  D8 /6 | fdiv ST0, STi
  D8 /7 | fdivr ST0, STi

  D9 /0 | fld Md
  D9 /2 | fst Md
  D9 /3 | fstp Md
  D9 /4 | fldenv M
  D9 /5 | fldcw Mw
  D9 /6 | fnstenv M
  D9 /7 | fnstcw Mw
  D9 /0 | fld STi
  D9 /1 | fxch STi
  D9 D0 | fnop
  D9 /3 | fstp STi
  D9 E0 | fchs
  D9 E1 | fabs
  D9 E4 | ftst
  D9 E5 | fxam
  D9 E8 | fld1
  D9 E9 | fldl2t
  D9 EA | fldl2e
  D9 EB | fldpi
  D9 EC | fldlg2
  D9 ED | fldln2
  D9 EE | fldz
  D9 F0 | f2xm1
  D9 F1 | fyl2x
  D9 F2 | fptan
  D9 F3 | fpatan
  D9 F4 | fxtract
  D9 F5 | fprem1
  D9 F6 | fdecstp
  D9 F7 | fincstp
  D9 F8 | fprem
  D9 F9 | fyl2xp1
  D9 FA | fsqrt
  D9 FB | fsincos
  D9 FC | frndint
  D9 FD | fscale
  D9 FE | fsin
  D9 FF | fcos

  DA /0 | fiadd Md
  DA /1 | fimul Md
  DA /2 | ficom Md
  DA /3 | ficomp Md
  DA /4 | fisub Md
  DA /5 | fisubr Md
  DA /6 | fidiv Md
  DA /7 | fidivr Md
  DA /0 | fcmovb ST0, STi | cmov
  DA /1 | fcmove ST0, STi | cmov
  DA /2 | fcmovbe ST0, STi | cmov
  DA /3 | fcmovu ST0, STi | cmov
  DA E9 | fucompp

  DB /0 | fild Md
  DB /1 | fisttp Md | sse3
  DB /2 | fist Md
  DB /3 | fistp Md
  DB /5 | fld Mt
  DB /7 | fstp Mt
  DB /0 | fcmovnb ST0, STi | cmov
  DB /1 | fcmovne ST0, STi | cmov
  DB /2 | fcmovnbe ST0, STi | cmov
  DB /3 | fcmovnu ST0, STi | cmov
  DB E0 | feni
  DB E1 | fdisi
  DB E2 | fnclex
  DB E3 | fninit
  DB E4 | fsetpm
  DB /5 | fucomi ST0, STi | cmov
  DB /6 | fcomi ST0, STi | cmov

  DC /0 | fadd Mq
  DC /1 | fmul Mq
  DC /2 | fcom Mq
  DC /3 | fcomp Mq
  DC /4 | fsub Mq
  DC /5 | fsubr Mq
  DC /6 | fdiv Mq
  DC /7 | fdivr Mq
  DC /0 | fadd STi, ST0
  DC /1 | fmul STi, ST0
  DC /2 | fcom STi
  DC /3 | fcomp STi
  DC /4 | fsubr STi, ST0
  DC /5 | fsub STi, ST0
  DC /6 | fdivr STi, ST0
  DC /7 | fdiv STi, ST0

  DD /0 | fld Mq
  DD /1 | fisttp Mq | sse3
  DD /2 | fst Mq
  DD /3 | fstp Mq
  DD /4 | frstor M
  DD /6 | fnsave M
  DD /7 | fnstsw Mw
  DD /0 | ffree STi
  DD /1 | fxch STi
  DD /2 | fst STi
  DD /3 | fstp STi
  DD /4 | fucom STi
  DD /5 | fucomp STi

  DE /0 | fiadd Mw
  DE /1 | fimul Mw
  DE /2 | ficom Mw
  DE /3 | ficomp Mw
  DE /4 | fisub Mw
  DE /5 | fisubr Mw
  DE /6 | fidiv Mw
  DE /7 | fidivr Mw
  DE /0 | faddp STi, ST0
  DE /1 | fmulp STi, ST0
  DE /2 | fcomp STi
  DE D9 | fcompp
  DE /4 | fsubrp STi, ST0
  DE /5 | fsubp STi, ST0
  DE /6 | fdivrp STi, ST0
  DE /7 | fdivp STi, ST0

  DF /0 | fild Mw
  DF /1 | fisttp Mw | sse3
  DF /2 | fist Mw
  DF /3 | fistp Mw
  DF /4 | fbld Mt
  DF /5 | fild Mq
  DF /6 | fbstp Mt
  DF /7 | fistp Mq
  DF /0 | ffreep STi
  DF /1 | fxch STi
  DF /2 | fstp STi
  DF /3 | fstp STi
  DF E0 | fnstsw AX
  DF /5 | fucomip ST0, STi | cmov
  DF /6 | fcomip ST0, STi | cmov
  """
