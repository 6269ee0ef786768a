/// FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2 and FLDZ (SDM vol. 1, 8.3.4): rounded from more bits as RC says, without #P.
public enum X87Constant: Sendable, CaseIterable {
  case one, log2Of10, log2OfE, pi, log10Of2, lnOf2, zero
}

extension X87 {
  public mutating func load(_ constant: X87Constant) -> ExtendedReal {
    begin()
    switch constant {
    case .one: return .one
    case .zero: return .zero
    case .log2Of10: return load(exponent: 1, 0xD49A_784B_CD1B_8AFE_492B_F6FF_4DAF_DB4C)
    case .log2OfE: return load(exponent: 0, 0xB8AA_3B29_5C17_F0BB_BE87_FED0_691D_3E88)
    case .pi: return load(exponent: 1, 0xC90F_DAA2_2168_C234_C4C6_628B_80DC_1CD1)
    case .log10Of2: return load(exponent: -2, 0x9A20_9A84_FBCF_F798_8F89_59AC_0B7C_9178)
    case .lnOf2: return load(exponent: -1, 0xB172_17F7_D1CF_79AB_C9E3_B398_03F2_F6AF)
    }
  }

  private mutating func load(exponent: Int, _ significand: UInt128) -> ExtendedReal {
    let rounded = Unrounded.round(significand, toTop: 64, isNegative: false, rounding)
    return ExtendedReal(isNegative: false, exponent: exponent, significand: rounded.kept)
  }
}
