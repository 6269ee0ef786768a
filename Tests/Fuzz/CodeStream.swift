import Machine
import RandomInput
import X86

/// Instructions one behind the other, of every form in the table, and some that are none.
struct CodeStream {
  private var generator: CodeGenerator
  private var random: SeededGenerator
  private let decoder = Decoder()

  init(seed: UInt64) {
    generator = CodeGenerator(seed: seed)
    random = SeededGenerator(seed: ~seed)
  }

  mutating func bytes(count: Int, codeSize: CodeSize) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 16)
    while bytes.count < count {
      let instruction = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
        buffer.initialize(repeating: 0)
        generator.fill(buffer)
        let length =
          switch decoder.decode(UnsafeRawBufferPointer(buffer), codeSize: codeSize) {
          case .instruction(let instruction): Int(instruction.length)
          // Rarely, since the guest seldom gets past it.
          default: random.chance(3) ? random.below(15) + 1 : 0
          }
        return Array(buffer.prefix(length))
      }
      bytes += instruction
    }
    return Array(bytes.prefix(count))
  }
}
