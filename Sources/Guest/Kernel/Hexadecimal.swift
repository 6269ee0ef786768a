#if hasFeature(Embedded)
  extension FixedWidthInteger {
    /// As an address is written: `0x00000000fd000000` for 16 digits.
    func hexadecimal(digits: Int = MemoryLayout<Self>.size * 2) -> String {
      let text = String(self, radix: 16)
      return "0x" + String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
    }
  }
#endif
