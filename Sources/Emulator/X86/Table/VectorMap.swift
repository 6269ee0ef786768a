/// MMX, SSE and SSE2, in the order of the opcode: Intel SDM volume 2, table A-3.
let vectorMap = """
  [sse]
  NP 0F 10 | movups Vps, Wps
  66 0F 10 | movupd Vpd, Wpd | sse2
  F3 0F 10 | movss Vss, Wss
  F2 0F 10 | movsd Vsd, Wsd | sse2
  NP 0F 11 | movups Wps, Vps
  66 0F 11 | movupd Wpd, Vpd | sse2
  F3 0F 11 | movss Wss, Vss
  F2 0F 11 | movsd Wsd, Vsd | sse2
  NP 0F 12 | movlps Vq, Mq
  NP 0F 12 | movhlps Vq, Uq
  66 0F 12 | movlpd Vq, Mq | sse2
  F3 0F 12 | movsldup Vx, Wx | sse3
  F2 0F 12 | movddup Vx, Wq | sse3
  NP 0F 13 | movlps Mq, Vq
  66 0F 13 | movlpd Mq, Vq | sse2
  NP 0F 14 | unpcklps Vps, Wps
  66 0F 14 | unpcklpd Vpd, Wpd | sse2
  NP 0F 15 | unpckhps Vps, Wps
  66 0F 15 | unpckhpd Vpd, Wpd | sse2
  NP 0F 16 | movhps Vq, Mq
  NP 0F 16 | movlhps Vq, Uq
  66 0F 16 | movhpd Vq, Mq | sse2
  F3 0F 16 | movshdup Vx, Wx | sse3
  NP 0F 17 | movhps Mq, Vq
  66 0F 17 | movhpd Mq, Vq | sse2
  NP 0F 28 | movaps Vps, Wps
  66 0F 28 | movapd Vpd, Wpd | sse2
  NP 0F 29 | movaps Wps, Vps
  66 0F 29 | movapd Wpd, Vpd | sse2
  NP 0F 2A | cvtpi2ps Vq, Qq
  66 0F 2A | cvtpi2pd Vpd, Qq | sse2
  F3 0F 2A | cvtsi2ss Vss, Ey
  F2 0F 2A | cvtsi2sd Vsd, Ey | sse2
  NP 0F 2B | movntps Mps, Vps
  66 0F 2B | movntpd Mpd, Vpd | sse2
  NP 0F 2C | cvttps2pi Pq, Wq
  66 0F 2C | cvttpd2pi Pq, Wpd | sse2
  F3 0F 2C | cvttss2si Gy, Wss
  F2 0F 2C | cvttsd2si Gy, Wsd | sse2
  NP 0F 2D | cvtps2pi Pq, Wq
  66 0F 2D | cvtpd2pi Pq, Wpd | sse2
  F3 0F 2D | cvtss2si Gy, Wss
  F2 0F 2D | cvtsd2si Gy, Wsd | sse2
  NP 0F 2E | ucomiss Vss, Wss
  66 0F 2E | ucomisd Vsd, Wsd | sse2
  NP 0F 2F | comiss Vss, Wss
  66 0F 2F | comisd Vsd, Wsd | sse2
  NP 0F 50 | movmskps Gy, Ups
  66 0F 50 | movmskpd Gy, Upd | sse2
  NP 0F 51 | sqrtps Vps, Wps
  66 0F 51 | sqrtpd Vpd, Wpd | sse2
  F3 0F 51 | sqrtss Vss, Wss
  F2 0F 51 | sqrtsd Vsd, Wsd | sse2
  NP 0F 52 | rsqrtps Vps, Wps
  F3 0F 52 | rsqrtss Vss, Wss
  NP 0F 53 | rcpps Vps, Wps
  F3 0F 53 | rcpss Vss, Wss
  NP 0F 54 | andps Vps, Wps
  66 0F 54 | andpd Vpd, Wpd | sse2
  NP 0F 55 | andnps Vps, Wps
  66 0F 55 | andnpd Vpd, Wpd | sse2
  NP 0F 56 | orps Vps, Wps
  66 0F 56 | orpd Vpd, Wpd | sse2
  NP 0F 57 | xorps Vps, Wps
  66 0F 57 | xorpd Vpd, Wpd | sse2
  NP 0F 58 | addps Vps, Wps
  66 0F 58 | addpd Vpd, Wpd | sse2
  F3 0F 58 | addss Vss, Wss
  F2 0F 58 | addsd Vsd, Wsd | sse2
  NP 0F 59 | mulps Vps, Wps
  66 0F 59 | mulpd Vpd, Wpd | sse2
  F3 0F 59 | mulss Vss, Wss
  F2 0F 59 | mulsd Vsd, Wsd | sse2
  NP 0F 5A | cvtps2pd Vpd, Wq | sse2
  66 0F 5A | cvtpd2ps Vps, Wpd | sse2
  F3 0F 5A | cvtss2sd Vsd, Wss | sse2
  F2 0F 5A | cvtsd2ss Vss, Wsd | sse2
  NP 0F 5B | cvtdq2ps Vps, Wx | sse2
  66 0F 5B | cvtps2dq Vx, Wps | sse2
  F3 0F 5B | cvttps2dq Vx, Wps | sse2
  NP 0F 5C | subps Vps, Wps
  66 0F 5C | subpd Vpd, Wpd | sse2
  F3 0F 5C | subss Vss, Wss
  F2 0F 5C | subsd Vsd, Wsd | sse2
  NP 0F 5D | minps Vps, Wps
  66 0F 5D | minpd Vpd, Wpd | sse2
  F3 0F 5D | minss Vss, Wss
  F2 0F 5D | minsd Vsd, Wsd | sse2
  NP 0F 5E | divps Vps, Wps
  66 0F 5E | divpd Vpd, Wpd | sse2
  F3 0F 5E | divss Vss, Wss
  F2 0F 5E | divsd Vsd, Wsd | sse2
  NP 0F 5F | maxps Vps, Wps
  66 0F 5F | maxpd Vpd, Wpd | sse2
  F3 0F 5F | maxss Vss, Wss
  F2 0F 5F | maxsd Vsd, Wsd | sse2

  [mmx]
  NP 0F 60 | punpcklbw Pq, Qd
  NP 0F 61 | punpcklwd Pq, Qd
  NP 0F 62 | punpckldq Pq, Qd
  NP 0F 63 | packsswb Pq, Qq
  NP 0F 64 | pcmpgtb Pq, Qq
  NP 0F 65 | pcmpgtw Pq, Qq
  NP 0F 66 | pcmpgtd Pq, Qq
  NP 0F 67 | packuswb Pq, Qq
  NP 0F 68 | punpckhbw Pq, Qq
  NP 0F 69 | punpckhwd Pq, Qq
  NP 0F 6A | punpckhdq Pq, Qq
  NP 0F 6B | packssdw Pq, Qq
  NP 0F 6E | movd Pq, Ed | w0
  NP 0F 6E | movq Pq, Eq | w1
  NP 0F 6F | movq Pq, Qq
  NP 0F 70 | pshufw Pq, Qq, Ib | sse
  NP 0F 71 /2 | psrlw Nq, Ib
  NP 0F 71 /4 | psraw Nq, Ib
  NP 0F 71 /6 | psllw Nq, Ib
  NP 0F 72 /2 | psrld Nq, Ib
  NP 0F 72 /4 | psrad Nq, Ib
  NP 0F 72 /6 | pslld Nq, Ib
  NP 0F 73 /2 | psrlq Nq, Ib
  NP 0F 73 /6 | psllq Nq, Ib
  NP 0F 74 | pcmpeqb Pq, Qq
  NP 0F 75 | pcmpeqw Pq, Qq
  NP 0F 76 | pcmpeqd Pq, Qq
  NP 0F 77 | emms
  NP 0F 7E | movd Ed, Pq | w0
  NP 0F 7E | movq Eq, Pq | w1
  NP 0F 7F | movq Qq, Pq
  NP 0F C4 | pinsrw Pq, Rd/Mw, Ib | sse
  NP 0F C5 | pextrw Gd, Nq, Ib | sse
  NP 0F D1 | psrlw Pq, Qq
  NP 0F D2 | psrld Pq, Qq
  NP 0F D3 | psrlq Pq, Qq
  NP 0F D4 | paddq Pq, Qq | sse2
  NP 0F D5 | pmullw Pq, Qq
  NP 0F D7 | pmovmskb Gd, Nq | sse
  NP 0F D8 | psubusb Pq, Qq
  NP 0F D9 | psubusw Pq, Qq
  NP 0F DA | pminub Pq, Qq | sse
  NP 0F DB | pand Pq, Qq
  NP 0F DC | paddusb Pq, Qq
  NP 0F DD | paddusw Pq, Qq
  NP 0F DE | pmaxub Pq, Qq | sse
  NP 0F DF | pandn Pq, Qq
  NP 0F E0 | pavgb Pq, Qq | sse
  NP 0F E1 | psraw Pq, Qq
  NP 0F E2 | psrad Pq, Qq
  NP 0F E3 | pavgw Pq, Qq | sse
  NP 0F E4 | pmulhuw Pq, Qq | sse
  NP 0F E5 | pmulhw Pq, Qq
  NP 0F E7 | movntq Mq, Pq | sse
  NP 0F E8 | psubsb Pq, Qq
  NP 0F E9 | psubsw Pq, Qq
  NP 0F EA | pminsw Pq, Qq | sse
  NP 0F EB | por Pq, Qq
  NP 0F EC | paddsb Pq, Qq
  NP 0F ED | paddsw Pq, Qq
  NP 0F EE | pmaxsw Pq, Qq | sse
  NP 0F EF | pxor Pq, Qq
  NP 0F F1 | psllw Pq, Qq
  NP 0F F2 | pslld Pq, Qq
  NP 0F F3 | psllq Pq, Qq
  NP 0F F4 | pmuludq Pq, Qq | sse2
  NP 0F F5 | pmaddwd Pq, Qq
  NP 0F F6 | psadbw Pq, Qq | sse
  NP 0F F7 | maskmovq Pq, Nq, DIq | sse
  NP 0F F8 | psubb Pq, Qq
  NP 0F F9 | psubw Pq, Qq
  NP 0F FA | psubd Pq, Qq
  NP 0F FB | psubq Pq, Qq | sse2
  NP 0F FC | paddb Pq, Qq
  NP 0F FD | paddw Pq, Qq
  NP 0F FE | paddd Pq, Qq

  [sse2]
  66 0F 60 | punpcklbw Vx, Wx
  66 0F 61 | punpcklwd Vx, Wx
  66 0F 62 | punpckldq Vx, Wx
  66 0F 63 | packsswb Vx, Wx
  66 0F 64 | pcmpgtb Vx, Wx
  66 0F 65 | pcmpgtw Vx, Wx
  66 0F 66 | pcmpgtd Vx, Wx
  66 0F 67 | packuswb Vx, Wx
  66 0F 68 | punpckhbw Vx, Wx
  66 0F 69 | punpckhwd Vx, Wx
  66 0F 6A | punpckhdq Vx, Wx
  66 0F 6B | packssdw Vx, Wx
  66 0F 6C | punpcklqdq Vx, Wx
  66 0F 6D | punpckhqdq Vx, Wx
  66 0F 6E | movd Vx, Ed | w0
  66 0F 6E | movq Vx, Eq | w1
  66 0F 6F | movdqa Vx, Wx
  F3 0F 6F | movdqu Vx, Wx
  66 0F 70 | pshufd Vx, Wx, Ib
  F3 0F 70 | pshufhw Vx, Wx, Ib
  F2 0F 70 | pshuflw Vx, Wx, Ib
  66 0F 71 /2 | psrlw Ux, Ib
  66 0F 71 /4 | psraw Ux, Ib
  66 0F 71 /6 | psllw Ux, Ib
  66 0F 72 /2 | psrld Ux, Ib
  66 0F 72 /4 | psrad Ux, Ib
  66 0F 72 /6 | pslld Ux, Ib
  66 0F 73 /2 | psrlq Ux, Ib
  66 0F 73 /3 | psrldq Ux, Ib
  66 0F 73 /6 | psllq Ux, Ib
  66 0F 73 /7 | pslldq Ux, Ib
  66 0F 74 | pcmpeqb Vx, Wx
  66 0F 75 | pcmpeqw Vx, Wx
  66 0F 76 | pcmpeqd Vx, Wx
  66 0F 7C | haddpd Vpd, Wpd | sse3
  F2 0F 7C | haddps Vps, Wps | sse3
  66 0F 7D | hsubpd Vpd, Wpd | sse3
  F2 0F 7D | hsubps Vps, Wps | sse3
  66 0F 7E | movd Ed, Vd | w0
  66 0F 7E | movq Eq, Vq | w1
  F3 0F 7E | movq Vq, Wq
  66 0F 7F | movdqa Wx, Vx
  F3 0F 7F | movdqu Wx, Vx
  NP 0F C2 | cmpps Vps, Wps, Ib | sse
  66 0F C2 | cmppd Vpd, Wpd, Ib
  F3 0F C2 | cmpss Vss, Wss, Ib | sse
  F2 0F C2 | cmpsd Vsd, Wsd, Ib
  66 0F C4 | pinsrw Vx, Rd/Mw, Ib
  66 0F C5 | pextrw Gd, Ux, Ib
  NP 0F C6 | shufps Vps, Wps, Ib | sse
  66 0F C6 | shufpd Vpd, Wpd, Ib
  66 0F D0 | addsubpd Vpd, Wpd | sse3
  F2 0F D0 | addsubps Vps, Wps | sse3
  66 0F D1 | psrlw Vx, Wx
  66 0F D2 | psrld Vx, Wx
  66 0F D3 | psrlq Vx, Wx
  66 0F D4 | paddq Vx, Wx
  66 0F D5 | pmullw Vx, Wx
  66 0F D6 | movq Wq, Vq
  F3 0F D6 | movq2dq Vx, Nq
  F2 0F D6 | movdq2q Pq, Uq
  66 0F D7 | pmovmskb Gd, Ux
  66 0F D8 | psubusb Vx, Wx
  66 0F D9 | psubusw Vx, Wx
  66 0F DA | pminub Vx, Wx
  66 0F DB | pand Vx, Wx
  66 0F DC | paddusb Vx, Wx
  66 0F DD | paddusw Vx, Wx
  66 0F DE | pmaxub Vx, Wx
  66 0F DF | pandn Vx, Wx
  66 0F E0 | pavgb Vx, Wx
  66 0F E1 | psraw Vx, Wx
  66 0F E2 | psrad Vx, Wx
  66 0F E3 | pavgw Vx, Wx
  66 0F E4 | pmulhuw Vx, Wx
  66 0F E5 | pmulhw Vx, Wx
  66 0F E6 | cvttpd2dq Vx, Wpd
  F3 0F E6 | cvtdq2pd Vpd, Wq
  F2 0F E6 | cvtpd2dq Vx, Wpd
  66 0F E7 | movntdq Mx, Vx
  66 0F E8 | psubsb Vx, Wx
  66 0F E9 | psubsw Vx, Wx
  66 0F EA | pminsw Vx, Wx
  66 0F EB | por Vx, Wx
  66 0F EC | paddsb Vx, Wx
  66 0F ED | paddsw Vx, Wx
  66 0F EE | pmaxsw Vx, Wx
  66 0F EF | pxor Vx, Wx
  F2 0F F0 | lddqu Vx, Mx | sse3
  66 0F F1 | psllw Vx, Wx
  66 0F F2 | pslld Vx, Wx
  66 0F F3 | psllq Vx, Wx
  66 0F F4 | pmuludq Vx, Wx
  66 0F F5 | pmaddwd Vx, Wx
  66 0F F6 | psadbw Vx, Wx
  66 0F F7 | maskmovdqu Vx, Ux, DIdq
  66 0F F8 | psubb Vx, Wx
  66 0F F9 | psubw Vx, Wx
  66 0F FA | psubd Vx, Wx
  66 0F FB | psubq Vx, Wx
  66 0F FC | paddb Vx, Wx
  66 0F FD | paddw Vx, Wx
  66 0F FE | paddd Vx, Wx
  """
