import Processor

/// A ``BareProcessor`` whose exceptions lead to handlers that halt, so that a test sees which came and what was pushed.
struct TrappingProcessor {
  static let data: UInt64 = 0x20_0000
  private static let gdt: UInt64 = 0x7000
  private static let idt: UInt64 = 0x8000
  private static let handlers: UInt64 = 0x9000
  static let code = BareProcessor.codeAddress

  let machine: BareProcessor
  var processor: Processor { machine.processor }

  init(_ code: [UInt8], translationEntries: Int = 1024, _ prepare: (inout ProcessorState) -> Void = { _ in }) {
    machine = BareProcessor(code: code, translationEntries: translationEntries)
    machine.memory.store(0x00AF_9B00_0000_FFFF as UInt64, at: Self.gdt + 8)
    machine.memory.store(0x00CF_9300_0000_FFFF as UInt64, at: Self.gdt + 16)
    for vector in 0..<UInt64(32) {
      machine.memory.store(Self.handler(vector) | 8 << 16 | 0x8E00 << 32, at: Self.idt + vector * 16)
      machine.memory.store(0xF4 as UInt8, at: Self.handler(vector))
    }
    var state = machine.processor.state
    state.system.gdtr = DescriptorTable(base: Self.gdt, limit: 23)
    state.system.idtr = DescriptorTable(base: Self.idt, limit: 511)
    state.general[3] = Self.data
    prepare(&state)
    machine.processor.state = state
  }

  static func handler(_ vector: UInt64) -> UInt64 { handlers + vector * 16 }

  /// An exception that was taken: what it pushed.
  struct Trap: Equatable {
    var vector: UInt8
    var errorCode: UInt64?
    /// From the start of the code.
    var offset: Int
    var flags: UInt64
    var resumes: Bool { flags & 1 << 16 != 0 }
  }

  /// Runs until a handler halts; nil when none does within some instructions.
  func run(_ instructions: UInt64 = 1000) -> Trap? {
    guard processor.run(instructions: instructions) == .halted else { return nil }
    let rip = processor.rip
    guard rip >= Self.handlers, rip < Self.handlers + 512 else { return nil }
    let vector = UInt8((rip - Self.handlers) / 16)
    let hasCode = [8, 10, 11, 12, 13, 14, 17].contains(vector)
    func word(_ index: UInt64) -> UInt64 {
      machine.memory.load(processor[general: 4] + index * 8, as: UInt64.self) ?? 0
    }
    let first: UInt64 = hasCode ? 1 : 0
    return Trap(
      vector: vector, errorCode: hasCode ? word(0) : nil, offset: Int(Int64(word(first)) - Int64(Self.code)),
      flags: word(first + 2))
  }

  var dr6: UInt64 { processor.state.system.dr6 }
}
