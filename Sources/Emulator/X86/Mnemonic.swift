/// What an instruction does, by the name Intel gives it (Intel SDM volume 2, chapters 3 to 5), in lower case.
///
/// Names that assemblers vary by size are one case, and ``Instruction/operandSize`` or ``Instruction/addressSize`` tells:
/// `.movs` is MOVSB to MOVSQ, `.cbw` is CBW, CWDE and CDQE, `.iret` is IRET to IRETQ, `.jcxz` is JCXZ to JRCXZ, `.fxsave`
/// is FXSAVE and FXSAVE64. Names that vary by condition are one case and ``Instruction/condition`` tells. Far transfers have
/// names of their own. A legacy SSE instruction and its VEX form differ by the letter v, as in the manual.
public enum Mnemonic: UInt16, CaseIterable, Codable, Sendable {
  case invalid

  // MARK: Integer arithmetic and logic
  case add, or, adc, sbb, and, sub, xor, cmp
  case inc, dec, not, neg, mul, imul, div, idiv, test
  case rol, ror, rcl, rcr, shl, shr, sar, shld, shrd
  case bt, bts, btr, btc, bsf, bsr
  case aaa, aas, aam, aad, daa, das
  case cbw, cwd, bswap, xadd, cmpxchg, cmpxchg8b, cmpxchg16b
  case movbe, crc32, popcnt, lzcnt, tzcnt, adcx, adox, rdrand, rdseed

  // MARK: Moving data
  case mov, movsx, movsxd, movzx, lea, xchg, xlat, cmovcc, setcc
  case push, pop, pusha, popa, pushf, popf, enter, leave
  case lahf, sahf, clc, stc, cmc, cld, std
  case lds, les, lss, lfs, lgs, bound

  // MARK: Strings and ports
  case movs, cmps, scas, lods, stos, ins, outs
  case `in`, out

  // MARK: Transfers of control
  case jmp, jcc, call, ret, loop, loope, loopne, jcxz
  case jmpFar, callFar, retFar, iret
  case int, int1, int3, into
  case syscall, sysret, sysenter, sysexit

  // MARK: Hints, barriers and caches
  case nop, pause, endbr32, endbr64
  case prefetch, prefetchw, prefetchwt1, prefetchnta, prefetcht0, prefetcht1, prefetcht2
  case lfence, mfence, sfence, clflush, clflushopt, clwb
  case ud0, ud1, ud2

  // MARK: System
  case hlt, cli, sti, clac, stac, clts, cpuid
  case lgdt, sgdt, lidt, sidt, lldt, sldt, ltr, str, lmsw, smsw
  case lar, lsl, verr, verw, arpl
  case invd, wbinvd, invlpg, invpcid
  case rdmsr, wrmsr, rdtsc, rdtscp, rdpmc, rdpid, rsm
  case swapgs, rdfsbase, rdgsbase, wrfsbase, wrgsbase
  case monitor, mwait
  case xgetbv, xsetbv, xsave, xrstor, xsaveopt, xsavec, xsaves, xrstors
  case fxsave, fxrstor, ldmxcsr, stmxcsr

  // MARK: x87
  case fadd, faddp, fiadd, fsub, fsubp, fisub, fsubr, fsubrp, fisubr
  case fmul, fmulp, fimul, fdiv, fdivp, fidiv, fdivr, fdivrp, fidivr
  case fcom, fcomp, fcompp, fucom, fucomp, fucompp, ficom, ficomp
  case fcomi, fcomip, fucomi, fucomip, ftst, fxam
  case fld, fst, fstp, fild, fist, fistp, fisttp, fbld, fbstp, fxch
  case fcmovb, fcmove, fcmovbe, fcmovu, fcmovnb, fcmovne, fcmovnbe, fcmovnu
  case fld1, fldl2t, fldl2e, fldpi, fldlg2, fldln2, fldz
  case fabs, fchs, fsqrt, frndint, fscale, fxtract, fprem, fprem1
  case fsin, fcos, fsincos, fptan, fpatan, f2xm1, fyl2x, fyl2xp1
  case ffree, ffreep, fdecstp, fincstp, fnop, fwait
  case fninit, fnclex, fldcw, fnstcw, fnstsw, fldenv, fnstenv, frstor, fnsave
  /// 8087 and 287 leftovers: FENI, FDISI and FSETPM do nothing since the 387 (Intel SDM volume 3, section 24.18).
  case feni, fdisi, fsetpm

  // MARK: MMX, and the packed integers of SSE2 under the same names
  case emms, movd, movq, movntq, maskmovq
  case packsswb, packssdw, packuswb, punpcklbw, punpcklwd, punpckldq, punpckhbw, punpckhwd, punpckhdq
  case paddb, paddw, paddd, paddq, paddsb, paddsw, paddusb, paddusw
  case psubb, psubw, psubd, psubq, psubsb, psubsw, psubusb, psubusw
  case pmulhw, pmullw, pmulhuw, pmuludq, pmaddwd
  case pcmpeqb, pcmpeqw, pcmpeqd, pcmpgtb, pcmpgtw, pcmpgtd
  case pand, pandn, por, pxor
  case psllw, pslld, psllq, psrlw, psrld, psrlq, psraw, psrad
  case pavgb, pavgw, pmaxsw, pmaxub, pminsw, pminub, pmovmskb, psadbw, pshufw, pinsrw, pextrw

  // MARK: SSE
  case movaps, movups, movss, movlps, movhps, movlhps, movhlps, movmskps, movntps
  case addps, addss, subps, subss, mulps, mulss, divps, divss
  case sqrtps, sqrtss, rsqrtps, rsqrtss, rcpps, rcpss, minps, minss, maxps, maxss
  case andps, andnps, orps, xorps, cmpps, cmpss, comiss, ucomiss
  case shufps, unpcklps, unpckhps
  case cvtpi2ps, cvtps2pi, cvttps2pi, cvtsi2ss, cvtss2si, cvttss2si

  // MARK: SSE2
  case movapd, movupd, movsd, movlpd, movhpd, movmskpd, movntpd, movnti, movntdq
  case movdqa, movdqu, movq2dq, movdq2q, maskmovdqu
  case addpd, addsd, subpd, subsd, mulpd, mulsd, divpd, divsd
  case sqrtpd, sqrtsd, minpd, minsd, maxpd, maxsd
  case andpd, andnpd, orpd, xorpd, cmppd, cmpsd, comisd, ucomisd
  case shufpd, unpcklpd, unpckhpd
  case cvtpi2pd, cvtpd2pi, cvttpd2pi, cvtsi2sd, cvtsd2si, cvttsd2si
  case cvtps2pd, cvtpd2ps, cvtss2sd, cvtsd2ss, cvtdq2ps, cvtps2dq, cvttps2dq, cvtdq2pd, cvtpd2dq, cvttpd2dq
  case pshufd, pshufhw, pshuflw, pslldq, psrldq, punpcklqdq, punpckhqdq

  // MARK: SSE3, SSSE3
  case addsubps, addsubpd, haddps, haddpd, hsubps, hsubpd, lddqu, movddup, movshdup, movsldup
  case pshufb, phaddw, phaddd, phaddsw, phsubw, phsubd, phsubsw, pmaddubsw, pmulhrsw
  case psignb, psignw, psignd, pabsb, pabsw, pabsd, palignr

  // MARK: SSE4.1, SSE4.2
  case blendps, blendpd, blendvps, blendvpd, pblendvb, pblendw, dpps, dppd, mpsadbw
  case extractps, insertps, pextrb, pextrd, pextrq, pinsrb, pinsrd, pinsrq, movntdqa
  case packusdw, pcmpeqq, pcmpgtq, phminposuw, ptest, pmuldq, pmulld
  case pmaxsb, pmaxsd, pmaxud, pmaxuw, pminsb, pminsd, pminud, pminuw
  case pmovsxbw, pmovsxbd, pmovsxbq, pmovsxwd, pmovsxwq, pmovsxdq
  case pmovzxbw, pmovzxbd, pmovzxbq, pmovzxwd, pmovzxwq, pmovzxdq
  case roundps, roundpd, roundss, roundsd
  case pcmpestri, pcmpestrm, pcmpistri, pcmpistrm

  // MARK: Cryptography
  case aesenc, aesenclast, aesdec, aesdeclast, aesimc, aeskeygenassist, pclmulqdq
  case sha1rnds4, sha1nexte, sha1msg1, sha1msg2, sha256rnds2, sha256msg1, sha256msg2

  // MARK: BMI1, BMI2
  case andn, bextr, blsi, blsmsk, blsr, bzhi, mulx, pdep, pext, rorx, sarx, shlx, shrx

  // MARK: AVX: the SSE instructions in VEX form
  case vmovaps, vmovapd, vmovups, vmovupd, vmovss, vmovsd, vmovlps, vmovlpd, vmovhps, vmovhpd, vmovlhps, vmovhlps
  case vmovmskps, vmovmskpd, vmovntps, vmovntpd, vmovntdq, vmovntdqa, vmovdqa, vmovdqu, vmovd, vmovq
  case vmovddup, vmovshdup, vmovsldup, vlddqu, vmaskmovdqu
  case vaddps, vaddpd, vaddss, vaddsd, vsubps, vsubpd, vsubss, vsubsd, vmulps, vmulpd, vmulss, vmulsd
  case vdivps, vdivpd, vdivss, vdivsd, vminps, vminpd, vminss, vminsd, vmaxps, vmaxpd, vmaxss, vmaxsd
  case vsqrtps, vsqrtpd, vsqrtss, vsqrtsd, vrsqrtps, vrsqrtss, vrcpps, vrcpss
  case vaddsubps, vaddsubpd, vhaddps, vhaddpd, vhsubps, vhsubpd
  case vandps, vandpd, vandnps, vandnpd, vorps, vorpd, vxorps, vxorpd
  case vcmpps, vcmppd, vcmpss, vcmpsd, vcomiss, vcomisd, vucomiss, vucomisd
  case vshufps, vshufpd, vunpcklps, vunpcklpd, vunpckhps, vunpckhpd
  case vcvtsi2ss, vcvtss2si, vcvttss2si, vcvtsi2sd, vcvtsd2si, vcvttsd2si
  case vcvtps2pd, vcvtpd2ps, vcvtss2sd, vcvtsd2ss, vcvtdq2ps, vcvtps2dq, vcvttps2dq
  case vcvtdq2pd, vcvtpd2dq, vcvttpd2dq
  case vblendps, vblendpd, vblendvps, vblendvpd, vpblendvb, vpblendw, vdpps, vdppd, vmpsadbw
  case vroundps, vroundpd, vroundss, vroundsd, vinsertps, vextractps
  case vpinsrb, vpinsrw, vpinsrd, vpinsrq, vpextrb, vpextrw, vpextrd, vpextrq
  case vpacksswb, vpackssdw, vpackuswb, vpackusdw
  case vpunpcklbw, vpunpcklwd, vpunpckldq, vpunpcklqdq, vpunpckhbw, vpunpckhwd, vpunpckhdq, vpunpckhqdq
  case vpaddb, vpaddw, vpaddd, vpaddq, vpaddsb, vpaddsw, vpaddusb, vpaddusw
  case vpsubb, vpsubw, vpsubd, vpsubq, vpsubsb, vpsubsw, vpsubusb, vpsubusw
  case vpmulhw, vpmullw, vpmulhuw, vpmuludq, vpmuldq, vpmulld, vpmulhrsw, vpmaddwd, vpmaddubsw
  case vpcmpeqb, vpcmpeqw, vpcmpeqd, vpcmpeqq, vpcmpgtb, vpcmpgtw, vpcmpgtd, vpcmpgtq
  case vpand, vpandn, vpor, vpxor, vptest
  case vpsllw, vpslld, vpsllq, vpsrlw, vpsrld, vpsrlq, vpsraw, vpsrad, vpslldq, vpsrldq
  case vpavgb, vpavgw, vpmaxsb, vpmaxsw, vpmaxsd, vpmaxub, vpmaxuw, vpmaxud
  case vpminsb, vpminsw, vpminsd, vpminub, vpminuw, vpminud, vpmovmskb, vpsadbw, vphminposuw
  case vpshufb, vpshufd, vpshufhw, vpshuflw, vpalignr
  case vphaddw, vphaddd, vphaddsw, vphsubw, vphsubd, vphsubsw
  case vpsignb, vpsignw, vpsignd, vpabsb, vpabsw, vpabsd
  case vpmovsxbw, vpmovsxbd, vpmovsxbq, vpmovsxwd, vpmovsxwq, vpmovsxdq
  case vpmovzxbw, vpmovzxbd, vpmovzxbq, vpmovzxwd, vpmovzxwq, vpmovzxdq
  case vpcmpestri, vpcmpestrm, vpcmpistri, vpcmpistrm
  case vaesenc, vaesenclast, vaesdec, vaesdeclast, vaesimc, vaeskeygenassist, vpclmulqdq
  case vldmxcsr, vstmxcsr

  // MARK: AVX and AVX2: what SSE does not have
  case vzeroupper, vzeroall, vbroadcastss, vbroadcastsd, vbroadcastf128
  case vextractf128, vinsertf128, vperm2f128, vpermilps, vpermilpd, vmaskmovps, vmaskmovpd, vtestps, vtestpd
  case vpbroadcastb, vpbroadcastw, vpbroadcastd, vpbroadcastq, vbroadcasti128
  case vextracti128, vinserti128, vperm2i128, vpermd, vpermq, vpermps, vpermpd, vpblendd
  case vpmaskmovd, vpmaskmovq, vpsllvd, vpsllvq, vpsrlvd, vpsrlvq, vpsravd
  case vgatherdps, vgatherdpd, vgatherqps, vgatherqpd, vpgatherdd, vpgatherdq, vpgatherqd, vpgatherqq
}
