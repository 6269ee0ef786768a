/// AVX and AVX2: Intel SDM volume 2, tables and the instruction pages. `x` follows VEX.L; a row without a length
/// has both.
let avxMap = """
  [avx]
  VEX.NP.0F 10 | vmovups Vps, Wps
  VEX.66.0F 10 | vmovupd Vpd, Wpd
  VEX.F3.0F 10 | vmovss Vss, Mss
  VEX.F3.0F 10 | vmovss Vss, Hss, Uss
  VEX.F2.0F 10 | vmovsd Vsd, Msd
  VEX.F2.0F 10 | vmovsd Vsd, Hsd, Usd
  VEX.NP.0F 11 | vmovups Wps, Vps
  VEX.66.0F 11 | vmovupd Wpd, Vpd
  VEX.F3.0F 11 | vmovss Mss, Vss
  VEX.F3.0F 11 | vmovss Uss, Hss, Vss
  VEX.F2.0F 11 | vmovsd Msd, Vsd
  VEX.F2.0F 11 | vmovsd Usd, Hsd, Vsd
  VEX.128.NP.0F 12 | vmovlps Vdq, Hdq, Mq
  VEX.128.NP.0F 12 | vmovhlps Vdq, Hdq, Udq
  VEX.128.66.0F 12 | vmovlpd Vdq, Hdq, Mq
  VEX.F3.0F 12 | vmovsldup Vx, Wx
  VEX.128.F2.0F 12 | vmovddup Vdq, Wq
  VEX.256.F2.0F 12 | vmovddup Vx, Wx
  VEX.128.NP.0F 13 | vmovlps Mq, Vq
  VEX.128.66.0F 13 | vmovlpd Mq, Vq
  VEX.NP.0F 14 | vunpcklps Vps, Hps, Wps
  VEX.66.0F 14 | vunpcklpd Vpd, Hpd, Wpd
  VEX.NP.0F 15 | vunpckhps Vps, Hps, Wps
  VEX.66.0F 15 | vunpckhpd Vpd, Hpd, Wpd
  VEX.128.NP.0F 16 | vmovhps Vdq, Hdq, Mq
  VEX.128.NP.0F 16 | vmovlhps Vdq, Hdq, Udq
  VEX.128.66.0F 16 | vmovhpd Vdq, Hdq, Mq
  VEX.F3.0F 16 | vmovshdup Vx, Wx
  VEX.128.NP.0F 17 | vmovhps Mq, Vq
  VEX.128.66.0F 17 | vmovhpd Mq, Vq
  VEX.NP.0F 28 | vmovaps Vps, Wps
  VEX.66.0F 28 | vmovapd Vpd, Wpd
  VEX.NP.0F 29 | vmovaps Wps, Vps
  VEX.66.0F 29 | vmovapd Wpd, Vpd
  VEX.LIG.F3.0F 2A | vcvtsi2ss Vss, Hss, Ey
  VEX.LIG.F2.0F 2A | vcvtsi2sd Vsd, Hsd, Ey
  VEX.NP.0F 2B | vmovntps Mps, Vps
  VEX.66.0F 2B | vmovntpd Mpd, Vpd
  VEX.LIG.F3.0F 2C | vcvttss2si Gy, Wss
  VEX.LIG.F2.0F 2C | vcvttsd2si Gy, Wsd
  VEX.LIG.F3.0F 2D | vcvtss2si Gy, Wss
  VEX.LIG.F2.0F 2D | vcvtsd2si Gy, Wsd
  VEX.LIG.NP.0F 2E | vucomiss Vss, Wss
  VEX.LIG.66.0F 2E | vucomisd Vsd, Wsd
  VEX.LIG.NP.0F 2F | vcomiss Vss, Wss
  VEX.LIG.66.0F 2F | vcomisd Vsd, Wsd
  VEX.NP.0F 50 | vmovmskps Gd, Ups
  VEX.66.0F 50 | vmovmskpd Gd, Upd
  VEX.NP.0F 51 | vsqrtps Vps, Wps
  VEX.66.0F 51 | vsqrtpd Vpd, Wpd
  VEX.LIG.F3.0F 51 | vsqrtss Vss, Hss, Wss
  VEX.LIG.F2.0F 51 | vsqrtsd Vsd, Hsd, Wsd
  VEX.NP.0F 52 | vrsqrtps Vps, Wps
  VEX.LIG.F3.0F 52 | vrsqrtss Vss, Hss, Wss
  VEX.NP.0F 53 | vrcpps Vps, Wps
  VEX.LIG.F3.0F 53 | vrcpss Vss, Hss, Wss
  VEX.NP.0F 54 | vandps Vps, Hps, Wps
  VEX.66.0F 54 | vandpd Vpd, Hpd, Wpd
  VEX.NP.0F 55 | vandnps Vps, Hps, Wps
  VEX.66.0F 55 | vandnpd Vpd, Hpd, Wpd
  VEX.NP.0F 56 | vorps Vps, Hps, Wps
  VEX.66.0F 56 | vorpd Vpd, Hpd, Wpd
  VEX.NP.0F 57 | vxorps Vps, Hps, Wps
  VEX.66.0F 57 | vxorpd Vpd, Hpd, Wpd
  VEX.NP.0F 58 | vaddps Vps, Hps, Wps
  VEX.66.0F 58 | vaddpd Vpd, Hpd, Wpd
  VEX.LIG.F3.0F 58 | vaddss Vss, Hss, Wss
  VEX.LIG.F2.0F 58 | vaddsd Vsd, Hsd, Wsd
  VEX.NP.0F 59 | vmulps Vps, Hps, Wps
  VEX.66.0F 59 | vmulpd Vpd, Hpd, Wpd
  VEX.LIG.F3.0F 59 | vmulss Vss, Hss, Wss
  VEX.LIG.F2.0F 59 | vmulsd Vsd, Hsd, Wsd
  VEX.NP.0F 5A | vcvtps2pd Vpd, Wh
  VEX.66.0F 5A | vcvtpd2ps Vdq, Wpd
  VEX.LIG.F3.0F 5A | vcvtss2sd Vsd, Hsd, Wss
  VEX.LIG.F2.0F 5A | vcvtsd2ss Vss, Hss, Wsd
  VEX.NP.0F 5B | vcvtdq2ps Vps, Wx
  VEX.66.0F 5B | vcvtps2dq Vx, Wps
  VEX.F3.0F 5B | vcvttps2dq Vx, Wps
  VEX.NP.0F 5C | vsubps Vps, Hps, Wps
  VEX.66.0F 5C | vsubpd Vpd, Hpd, Wpd
  VEX.LIG.F3.0F 5C | vsubss Vss, Hss, Wss
  VEX.LIG.F2.0F 5C | vsubsd Vsd, Hsd, Wsd
  VEX.NP.0F 5D | vminps Vps, Hps, Wps
  VEX.66.0F 5D | vminpd Vpd, Hpd, Wpd
  VEX.LIG.F3.0F 5D | vminss Vss, Hss, Wss
  VEX.LIG.F2.0F 5D | vminsd Vsd, Hsd, Wsd
  VEX.NP.0F 5E | vdivps Vps, Hps, Wps
  VEX.66.0F 5E | vdivpd Vpd, Hpd, Wpd
  VEX.LIG.F3.0F 5E | vdivss Vss, Hss, Wss
  VEX.LIG.F2.0F 5E | vdivsd Vsd, Hsd, Wsd
  VEX.NP.0F 5F | vmaxps Vps, Hps, Wps
  VEX.66.0F 5F | vmaxpd Vpd, Hpd, Wpd
  VEX.LIG.F3.0F 5F | vmaxss Vss, Hss, Wss
  VEX.LIG.F2.0F 5F | vmaxsd Vsd, Hsd, Wsd
  VEX.128.66.0F 60 | vpunpcklbw Vx, Hx, Wx
  VEX.128.66.0F 61 | vpunpcklwd Vx, Hx, Wx
  VEX.128.66.0F 62 | vpunpckldq Vx, Hx, Wx
  VEX.128.66.0F 63 | vpacksswb Vx, Hx, Wx
  VEX.128.66.0F 64 | vpcmpgtb Vx, Hx, Wx
  VEX.128.66.0F 65 | vpcmpgtw Vx, Hx, Wx
  VEX.128.66.0F 66 | vpcmpgtd Vx, Hx, Wx
  VEX.128.66.0F 67 | vpackuswb Vx, Hx, Wx
  VEX.128.66.0F 68 | vpunpckhbw Vx, Hx, Wx
  VEX.128.66.0F 69 | vpunpckhwd Vx, Hx, Wx
  VEX.128.66.0F 6A | vpunpckhdq Vx, Hx, Wx
  VEX.128.66.0F 6B | vpackssdw Vx, Hx, Wx
  VEX.128.66.0F 6C | vpunpcklqdq Vx, Hx, Wx
  VEX.128.66.0F 6D | vpunpckhqdq Vx, Hx, Wx
  VEX.128.66.0F 74 | vpcmpeqb Vx, Hx, Wx
  VEX.128.66.0F 75 | vpcmpeqw Vx, Hx, Wx
  VEX.128.66.0F 76 | vpcmpeqd Vx, Hx, Wx
  VEX.256.66.0F 60 | vpunpcklbw Vx, Hx, Wx | avx2
  VEX.256.66.0F 61 | vpunpcklwd Vx, Hx, Wx | avx2
  VEX.256.66.0F 62 | vpunpckldq Vx, Hx, Wx | avx2
  VEX.256.66.0F 63 | vpacksswb Vx, Hx, Wx | avx2
  VEX.256.66.0F 64 | vpcmpgtb Vx, Hx, Wx | avx2
  VEX.256.66.0F 65 | vpcmpgtw Vx, Hx, Wx | avx2
  VEX.256.66.0F 66 | vpcmpgtd Vx, Hx, Wx | avx2
  VEX.256.66.0F 67 | vpackuswb Vx, Hx, Wx | avx2
  VEX.256.66.0F 68 | vpunpckhbw Vx, Hx, Wx | avx2
  VEX.256.66.0F 69 | vpunpckhwd Vx, Hx, Wx | avx2
  VEX.256.66.0F 6A | vpunpckhdq Vx, Hx, Wx | avx2
  VEX.256.66.0F 6B | vpackssdw Vx, Hx, Wx | avx2
  VEX.256.66.0F 6C | vpunpcklqdq Vx, Hx, Wx | avx2
  VEX.256.66.0F 6D | vpunpckhqdq Vx, Hx, Wx | avx2
  VEX.256.66.0F 74 | vpcmpeqb Vx, Hx, Wx | avx2
  VEX.256.66.0F 75 | vpcmpeqw Vx, Hx, Wx | avx2
  VEX.256.66.0F 76 | vpcmpeqd Vx, Hx, Wx | avx2
  VEX.128.66.0F.W0 6E | vmovd Vdq, Ed
  VEX.128.66.0F.W1 6E | vmovd Vdq, Ed | no64
  VEX.128.66.0F.W1 6E | vmovq Vdq, Eq | only64
  VEX.66.0F 6F | vmovdqa Vx, Wx
  VEX.F3.0F 6F | vmovdqu Vx, Wx
  VEX.128.66.0F 70 | vpshufd Vx, Wx, Ib
  VEX.128.F3.0F 70 | vpshufhw Vx, Wx, Ib
  VEX.128.F2.0F 70 | vpshuflw Vx, Wx, Ib
  VEX.128.66.0F 71 /2 | vpsrlw Hx, Ux, Ib
  VEX.128.66.0F 71 /4 | vpsraw Hx, Ux, Ib
  VEX.128.66.0F 71 /6 | vpsllw Hx, Ux, Ib
  VEX.128.66.0F 72 /2 | vpsrld Hx, Ux, Ib
  VEX.128.66.0F 72 /4 | vpsrad Hx, Ux, Ib
  VEX.128.66.0F 72 /6 | vpslld Hx, Ux, Ib
  VEX.128.66.0F 73 /2 | vpsrlq Hx, Ux, Ib
  VEX.128.66.0F 73 /3 | vpsrldq Hx, Ux, Ib
  VEX.128.66.0F 73 /6 | vpsllq Hx, Ux, Ib
  VEX.128.66.0F 73 /7 | vpslldq Hx, Ux, Ib
  VEX.256.66.0F 70 | vpshufd Vx, Wx, Ib | avx2
  VEX.256.F3.0F 70 | vpshufhw Vx, Wx, Ib | avx2
  VEX.256.F2.0F 70 | vpshuflw Vx, Wx, Ib | avx2
  VEX.256.66.0F 71 /2 | vpsrlw Hx, Ux, Ib | avx2
  VEX.256.66.0F 71 /4 | vpsraw Hx, Ux, Ib | avx2
  VEX.256.66.0F 71 /6 | vpsllw Hx, Ux, Ib | avx2
  VEX.256.66.0F 72 /2 | vpsrld Hx, Ux, Ib | avx2
  VEX.256.66.0F 72 /4 | vpsrad Hx, Ux, Ib | avx2
  VEX.256.66.0F 72 /6 | vpslld Hx, Ux, Ib | avx2
  VEX.256.66.0F 73 /2 | vpsrlq Hx, Ux, Ib | avx2
  VEX.256.66.0F 73 /3 | vpsrldq Hx, Ux, Ib | avx2
  VEX.256.66.0F 73 /6 | vpsllq Hx, Ux, Ib | avx2
  VEX.256.66.0F 73 /7 | vpslldq Hx, Ux, Ib | avx2
  VEX.128.NP.0F 77 | vzeroupper
  VEX.256.NP.0F 77 | vzeroall
  VEX.66.0F 7C | vhaddpd Vpd, Hpd, Wpd
  VEX.F2.0F 7C | vhaddps Vps, Hps, Wps
  VEX.66.0F 7D | vhsubpd Vpd, Hpd, Wpd
  VEX.F2.0F 7D | vhsubps Vps, Hps, Wps
  VEX.128.66.0F.W0 7E | vmovd Ed, Vd
  VEX.128.66.0F.W1 7E | vmovd Ed, Vd | no64
  VEX.128.66.0F.W1 7E | vmovq Eq, Vq | only64
  VEX.128.F3.0F 7E | vmovq Vq, Wq
  VEX.66.0F 7F | vmovdqa Wx, Vx
  VEX.F3.0F 7F | vmovdqu Wx, Vx
  VEX.128.NP.0F AE /2 | vldmxcsr Md
  VEX.128.NP.0F AE /3 | vstmxcsr Md
  VEX.NP.0F C2 | vcmpps Vps, Hps, Wps, Ib
  VEX.66.0F C2 | vcmppd Vpd, Hpd, Wpd, Ib
  VEX.LIG.F3.0F C2 | vcmpss Vss, Hss, Wss, Ib
  VEX.LIG.F2.0F C2 | vcmpsd Vsd, Hsd, Wsd, Ib
  VEX.128.66.0F C4 | vpinsrw Vdq, Hdq, Rd/Mw, Ib
  VEX.128.66.0F C5 | vpextrw Gd, Udq, Ib
  VEX.NP.0F C6 | vshufps Vps, Hps, Wps, Ib
  VEX.66.0F C6 | vshufpd Vpd, Hpd, Wpd, Ib
  VEX.66.0F D0 | vaddsubpd Vpd, Hpd, Wpd
  VEX.F2.0F D0 | vaddsubps Vps, Hps, Wps
  VEX.128.66.0F D6 | vmovq Wq, Vq
  VEX.66.0F E6 | vcvttpd2dq Vdq, Wpd
  VEX.F3.0F E6 | vcvtdq2pd Vpd, Wh
  VEX.F2.0F E6 | vcvtpd2dq Vdq, Wpd
  VEX.66.0F E7 | vmovntdq Mx, Vx
  VEX.F2.0F F0 | vlddqu Vx, Mx
  VEX.128.66.0F F7 | vmaskmovdqu Vdq, Udq, DIdq
  VEX.128.66.0F D1 | vpsrlw Vx, Hx, Wdq
  VEX.128.66.0F D2 | vpsrld Vx, Hx, Wdq
  VEX.128.66.0F D3 | vpsrlq Vx, Hx, Wdq
  VEX.128.66.0F D4 | vpaddq Vx, Hx, Wx
  VEX.128.66.0F D5 | vpmullw Vx, Hx, Wx
  VEX.128.66.0F D8 | vpsubusb Vx, Hx, Wx
  VEX.128.66.0F D9 | vpsubusw Vx, Hx, Wx
  VEX.128.66.0F DA | vpminub Vx, Hx, Wx
  VEX.128.66.0F DB | vpand Vx, Hx, Wx
  VEX.128.66.0F DC | vpaddusb Vx, Hx, Wx
  VEX.128.66.0F DD | vpaddusw Vx, Hx, Wx
  VEX.128.66.0F DE | vpmaxub Vx, Hx, Wx
  VEX.128.66.0F DF | vpandn Vx, Hx, Wx
  VEX.128.66.0F E0 | vpavgb Vx, Hx, Wx
  VEX.128.66.0F E1 | vpsraw Vx, Hx, Wdq
  VEX.128.66.0F E2 | vpsrad Vx, Hx, Wdq
  VEX.128.66.0F E3 | vpavgw Vx, Hx, Wx
  VEX.128.66.0F E4 | vpmulhuw Vx, Hx, Wx
  VEX.128.66.0F E5 | vpmulhw Vx, Hx, Wx
  VEX.128.66.0F E8 | vpsubsb Vx, Hx, Wx
  VEX.128.66.0F E9 | vpsubsw Vx, Hx, Wx
  VEX.128.66.0F EA | vpminsw Vx, Hx, Wx
  VEX.128.66.0F EB | vpor Vx, Hx, Wx
  VEX.128.66.0F EC | vpaddsb Vx, Hx, Wx
  VEX.128.66.0F ED | vpaddsw Vx, Hx, Wx
  VEX.128.66.0F EE | vpmaxsw Vx, Hx, Wx
  VEX.128.66.0F EF | vpxor Vx, Hx, Wx
  VEX.128.66.0F F1 | vpsllw Vx, Hx, Wdq
  VEX.128.66.0F F2 | vpslld Vx, Hx, Wdq
  VEX.128.66.0F F3 | vpsllq Vx, Hx, Wdq
  VEX.128.66.0F F4 | vpmuludq Vx, Hx, Wx
  VEX.128.66.0F F5 | vpmaddwd Vx, Hx, Wx
  VEX.128.66.0F F6 | vpsadbw Vx, Hx, Wx
  VEX.128.66.0F F8 | vpsubb Vx, Hx, Wx
  VEX.128.66.0F F9 | vpsubw Vx, Hx, Wx
  VEX.128.66.0F FA | vpsubd Vx, Hx, Wx
  VEX.128.66.0F FB | vpsubq Vx, Hx, Wx
  VEX.128.66.0F FC | vpaddb Vx, Hx, Wx
  VEX.128.66.0F FD | vpaddw Vx, Hx, Wx
  VEX.128.66.0F FE | vpaddd Vx, Hx, Wx
  VEX.256.66.0F D1 | vpsrlw Vx, Hx, Wdq | avx2
  VEX.256.66.0F D2 | vpsrld Vx, Hx, Wdq | avx2
  VEX.256.66.0F D3 | vpsrlq Vx, Hx, Wdq | avx2
  VEX.256.66.0F D4 | vpaddq Vx, Hx, Wx | avx2
  VEX.256.66.0F D5 | vpmullw Vx, Hx, Wx | avx2
  VEX.256.66.0F D8 | vpsubusb Vx, Hx, Wx | avx2
  VEX.256.66.0F D9 | vpsubusw Vx, Hx, Wx | avx2
  VEX.256.66.0F DA | vpminub Vx, Hx, Wx | avx2
  VEX.256.66.0F DB | vpand Vx, Hx, Wx | avx2
  VEX.256.66.0F DC | vpaddusb Vx, Hx, Wx | avx2
  VEX.256.66.0F DD | vpaddusw Vx, Hx, Wx | avx2
  VEX.256.66.0F DE | vpmaxub Vx, Hx, Wx | avx2
  VEX.256.66.0F DF | vpandn Vx, Hx, Wx | avx2
  VEX.256.66.0F E0 | vpavgb Vx, Hx, Wx | avx2
  VEX.256.66.0F E1 | vpsraw Vx, Hx, Wdq | avx2
  VEX.256.66.0F E2 | vpsrad Vx, Hx, Wdq | avx2
  VEX.256.66.0F E3 | vpavgw Vx, Hx, Wx | avx2
  VEX.256.66.0F E4 | vpmulhuw Vx, Hx, Wx | avx2
  VEX.256.66.0F E5 | vpmulhw Vx, Hx, Wx | avx2
  VEX.256.66.0F E8 | vpsubsb Vx, Hx, Wx | avx2
  VEX.256.66.0F E9 | vpsubsw Vx, Hx, Wx | avx2
  VEX.256.66.0F EA | vpminsw Vx, Hx, Wx | avx2
  VEX.256.66.0F EB | vpor Vx, Hx, Wx | avx2
  VEX.256.66.0F EC | vpaddsb Vx, Hx, Wx | avx2
  VEX.256.66.0F ED | vpaddsw Vx, Hx, Wx | avx2
  VEX.256.66.0F EE | vpmaxsw Vx, Hx, Wx | avx2
  VEX.256.66.0F EF | vpxor Vx, Hx, Wx | avx2
  VEX.256.66.0F F1 | vpsllw Vx, Hx, Wdq | avx2
  VEX.256.66.0F F2 | vpslld Vx, Hx, Wdq | avx2
  VEX.256.66.0F F3 | vpsllq Vx, Hx, Wdq | avx2
  VEX.256.66.0F F4 | vpmuludq Vx, Hx, Wx | avx2
  VEX.256.66.0F F5 | vpmaddwd Vx, Hx, Wx | avx2
  VEX.256.66.0F F6 | vpsadbw Vx, Hx, Wx | avx2
  VEX.256.66.0F F8 | vpsubb Vx, Hx, Wx | avx2
  VEX.256.66.0F F9 | vpsubw Vx, Hx, Wx | avx2
  VEX.256.66.0F FA | vpsubd Vx, Hx, Wx | avx2
  VEX.256.66.0F FB | vpsubq Vx, Hx, Wx | avx2
  VEX.256.66.0F FC | vpaddb Vx, Hx, Wx | avx2
  VEX.256.66.0F FD | vpaddw Vx, Hx, Wx | avx2
  VEX.256.66.0F FE | vpaddd Vx, Hx, Wx | avx2
  VEX.128.66.0F38 00 | vpshufb Vx, Hx, Wx
  VEX.128.66.0F38 01 | vphaddw Vx, Hx, Wx
  VEX.128.66.0F38 02 | vphaddd Vx, Hx, Wx
  VEX.128.66.0F38 03 | vphaddsw Vx, Hx, Wx
  VEX.128.66.0F38 04 | vpmaddubsw Vx, Hx, Wx
  VEX.128.66.0F38 05 | vphsubw Vx, Hx, Wx
  VEX.128.66.0F38 06 | vphsubd Vx, Hx, Wx
  VEX.128.66.0F38 07 | vphsubsw Vx, Hx, Wx
  VEX.128.66.0F38 08 | vpsignb Vx, Hx, Wx
  VEX.128.66.0F38 09 | vpsignw Vx, Hx, Wx
  VEX.128.66.0F38 0A | vpsignd Vx, Hx, Wx
  VEX.128.66.0F38 0B | vpmulhrsw Vx, Hx, Wx
  VEX.128.66.0F38 28 | vpmuldq Vx, Hx, Wx
  VEX.128.66.0F38 29 | vpcmpeqq Vx, Hx, Wx
  VEX.128.66.0F38 2B | vpackusdw Vx, Hx, Wx
  VEX.128.66.0F38 37 | vpcmpgtq Vx, Hx, Wx
  VEX.128.66.0F38 38 | vpminsb Vx, Hx, Wx
  VEX.128.66.0F38 39 | vpminsd Vx, Hx, Wx
  VEX.128.66.0F38 3A | vpminuw Vx, Hx, Wx
  VEX.128.66.0F38 3B | vpminud Vx, Hx, Wx
  VEX.128.66.0F38 3C | vpmaxsb Vx, Hx, Wx
  VEX.128.66.0F38 3D | vpmaxsd Vx, Hx, Wx
  VEX.128.66.0F38 3E | vpmaxuw Vx, Hx, Wx
  VEX.128.66.0F38 3F | vpmaxud Vx, Hx, Wx
  VEX.128.66.0F38 40 | vpmulld Vx, Hx, Wx
  VEX.256.66.0F38 00 | vpshufb Vx, Hx, Wx | avx2
  VEX.256.66.0F38 01 | vphaddw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 02 | vphaddd Vx, Hx, Wx | avx2
  VEX.256.66.0F38 03 | vphaddsw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 04 | vpmaddubsw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 05 | vphsubw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 06 | vphsubd Vx, Hx, Wx | avx2
  VEX.256.66.0F38 07 | vphsubsw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 08 | vpsignb Vx, Hx, Wx | avx2
  VEX.256.66.0F38 09 | vpsignw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 0A | vpsignd Vx, Hx, Wx | avx2
  VEX.256.66.0F38 0B | vpmulhrsw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 28 | vpmuldq Vx, Hx, Wx | avx2
  VEX.256.66.0F38 29 | vpcmpeqq Vx, Hx, Wx | avx2
  VEX.256.66.0F38 2B | vpackusdw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 37 | vpcmpgtq Vx, Hx, Wx | avx2
  VEX.256.66.0F38 38 | vpminsb Vx, Hx, Wx | avx2
  VEX.256.66.0F38 39 | vpminsd Vx, Hx, Wx | avx2
  VEX.256.66.0F38 3A | vpminuw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 3B | vpminud Vx, Hx, Wx | avx2
  VEX.256.66.0F38 3C | vpmaxsb Vx, Hx, Wx | avx2
  VEX.256.66.0F38 3D | vpmaxsd Vx, Hx, Wx | avx2
  VEX.256.66.0F38 3E | vpmaxuw Vx, Hx, Wx | avx2
  VEX.256.66.0F38 3F | vpmaxud Vx, Hx, Wx | avx2
  VEX.256.66.0F38 40 | vpmulld Vx, Hx, Wx | avx2
  VEX.128.66.0F38 1C | vpabsb Vx, Wx
  VEX.128.66.0F38 1D | vpabsw Vx, Wx
  VEX.128.66.0F38 1E | vpabsd Vx, Wx
  VEX.128.66.0F38 2A | vmovntdqa Vx, Mx
  VEX.128.66.0F D7 | vpmovmskb Gd, Ux
  VEX.128.66.0F38 20 | vpmovsxbw Vx, Wh
  VEX.128.66.0F38 21 | vpmovsxbd Vx, Wf
  VEX.128.66.0F38 22 | vpmovsxbq Vx, We
  VEX.128.66.0F38 23 | vpmovsxwd Vx, Wh
  VEX.128.66.0F38 24 | vpmovsxwq Vx, Wf
  VEX.128.66.0F38 25 | vpmovsxdq Vx, Wh
  VEX.128.66.0F38 30 | vpmovzxbw Vx, Wh
  VEX.128.66.0F38 31 | vpmovzxbd Vx, Wf
  VEX.128.66.0F38 32 | vpmovzxbq Vx, We
  VEX.128.66.0F38 33 | vpmovzxwd Vx, Wh
  VEX.128.66.0F38 34 | vpmovzxwq Vx, Wf
  VEX.128.66.0F38 35 | vpmovzxdq Vx, Wh
  VEX.128.66.0F3A 0E | vpblendw Vx, Hx, Wx, Ib
  VEX.128.66.0F3A 0F | vpalignr Vx, Hx, Wx, Ib
  VEX.128.66.0F3A 42 | vmpsadbw Vx, Hx, Wx, Ib
  VEX.128.66.0F3A.W0 4C | vpblendvb Vx, Hx, Wx, Lx
  VEX.256.66.0F38 1C | vpabsb Vx, Wx | avx2
  VEX.256.66.0F38 1D | vpabsw Vx, Wx | avx2
  VEX.256.66.0F38 1E | vpabsd Vx, Wx | avx2
  VEX.256.66.0F38 2A | vmovntdqa Vx, Mx | avx2
  VEX.256.66.0F D7 | vpmovmskb Gd, Ux | avx2
  VEX.256.66.0F38 20 | vpmovsxbw Vx, Wh | avx2
  VEX.256.66.0F38 21 | vpmovsxbd Vx, Wf | avx2
  VEX.256.66.0F38 22 | vpmovsxbq Vx, We | avx2
  VEX.256.66.0F38 23 | vpmovsxwd Vx, Wh | avx2
  VEX.256.66.0F38 24 | vpmovsxwq Vx, Wf | avx2
  VEX.256.66.0F38 25 | vpmovsxdq Vx, Wh | avx2
  VEX.256.66.0F38 30 | vpmovzxbw Vx, Wh | avx2
  VEX.256.66.0F38 31 | vpmovzxbd Vx, Wf | avx2
  VEX.256.66.0F38 32 | vpmovzxbq Vx, We | avx2
  VEX.256.66.0F38 33 | vpmovzxwd Vx, Wh | avx2
  VEX.256.66.0F38 34 | vpmovzxwq Vx, Wf | avx2
  VEX.256.66.0F38 35 | vpmovzxdq Vx, Wh | avx2
  VEX.256.66.0F3A 0E | vpblendw Vx, Hx, Wx, Ib | avx2
  VEX.256.66.0F3A 0F | vpalignr Vx, Hx, Wx, Ib | avx2
  VEX.256.66.0F3A 42 | vmpsadbw Vx, Hx, Wx, Ib | avx2
  VEX.256.66.0F3A.W0 4C | vpblendvb Vx, Hx, Wx, Lx | avx2
  [avx]
  VEX.66.0F38.W0 0C | vpermilps Vps, Hps, Wps
  VEX.66.0F38.W0 0D | vpermilpd Vpd, Hpd, Wpd
  VEX.66.0F38.W0 0E | vtestps Vps, Wps
  VEX.66.0F38.W0 0F | vtestpd Vpd, Wpd
  VEX.66.0F38 17 | vptest Vx, Wx
  VEX.66.0F38.W0 18 | vbroadcastss Vx, Md
  VEX.66.0F38.W0 18 | vbroadcastss Vx, Udq | avx2
  VEX.256.66.0F38.W0 19 | vbroadcastsd Vx, Mq
  VEX.256.66.0F38.W0 19 | vbroadcastsd Vx, Udq | avx2
  VEX.256.66.0F38.W0 1A | vbroadcastf128 Vx, Mdq
  VEX.66.0F38.W0 2C | vmaskmovps Vx, Hx, Mx
  VEX.66.0F38.W0 2D | vmaskmovpd Vx, Hx, Mx
  VEX.66.0F38.W0 2E | vmaskmovps Mx, Hx, Vx
  VEX.66.0F38.W0 2F | vmaskmovpd Mx, Hx, Vx
  VEX.66.0F3A.W0 04 | vpermilps Vps, Wps, Ib
  VEX.66.0F3A.W0 05 | vpermilpd Vpd, Wpd, Ib
  VEX.256.66.0F3A.W0 06 | vperm2f128 Vx, Hx, Wx, Ib
  VEX.66.0F3A 08 | vroundps Vps, Wps, Ib
  VEX.66.0F3A 09 | vroundpd Vpd, Wpd, Ib
  VEX.LIG.66.0F3A 0A | vroundss Vss, Hss, Wss, Ib
  VEX.LIG.66.0F3A 0B | vroundsd Vsd, Hsd, Wsd, Ib
  VEX.66.0F3A 0C | vblendps Vps, Hps, Wps, Ib
  VEX.66.0F3A 0D | vblendpd Vpd, Hpd, Wpd, Ib
  VEX.128.66.0F3A 14 | vpextrb Rd/Mb, Vdq, Ib
  VEX.128.66.0F3A 15 | vpextrw Rd/Mw, Vdq, Ib
  VEX.128.66.0F3A.W0 16 | vpextrd Ed, Vdq, Ib
  VEX.128.66.0F3A.W1 16 | vpextrd Ed, Vdq, Ib | no64
  VEX.128.66.0F3A.W1 16 | vpextrq Eq, Vdq, Ib | only64
  VEX.128.66.0F3A 17 | vextractps Ed, Vdq, Ib
  VEX.256.66.0F3A.W0 18 | vinsertf128 Vx, Hx, Wdq, Ib
  VEX.256.66.0F3A.W0 19 | vextractf128 Wdq, Vx, Ib
  VEX.128.66.0F3A 20 | vpinsrb Vdq, Hdq, Rd/Mb, Ib
  VEX.128.66.0F3A 21 | vinsertps Vdq, Hdq, Wd, Ib
  VEX.128.66.0F3A.W0 22 | vpinsrd Vdq, Hdq, Ed, Ib
  VEX.128.66.0F3A.W1 22 | vpinsrd Vdq, Hdq, Ed, Ib | no64
  VEX.128.66.0F3A.W1 22 | vpinsrq Vdq, Hdq, Eq, Ib | only64
  VEX.66.0F3A 40 | vdpps Vps, Hps, Wps, Ib
  VEX.128.66.0F3A 41 | vdppd Vdq, Hdq, Wdq, Ib
  VEX.128.66.0F3A 44 | vpclmulqdq Vdq, Hdq, Wdq, Ib
  VEX.66.0F3A.W0 4A | vblendvps Vx, Hx, Wx, Lx
  VEX.66.0F3A.W0 4B | vblendvpd Vx, Hx, Wx, Lx
  VEX.128.66.0F3A 60 | vpcmpestrm Vdq, Wdq, Ib
  VEX.128.66.0F3A 61 | vpcmpestri Vdq, Wdq, Ib
  VEX.128.66.0F3A 62 | vpcmpistrm Vdq, Wdq, Ib
  VEX.128.66.0F3A 63 | vpcmpistri Vdq, Wdq, Ib
  VEX.128.66.0F38 41 | vphminposuw Vdq, Wdq
  VEX.128.66.0F38 DB | vaesimc Vdq, Wdq
  VEX.128.66.0F38 DC | vaesenc Vdq, Hdq, Wdq
  VEX.128.66.0F38 DD | vaesenclast Vdq, Hdq, Wdq
  VEX.128.66.0F38 DE | vaesdec Vdq, Hdq, Wdq
  VEX.128.66.0F38 DF | vaesdeclast Vdq, Hdq, Wdq
  VEX.128.66.0F3A DF | vaeskeygenassist Vdq, Wdq, Ib

  [avx2]
  VEX.256.66.0F38.W0 16 | vpermps Vx, Hx, Wx
  VEX.256.66.0F38.W0 36 | vpermd Vx, Hx, Wx
  VEX.66.0F38.W0 45 | vpsrlvd Vx, Hx, Wx
  VEX.66.0F38.W1 45 | vpsrlvq Vx, Hx, Wx
  VEX.66.0F38.W0 46 | vpsravd Vx, Hx, Wx
  VEX.66.0F38.W0 47 | vpsllvd Vx, Hx, Wx
  VEX.66.0F38.W1 47 | vpsllvq Vx, Hx, Wx
  VEX.66.0F38.W0 58 | vpbroadcastd Vx, Wd
  VEX.66.0F38.W0 59 | vpbroadcastq Vx, Wq
  VEX.256.66.0F38.W0 5A | vbroadcasti128 Vx, Mdq
  VEX.66.0F38.W0 78 | vpbroadcastb Vx, Wb
  VEX.66.0F38.W0 79 | vpbroadcastw Vx, Ww
  VEX.66.0F38.W0 8C | vpmaskmovd Vx, Hx, Mx
  VEX.66.0F38.W1 8C | vpmaskmovq Vx, Hx, Mx
  VEX.66.0F38.W0 8E | vpmaskmovd Mx, Hx, Vx
  VEX.66.0F38.W1 8E | vpmaskmovq Mx, Hx, Vx
  VEX.66.0F38.W0 90 | vpgatherdd Vx, Md, Hx | vsib
  VEX.66.0F38.W1 90 | vpgatherdq Vx, Mq, Hx | vsib
  VEX.66.0F38.W0 91 | vpgatherqd Vh, Md, Hh | vsib
  VEX.66.0F38.W1 91 | vpgatherqq Vx, Mq, Hx | vsib
  VEX.66.0F38.W0 92 | vgatherdps Vx, Md, Hx | vsib
  VEX.66.0F38.W1 92 | vgatherdpd Vx, Mq, Hx | vsib
  VEX.66.0F38.W0 93 | vgatherqps Vh, Md, Hh | vsib
  VEX.66.0F38.W1 93 | vgatherqpd Vx, Mq, Hx | vsib
  VEX.256.66.0F3A.W1 00 | vpermq Vx, Wx, Ib
  VEX.256.66.0F3A.W1 01 | vpermpd Vx, Wx, Ib
  VEX.66.0F3A.W0 02 | vpblendd Vx, Hx, Wx, Ib
  VEX.256.66.0F3A.W0 38 | vinserti128 Vx, Hx, Wdq, Ib
  VEX.256.66.0F3A.W0 39 | vextracti128 Wdq, Vx, Ib
  VEX.256.66.0F3A.W0 46 | vperm2i128 Vx, Hx, Wx, Ib
  """
