/// Single bits, scans and counts; exchanges with memory.
extension Output {
  /// 32 and 64 bits, of a register and of memory.
  mutating func bits() {
    var entries: [String] = []
    for body in [
      "SwapBytes", "ScanForward", "ScanReverse", "CountTrailingZeros", "CountLeadingZeros", "CountOnes", "Blsi",
      "Blsmsk", "Blsr",
    ] {
      for width in wideWidths {
        entries.append(handler("apus_\(body)\(width)", "BitRegister<\(body), UInt\(width)>.run"))
        entries.append(handler("apus_\(body)\(width)_m", "BitMemory<\(body), UInt\(width)>.run"))
      }
    }
    table("bitFunctionHandlers", entries)
    entries = []
    for body in ["LeaveBit", "SetBit", "ResetBit", "ComplementBit"] {
      for width in wideWidths {
        let parameters = "<\(body), UInt\(width)>"
        entries.append(handler("apus_\(body)\(width)_rr", "BitTest\(parameters).registerRegister"))
        entries.append(handler("apus_\(body)\(width)_ri", "BitTest\(parameters).registerImmediate"))
        entries.append(handler("apus_\(body)\(width)_mr", "BitTestMemory\(parameters).register"))
        entries.append(handler("apus_\(body)\(width)_mi", "BitTestMemory\(parameters).immediate"))
      }
    }
    table("bitTestHandlers", entries)
  }

  /// BMI and ADX between registers of 32 and 64 bits; MOVBE to memory; CRC32.
  mutating func bitManipulation() {
    var entries: [String] = []
    for body in ["Andn", "Bextr", "Bzhi", "Pdep", "Pext", "Shlx", "Shrx", "Sarx", "Adcx", "Adox", "Rorx", "Mulx"] {
      for width in wideWidths {
        let function =
          switch body {
          case "Mulx": "Mulx<UInt\(width)>.registers"
          case "Rorx": "ThreeOperands<Rorx, UInt\(width)>.immediate"
          default: "ThreeOperands<\(body), UInt\(width)>.registers"
          }
        entries.append(handler("apus_\(body)\(width)", function))
      }
    }
    table("bitManipulationHandlers", entries)
    table(
      "storeSwappedHandlers", wideWidths.map { handler("apus_storeswapped\($0)", "StoreSwapped<UInt\($0)>.run") })
    table(
      "checksumHandlers",
      widths.flatMap { width in
        ["register", "memory"].map { handler("apus_crc\(width)_\($0)", "Checksum<UInt\(width)>.\($0)") }
      })
  }

  /// Every width; XCHG of registers first.
  mutating func exchanges() {
    table(
      "exchangeRegisterHandlers",
      widths.map { handler("apus_xchg\($0)_rr", "ExchangeRegisters<UInt\($0)>.run") })
    var entries: [String] = []
    for function in ["exchange", "add", "compare"] {
      for width in widths {
        for (index, address) in addresses.enumerated() {
          entries.append(
            handler("apus_x\(function)\(width)_m\(index)", "ExchangeMemory<UInt\(width), \(address)>.\(function)"))
        }
      }
    }
    table("exchangeMemoryHandlers", entries)
  }
}
