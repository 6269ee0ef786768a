/// Why no machine can be made as configured.
public enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  case memorySize(UInt64)
  case frequency(UInt64)

  public var description: String {
    switch self {
    case .memorySize(let size):
      "a machine has from 2 MiB to 64 GiB of memory in whole 4 KiB pages, not \(size) bytes"
    case .frequency(let frequency):
      "a clock ticks from a million to a hundred billion times a second, not \(frequency) times"
    }
  }
}

extension Configuration {
  func check() throws(ConfigurationError) {
    guard MemoryMap.sizes.contains(memorySize), memorySize % 4096 == 0 else { throw .memorySize(memorySize) }
    guard (1_000_000...100_000_000_000).contains(frequency) else { throw .frequency(frequency) }
  }
}
