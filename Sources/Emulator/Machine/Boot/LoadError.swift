/// Why a file cannot be booted: one sentence each, for a person.
public enum LoadError: Error, Equatable, Sendable {
  /// The file holds no byte.
  case empty
  /// The file is not in a format that the machine can boot. The text says what it looks like.
  case notAKernel(String)
  /// Something that the headers promise lies past the end of the file.
  case cutShort(what: String, end: UInt64, fileSize: UInt64)
  /// A header says something that cannot be true.
  case contradiction(String)
  /// A segment needs physical addresses where the machine has no RAM.
  case doesNotFit(what: String, range: ClosedRange<UInt64>, memorySize: UInt64)
  /// Two parts want the same addresses.
  case overlap(String, String, at: UInt64)
  /// The file is an ELF program, and nothing in it says by which protocol to boot it.
  case noEntryPoint
  /// The file does not have the header of the protocol by which it is to be booted.
  case noHeader(BootProtocol)
  /// The file's header demands what this machine cannot do.
  case unsupported(String)
  /// The entry point lies in no segment.
  case entryOutside(UInt64)
  /// The command line does not fit in its buffer.
  case commandLineTooLong(byteCount: Int, limit: Int)
}

extension LoadError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty:
      "the file is empty"
    case .notAKernel(let looksLike):
      "the file is not a kernel that this machine can boot: \(looksLike)"
    case .cutShort(let what, let end, let fileSize):
      "the file is cut short: \(what) ends at byte \(end), but the file has only \(fileSize)"
    case .contradiction(let text):
      "the file's headers contradict themselves: \(text)"
    case .doesNotFit(let what, let range, let memorySize):
      "\(what) does not fit: it needs physical addresses \(hex(range.lowerBound)) to \(hex(range.upperBound)), "
        + "which are not all RAM in a machine with \(describe(memorySize: memorySize))"
    case .overlap(let first, let second, let address):
      "\(first) and \(second) both want the memory at \(hex(address))"
    case .noEntryPoint:
      "the file is an ELF program without a PVH note (type 18, \"Xen\") or a Multiboot header, so there is no address to "
        + "start it at"
    case .noHeader(let header):
      "the file has no \(header) header"
    case .unsupported(let text):
      "the file cannot be booted: \(text)"
    case .entryOutside(let address):
      "the file says to start at \(hex(address)), where nothing of it is loaded"
    case .commandLineTooLong(let byteCount, let limit):
      "the command line has \(byteCount) bytes; \(limit) is the most that the boot protocol carries"
    }
  }
}

/// "128 MiB", or bytes where the size is no whole number of mebibytes.
func describe(memorySize: UInt64) -> String {
  memorySize % (1 << 20) == 0 ? "\(memorySize >> 20) MiB" : "\(memorySize) bytes"
}

/// `0x1f`: how addresses are written in messages.
func hex<Value: BinaryInteger>(_ value: Value) -> String { "0x" + String(value, radix: 16) }
