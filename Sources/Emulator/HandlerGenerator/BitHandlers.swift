/// Single bits, scans and counts; exchanges with memory.
extension Output {
  /// Registers of 32 and 64 bits.
  mutating func bits() {
    var entries: [String] = []
    for body in [
      "SwapBytes", "ScanForward", "ScanReverse", "CountTrailingZeros", "CountLeadingZeros", "CountOnes",
    ] {
      for width in wideWidths {
        entries.append(handler("apus_\(body)\(width)", "BitRegister<\(body), UInt\(width)>.run"))
      }
    }
    table("bitFunctionHandlers", entries)
    entries = []
    for body in ["LeaveBit", "SetBit", "ResetBit", "ComplementBit"] {
      for width in wideWidths {
        let type = "BitTest<\(body), UInt\(width)>"
        entries.append(handler("apus_\(body)\(width)_rr", "\(type).registerRegister"))
        entries.append(handler("apus_\(body)\(width)_ri", "\(type).registerImmediate"))
      }
    }
    table("bitTestHandlers", entries)
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
