/// The integer and system instructions of the 0F, 0F38 and 0F3A maps: Intel SDM volume 2, tables.
let twoByteMap = """
  [base]
  0F 00 /0 | sldt Rv/Mw
  0F 00 /1 | str Rv/Mw
  0F 00 /2 | lldt Ew
  0F 00 /3 | ltr Ew
  0F 00 /4 | verr Ew
  0F 00 /5 | verw Ew
  0F 01 /0 | sgdt Ms | f64
  0F 01 /1 | sidt Ms | f64
  0F 01 /2 | lgdt Ms | f64
  0F 01 /3 | lidt Ms | f64
  0F 01 /4 | smsw Rv/Mw
  0F 01 /6 | lmsw Ew
  0F 01 /7 | invlpg M
  NP 0F 01 C8 | monitor | monitor
  NP 0F 01 C9 | mwait | monitor
  NP 0F 01 CA | clac | smap
  NP 0F 01 CB | stac | smap
  NP 0F 01 D0 | xgetbv | xsave
  NP 0F 01 D1 | xsetbv | xsave
  0F 01 F8 | swapgs | only64 longMode
  0F 01 F9 | rdtscp | rdtscp
  0F 02 | lar Gv, Ew
  0F 03 | lsl Gv, Ew
  0F 05 | syscall | only64 f64 syscall
  0F 06 | clts
  0F 07 | sysret | only64 syscall
  0F 08 | invd
  0F 09 | wbinvd
  0F 0B | ud2
  0F 0D /0 | prefetch Mb | prefetchw
  0F 0D /1 | prefetchw Mb | prefetchw
  0F 0D /2 | prefetchwt1 Mb | prefetchwt1
  0F 0D /3 | prefetch Mb | prefetchw
  0F 0D /4 | prefetch Mb | prefetchw
  0F 0D /5 | prefetch Mb | prefetchw
  0F 0D /6 | prefetch Mb | prefetchw
  0F 0D /7 | prefetch Mb | prefetchw
  0F 0D | nop Ev, Gv | reg
  0F 18 /0 | prefetchnta Mb | sse
  0F 18 /1 | prefetcht0 Mb | sse
  0F 18 /2 | prefetcht1 Mb | sse
  0F 18 /3 | prefetcht2 Mb | sse
  0F 18 /4 | nop Ev
  0F 18 /5 | nop Ev
  0F 18 /6 | nop Ev
  0F 18 /7 | nop Ev
  0F 18 /0 | nop Ev | reg
  0F 18 /1 | nop Ev | reg
  0F 18 /2 | nop Ev | reg
  0F 18 /3 | nop Ev | reg
  0F 19 | nop Ev, Gv
  0F 1A | nop Ev, Gv
  0F 1B | nop Ev, Gv
  0F 1C | nop Ev, Gv
  0F 1D | nop Ev, Gv
  0F 1E | nop Ev, Gv
  0F 1F | nop Ev, Gv
  F3 0F 1E FA | endbr64 | cet
  F3 0F 1E FB | endbr32 | cet

  0F 20 | mov Ry, Cy | mod3 f64
  0F 21 | mov Ry, Dy | mod3 f64
  0F 22 | mov Cy, Ry | mod3 f64
  0F 23 | mov Dy, Ry | mod3 f64
  0F 30 | wrmsr | msr
  0F 31 | rdtsc | tsc
  0F 32 | rdmsr | msr
  0F 33 | rdpmc | rdpmc
  0F 34 | sysenter | sysenter
  0F 35 | sysexit | sysenter
  0F 40+c | cmovcc Gv, Ev | cmov
  0F 80+c | jcc Jz | f64
  0F 90+c | setcc Eb

  0F A0 | push FS | d64
  0F A1 | pop FS | d64
  0F A2 | cpuid
  0F A3 | bt Ev, Gv
  0F A4 | shld Ev, Gv, Ib
  0F A5 | shld Ev, Gv, CL
  0F A8 | push GS | d64
  0F A9 | pop GS | d64
  0F AA | rsm
  0F AB | bts Ev, Gv | lock
  0F AC | shrd Ev, Gv, Ib
  0F AD | shrd Ev, Gv, CL
  0F AF | imul Gv, Ev
  NP 0F AE /0 | fxsave M | fxsave
  NP 0F AE /1 | fxrstor M | fxsave
  NP 0F AE /2 | ldmxcsr Md | sse
  NP 0F AE /3 | stmxcsr Md | sse
  NP 0F AE /4 | xsave M | xsave
  NP 0F AE /5 | xrstor M | xsave
  NP 0F AE /6 | xsaveopt M | xsaveopt
  NP 0F AE /7 | clflush M | clflush
  66 0F AE /6 | clwb M | clwb
  66 0F AE /7 | clflushopt M | clflushopt
  NP 0F AE /5 | lfence | reg sse2
  NP 0F AE /6 | mfence | reg sse2
  NP 0F AE /7 | sfence | reg sse
  F3 0F AE /0 | rdfsbase Ry | only64 fsgsbase
  F3 0F AE /1 | rdgsbase Ry | only64 fsgsbase
  F3 0F AE /2 | wrfsbase Ry | only64 fsgsbase
  F3 0F AE /3 | wrgsbase Ry | only64 fsgsbase

  0F B0 | cmpxchg Eb, Gb | lock
  0F B1 | cmpxchg Ev, Gv | lock
  0F B2 | lss Gv, Mp
  0F B3 | btr Ev, Gv | lock
  0F B4 | lfs Gv, Mp
  0F B5 | lgs Gv, Mp
  0F B6 | movzx Gv, Eb
  0F B7 | movzx Gv, Ew
  F3 0F B8 | popcnt Gv, Ev | popcnt
  0F B9 | ud1 Gd, Ed
  0F BA /4 | bt Ev, Ib
  0F BA /5 | bts Ev, Ib | lock
  0F BA /6 | btr Ev, Ib | lock
  0F BA /7 | btc Ev, Ib | lock
  0F BB | btc Ev, Gv | lock
  0F BC | bsf Gv, Ev
  F3 0F BC | tzcnt Gv, Ev | bmi1
  0F BD | bsr Gv, Ev
  F3 0F BD | lzcnt Gv, Ev | lzcnt
  0F BE | movsx Gv, Eb
  0F BF | movsx Gv, Ew
  0F C0 | xadd Eb, Gb | lock
  0F C1 | xadd Ev, Gv | lock
  NP 0F C3 | movnti My, Gy | sse2
  0F C7 /1 | cmpxchg8b Mq | w0 lock min32 cx8
  0F C7 /1 | cmpxchg16b Mdq | w1 lock cx16
  NP 0F C7 /3 | xrstors M | xsaves
  NP 0F C7 /4 | xsavec M | xsavec
  NP 0F C7 /5 | xsaves M | xsaves
  NP 0F C7 /6 | rdrand Rv | rdrand
  66 0F C7 /6 | rdrand Rv | rdrand size66
  NP 0F C7 /7 | rdseed Rv | rdseed
  66 0F C7 /7 | rdseed Rv | rdseed size66
  F3 0F C7 /7 | rdpid Ry | f64 rdpid
  0F C8+r | bswap Zv
  0F FF | ud0 Gd, Ed

  66 0F 38 82 | invpcid Gy, Mdq | f64 invpcid
  NP 0F 38 F0 | movbe Gv, Mv | movbe
  66 0F 38 F0 | movbe Gv, Mv | movbe size66
  NP 0F 38 F1 | movbe Mv, Gv | movbe
  66 0F 38 F1 | movbe Mv, Gv | movbe size66
  F2 0F 38 F0 | crc32 Gy, Eb | sse42
  F2 0F 38 F1 | crc32 Gy, Ev | sse42
  66 0F 38 F6 | adcx Gy, Ey | adx
  F3 0F 38 F6 | adox Gy, Ey | adx

  [bmi1]
  VEX.LZ.NP.0F38 F2 | andn Gy, By, Ey
  VEX.LZ.NP.0F38 F3 /1 | blsr By, Ey
  VEX.LZ.NP.0F38 F3 /2 | blsmsk By, Ey
  VEX.LZ.NP.0F38 F3 /3 | blsi By, Ey
  VEX.LZ.NP.0F38 F7 | bextr Gy, Ey, By
  [bmi2]
  VEX.LZ.NP.0F38 F5 | bzhi Gy, Ey, By
  VEX.LZ.F2.0F38 F5 | pdep Gy, By, Ey
  VEX.LZ.F3.0F38 F5 | pext Gy, By, Ey
  VEX.LZ.F2.0F38 F6 | mulx Gy, By, Ey
  VEX.LZ.66.0F38 F7 | shlx Gy, Ey, By
  VEX.LZ.F3.0F38 F7 | sarx Gy, Ey, By
  VEX.LZ.F2.0F38 F7 | shrx Gy, Ey, By
  VEX.LZ.F2.0F3A F0 | rorx Gy, Ey, Ib
  """
