/// A memory size as QEMU's `-m` takes it: a number with K, M, G or T; mebibytes when there is no letter. `1.5G` is allowed.
struct MemorySize: Equatable {
  var bytes: UInt64

  init(bytes: UInt64) { self.bytes = bytes }

  /// Rounded up to whole 8 KiB, as QEMU does. Nil when the text is no size.
  init?(text: String) {
    let units: [Character: Double] = ["B": 1, "K": 0x400, "M": 0x10_0000, "G": 0x4000_0000, "T": 0x100_0000_0000]
    var digits = Substring(text)
    var unit = 0x10_0000 as Double
    if let last = text.uppercased().last, let known = units[last] {
      unit = known
      digits = digits.dropLast()
    }
    let isPlain = digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard isPlain, digits.first?.isNumber == true, let number = Double(digits), number * unit < 0x1p53 else {
      return nil
    }
    bytes = (UInt64((number * unit).rounded(.up)) + 0x1FFF) & ~0x1FFF
  }
}
