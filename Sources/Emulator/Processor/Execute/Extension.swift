import X86

extension Processor {
  /// x87, MMX, SSE and later.
  func executeExtension(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .fxsave: try fxsave(i)
    case .fxrstor: try fxrstor(i)
    case .xsave: try xsave(i, optimized: false)
    case .xsaveopt: try xsave(i, optimized: true)
    case .xrstor: try xrstor(i)
    case .ldmxcsr: try loadMXCSR(i)
    case .stmxcsr: try storeMXCSR(i)
    case .movnti: try setValue(of: i.pointee.operand0, i, register(i.pointee.operand1))
    case .emms:
      try requireMMX()
      x87.top = 0
      x87.valid = 0
    default:
      let usesMMX = try requireVectorUnits(i)
      try executeVector(i)
      if usesMMX { x87.enterMMX() }
    }
  }

  /// Checks that the units whose registers an instruction names may be used; returns whether MMX is one of them.
  private func requireVectorUnits(_ i: InstructionPointer) throws(Fault) -> Bool {
    let first = i.pointee.operand0.registerClass
    let second = i.pointee.operand1.registerClass
    if first == .xmm || second == .xmm { try requireSSE() }
    // CVTPI2PS is an MMX instruction also when its source is in memory.
    guard first == .mmx || second == .mmx || i.pointee.mnemonic == .cvtpi2ps else { return false }
    try requireMMX()
    return true
  }

  private func executeVector(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .movaps, .movapd, .movdqa, .movntps, .movntpd, .movntdq, .movntdqa: try moveVector(i, isAligned: true)
    case .movups, .movupd, .movdqu, .lddqu: try moveVector(i, isAligned: false)
    case .movss, .movsd: try moveScalar(i)
    case .movd, .movq, .movq2dq, .movdq2q: try moveLow(i)
    case .movlps, .movlpd, .movhps, .movhpd, .movlhps, .movhlps: try moveHalf(i)
    case .movntq: try moveNonTemporal(i)
    case .movmskps, .movmskpd, .pmovmskb: moveMask(i)
    case .maskmovq, .maskmovdqu: try moveMasked(i)
    case .pextrb, .pextrw, .pextrd, .pextrq, .extractps: try extractElement(i)
    case .pinsrb, .pinsrw, .pinsrd, .pinsrq: try insertElement(i)
    case .insertps: try insertSingle(i)

    case .paddb, .paddw, .paddd, .paddq, .paddsb, .paddsw, .paddusb, .paddusw, .psubb, .psubw, .psubd, .psubq, .psubsb,
      .psubsw, .psubusb, .psubusw, .pavgb, .pavgw:
      try packedAdd(i)
    case .pmullw, .pmulld, .pmulhw, .pmulhuw, .pmulhrsw, .pmuludq, .pmuldq, .pmaddwd, .pmaddubsw: try packedMultiply(i)
    case .pmaxsb, .pmaxsw, .pmaxsd, .pmaxub, .pmaxuw, .pmaxud, .pminsb, .pminsw, .pminsd, .pminub, .pminuw, .pminud:
      try packedExtremum(i)
    case .psignb, .psignw, .psignd, .pabsb, .pabsw, .pabsd: try packedSign(i)
    case .pand, .pandn, .por, .pxor, .andps, .andpd, .andnps, .andnpd, .orps, .orpd, .xorps, .xorpd: try packedLogic(i)
    case .pcmpeqb, .pcmpeqw, .pcmpeqd, .pcmpeqq, .pcmpgtb, .pcmpgtw, .pcmpgtd, .pcmpgtq: try packedCompare(i)
    case .ptest: try packedTest(i)
    case .psllw, .pslld, .psllq, .psrlw, .psrld, .psrlq, .psraw, .psrad, .pslldq, .psrldq: try packedShift(i)
    case .phaddw, .phaddd, .phaddsw, .phsubw, .phsubd, .phsubsw: try packedHorizontal(i)
    case .psadbw, .mpsadbw, .phminposuw: try packedDifferences(i)

    case .packsswb, .packssdw, .packuswb, .packusdw: try pack(i)
    case .punpcklbw, .punpcklwd, .punpckldq, .punpcklqdq, .punpckhbw, .punpckhwd, .punpckhdq, .punpckhqdq, .unpcklps,
      .unpcklpd, .unpckhps, .unpckhpd:
      try unpack(i)
    case .pmovsxbw, .pmovsxbd, .pmovsxbq, .pmovsxwd, .pmovsxwq, .pmovsxdq, .pmovzxbw, .pmovzxbd, .pmovzxbq, .pmovzxwd,
      .pmovzxwq, .pmovzxdq:
      try widen(i)
    case .pshufd, .pshuflw, .pshufhw, .pshufw, .shufps, .shufpd, .movddup, .movsldup, .movshdup, .pshufb, .palignr:
      try shuffle(i)
    case .blendps, .blendpd, .blendvps, .blendvpd, .pblendw, .pblendvb: try blend(i)
    default: try executeFloat(i)
    }
  }

  private func executeFloat(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .addss, .addsd, .addps, .addpd, .subss, .subsd, .subps, .subpd, .mulss, .mulsd, .mulps, .mulpd, .divss, .divsd,
      .divps, .divpd, .minss, .minsd, .minps, .minpd, .maxss, .maxsd, .maxps, .maxpd, .sqrtss, .sqrtsd, .sqrtps,
      .sqrtpd:
      try floatArithmetic(i)
    case .cmpss, .cmpsd, .cmpps, .cmppd: try floatCompare(i)
    case .comiss, .comisd, .ucomiss, .ucomisd: try floatCompareToFlags(i)
    case .roundss, .roundsd, .roundps, .roundpd: try floatRound(i)
    case .addsubps, .addsubpd, .haddps, .haddpd, .hsubps, .hsubpd: try floatAcross(i)
    case .dpps, .dppd: try dotProduct(i)
    case .rcpss, .rcpps, .rsqrtss, .rsqrtps: try floatEstimate(i)
    case .cvtsi2ss, .cvtsi2sd: try convertFromInteger(i)
    case .cvtss2si, .cvttss2si, .cvtsd2si, .cvttsd2si: try convertToInteger(i)
    case .cvtss2sd, .cvtsd2ss: try convertScalar(i)
    case .cvtpi2ps, .cvtpi2pd, .cvtps2pi, .cvttps2pi, .cvtpd2pi, .cvttpd2pi, .cvtps2pd, .cvtpd2ps, .cvtdq2ps, .cvtdq2pd,
      .cvtps2dq, .cvttps2dq, .cvtpd2dq, .cvttpd2dq:
      try convertPacked(i)
    case .pcmpestri, .pcmpestrm, .pcmpistri, .pcmpistrm: try compareStrings(i)
    case .aesenc, .aesenclast, .aesdec, .aesdeclast, .aesimc, .aeskeygenassist: try aes(i)
    case .pclmulqdq: try multiplyWithoutCarry(i)
    case .sha1rnds4, .sha1nexte, .sha1msg1, .sha1msg2, .sha256rnds2, .sha256msg1, .sha256msg2: try sha(i)
    default: try executeAbsent(i)
    }
  }

  /// x87 instructions, and those that CPUID does not offer.
  private func executeAbsent(_ i: InstructionPointer) throws(Fault) {
    if (0xD8...0xDF).contains(i.pointee.opcode) || i.pointee.mnemonic == .fwait { return try executeX87(i) }
    throw .invalidOpcode
  }
}
