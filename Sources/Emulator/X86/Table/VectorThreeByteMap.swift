/// SSSE3, SSE4.1, SSE4.2, AES, PCLMULQDQ and SHA: Intel SDM volume 2, tables.
let vectorThreeByteMap = """
  [ssse3]
  NP 0F 38 00 | pshufb Pq, Qq
  NP 0F 38 01 | phaddw Pq, Qq
  NP 0F 38 02 | phaddd Pq, Qq
  NP 0F 38 03 | phaddsw Pq, Qq
  NP 0F 38 04 | pmaddubsw Pq, Qq
  NP 0F 38 05 | phsubw Pq, Qq
  NP 0F 38 06 | phsubd Pq, Qq
  NP 0F 38 07 | phsubsw Pq, Qq
  NP 0F 38 08 | psignb Pq, Qq
  NP 0F 38 09 | psignw Pq, Qq
  NP 0F 38 0A | psignd Pq, Qq
  NP 0F 38 0B | pmulhrsw Pq, Qq
  NP 0F 38 1C | pabsb Pq, Qq
  NP 0F 38 1D | pabsw Pq, Qq
  NP 0F 38 1E | pabsd Pq, Qq
  NP 0F 3A 0F | palignr Pq, Qq, Ib
  66 0F 38 00 | pshufb Vx, Wx
  66 0F 38 01 | phaddw Vx, Wx
  66 0F 38 02 | phaddd Vx, Wx
  66 0F 38 03 | phaddsw Vx, Wx
  66 0F 38 04 | pmaddubsw Vx, Wx
  66 0F 38 05 | phsubw Vx, Wx
  66 0F 38 06 | phsubd Vx, Wx
  66 0F 38 07 | phsubsw Vx, Wx
  66 0F 38 08 | psignb Vx, Wx
  66 0F 38 09 | psignw Vx, Wx
  66 0F 38 0A | psignd Vx, Wx
  66 0F 38 0B | pmulhrsw Vx, Wx
  66 0F 38 1C | pabsb Vx, Wx
  66 0F 38 1D | pabsw Vx, Wx
  66 0F 38 1E | pabsd Vx, Wx
  66 0F 3A 0F | palignr Vx, Wx, Ib

  [sse41]
  66 0F 38 10 | pblendvb Vx, Wx, XMM0
  66 0F 38 14 | blendvps Vx, Wx, XMM0
  66 0F 38 15 | blendvpd Vx, Wx, XMM0
  66 0F 38 17 | ptest Vx, Wx
  66 0F 38 20 | pmovsxbw Vx, Wq
  66 0F 38 21 | pmovsxbd Vx, Wd
  66 0F 38 22 | pmovsxbq Vx, Ww
  66 0F 38 23 | pmovsxwd Vx, Wq
  66 0F 38 24 | pmovsxwq Vx, Wd
  66 0F 38 25 | pmovsxdq Vx, Wq
  66 0F 38 28 | pmuldq Vx, Wx
  66 0F 38 29 | pcmpeqq Vx, Wx
  66 0F 38 2A | movntdqa Vx, Mx
  66 0F 38 2B | packusdw Vx, Wx
  66 0F 38 30 | pmovzxbw Vx, Wq
  66 0F 38 31 | pmovzxbd Vx, Wd
  66 0F 38 32 | pmovzxbq Vx, Ww
  66 0F 38 33 | pmovzxwd Vx, Wq
  66 0F 38 34 | pmovzxwq Vx, Wd
  66 0F 38 35 | pmovzxdq Vx, Wq
  66 0F 38 37 | pcmpgtq Vx, Wx | sse42
  66 0F 38 38 | pminsb Vx, Wx
  66 0F 38 39 | pminsd Vx, Wx
  66 0F 38 3A | pminuw Vx, Wx
  66 0F 38 3B | pminud Vx, Wx
  66 0F 38 3C | pmaxsb Vx, Wx
  66 0F 38 3D | pmaxsd Vx, Wx
  66 0F 38 3E | pmaxuw Vx, Wx
  66 0F 38 3F | pmaxud Vx, Wx
  66 0F 38 40 | pmulld Vx, Wx
  66 0F 38 41 | phminposuw Vx, Wx
  66 0F 3A 08 | roundps Vps, Wps, Ib
  66 0F 3A 09 | roundpd Vpd, Wpd, Ib
  66 0F 3A 0A | roundss Vss, Wss, Ib
  66 0F 3A 0B | roundsd Vsd, Wsd, Ib
  66 0F 3A 0C | blendps Vps, Wps, Ib
  66 0F 3A 0D | blendpd Vpd, Wpd, Ib
  66 0F 3A 0E | pblendw Vx, Wx, Ib
  66 0F 3A 14 | pextrb Rd/Mb, Vx, Ib
  66 0F 3A 15 | pextrw Rd/Mw, Vx, Ib
  66 0F 3A 16 | pextrd Ed, Vx, Ib | w0
  66 0F 3A 16 | pextrq Eq, Vx, Ib | w1
  66 0F 3A 17 | extractps Ed, Vx, Ib
  66 0F 3A 20 | pinsrb Vx, Rd/Mb, Ib
  66 0F 3A 21 | insertps Vx, Wd, Ib
  66 0F 3A 22 | pinsrd Vx, Ed, Ib | w0
  66 0F 3A 22 | pinsrq Vx, Eq, Ib | w1
  66 0F 3A 40 | dpps Vps, Wps, Ib
  66 0F 3A 41 | dppd Vpd, Wpd, Ib
  66 0F 3A 42 | mpsadbw Vx, Wx, Ib

  [sse42]
  66 0F 3A 60 | pcmpestrm Vx, Wx, Ib
  66 0F 3A 61 | pcmpestri Vx, Wx, Ib
  66 0F 3A 62 | pcmpistrm Vx, Wx, Ib
  66 0F 3A 63 | pcmpistri Vx, Wx, Ib

  [aes]
  66 0F 38 DB | aesimc Vx, Wx
  66 0F 38 DC | aesenc Vx, Wx
  66 0F 38 DD | aesenclast Vx, Wx
  66 0F 38 DE | aesdec Vx, Wx
  66 0F 38 DF | aesdeclast Vx, Wx
  66 0F 3A DF | aeskeygenassist Vx, Wx, Ib

  [pclmulqdq]
  66 0F 3A 44 | pclmulqdq Vx, Wx, Ib

  [sha]
  NP 0F 38 C8 | sha1nexte Vx, Wx
  NP 0F 38 C9 | sha1msg1 Vx, Wx
  NP 0F 38 CA | sha1msg2 Vx, Wx
  NP 0F 38 CB | sha256rnds2 Vx, Wx, XMM0
  NP 0F 38 CC | sha256msg1 Vx, Wx
  NP 0F 38 CD | sha256msg2 Vx, Wx
  NP 0F 3A CC | sha1rnds4 Vx, Wx, Ib
  """
