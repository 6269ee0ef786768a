// Writes one C-callable function for each operation, operand form and size, from the generic bodies in Processor/Fast, and the
// tables that find them.
//
// Swift forms a C function pointer only from a function that is not generic, so each specialisation needs a line of its own: this
// program writes those lines. All thought is in the generic bodies.

import Foundation

/// The generated file, piece by piece.
struct Output {
  var functions = ""
  var tables = ""

  /// Adds a handler that runs `body`, and returns its name.
  mutating func handler(_ name: String, _ body: String) -> String {
    functions += """
      @c func \(name)(_ core: UnsafeMutableRawPointer, _ operation: UnsafeRawPointer) { \(body)(core, operation) }

      """
    return name
  }

  mutating func table(_ name: String, _ entries: [String]) {
    tables += "let \(name): [Handler] = [\n" + entries.map { "  \($0),\n" }.joined() + "]\n"
  }
}

let widths = ["8", "16", "32", "64"]
let wideWidths = ["32", "64"]
/// In the order of `AddressKind`.
let addresses = ["BaseAddress", "FullAddress", "NarrowAddress"]
let conditions = (0..<16).map { "Condition\($0)" }
/// Those worth fusing with what sets the flags: neither overflow nor parity.
let fusedConditions = conditions.enumerated().filter { ![0, 1, 10, 11].contains($0.offset) }

var output = Output()

/// ALU operations: registers, immediates and memory on either side. Order: `BinaryForm`.
let binaries = ["Add", "Or", "Adc", "Sbb", "And", "Sub", "Xor", "Cmp", "Mov", "Test"]
var entries: [String] = []
for operation in binaries {
  for width in widths {
    let type = "Binary<\(operation), UInt\(width)>"
    let prefix = "apus_\(operation.lowercased())\(width)"
    entries.append(output.handler("\(prefix)_rr", "\(type).registerRegister"))
    entries.append(output.handler("\(prefix)_ri", "\(type).registerImmediate"))
    for (index, address) in addresses.enumerated() {
      let memory = "BinaryMemory<\(operation), UInt\(width), \(address)>"
      entries.append(output.handler("\(prefix)_rm\(index)", "\(memory).registerMemory"))
      entries.append(output.handler("\(prefix)_mr\(index)", "\(memory).memoryRegister"))
      entries.append(output.handler("\(prefix)_mi\(index)", "\(memory).memoryImmediate"))
    }
  }
}
output.table("binaryHandlers", entries)

/// The same without flags, where the block overwrites them unseen: register destinations only.
entries = []
for operation in ["Add", "Or", "And", "Sub", "Xor"] {
  for width in wideWidths {
    let type = "Binary<\(operation)WithoutFlags, UInt\(width)>"
    let prefix = "apus_quiet_\(operation.lowercased())\(width)"
    entries.append(output.handler("\(prefix)_rr", "\(type).registerRegister"))
    entries.append(output.handler("\(prefix)_ri", "\(type).registerImmediate"))
  }
}
output.table("quietBinaryHandlers", entries)

entries = []
for operation in ["Shl", "Shr", "Sar", "Rol", "Ror"] {
  for width in wideWidths {
    entries.append(
      output.handler(
        "apus_quiet_\(operation.lowercased())\(width)_i", "Shift<\(operation)WithoutFlags, UInt\(width)>.immediate"))
  }
}
output.table("quietShiftHandlers", entries)

entries = []
for operation in ["Inc", "Dec", "Neg"] {
  for width in wideWidths {
    entries.append(
      output.handler(
        "apus_quiet_\(operation.lowercased())\(width)_r", "Unary<\(operation)WithoutFlags, UInt\(width)>.register"))
  }
}
output.table("quietUnaryHandlers", entries)

entries = []
for operation in ["Inc", "Dec", "Neg", "Not"] {
  for width in widths {
    let prefix = "apus_\(operation.lowercased())\(width)"
    entries.append(output.handler("\(prefix)_r", "Unary<\(operation), UInt\(width)>.register"))
    for (index, address) in addresses.enumerated() {
      entries.append(
        output.handler("\(prefix)_m\(index)", "UnaryMemory<\(operation), UInt\(width), \(address)>.memory"))
    }
  }
}
output.table("unaryHandlers", entries)

output.shifts()

/// MOVZX, MOVSX, MOVSXD.
entries = []
for (name, type) in [("zero", "ZeroExtend"), ("sign", "SignExtend")] {
  for source in ["8", "16", "32"] {
    for width in wideWidths {
      let body = "Extend<\(type), UInt\(source), UInt\(width)>"
      let prefix = "apus_\(name)\(source)to\(width)"
      entries.append(output.handler("\(prefix)_r", "\(body).register"))
      for (index, address) in addresses.enumerated() {
        entries.append(
          output.handler("\(prefix)_m\(index)", "ExtendMemory<\(type), UInt\(source), UInt\(width), \(address)>.memory")
        )
      }
    }
  }
}
output.table("extendHandlers", entries)

entries = []
for width in wideWidths {
  for (index, address) in addresses.enumerated() {
    entries.append(output.handler("apus_lea\(width)_\(index)", "Lea<UInt\(width), \(address)>.run"))
  }
}
output.table("leaHandlers", entries)

output.multiplication()

entries = []
for (number, condition) in conditions.enumerated() {
  entries.append(output.handler("apus_jcc_\(number)", "Jump<\(condition)>.run"))
}
output.table("jumpHandlers", entries)
entries = []
for (number, condition) in conditions.enumerated() {
  entries.append(output.handler("apus_setcc_\(number)", "SetOnCondition<\(condition)>.register"))
}
output.table("setHandlers", entries)
output.table(
  "setMemoryHandlers",
  conditions.enumerated().map { output.handler("apus_setcc_\($0.offset)_m", "SetMemoryOnCondition<\($0.element)>.run") }
)
entries = []
for (number, condition) in conditions.enumerated() {
  for width in wideWidths {
    entries.append(
      output.handler("apus_cmov\(width)_\(number)", "ConditionalMove<\(condition), UInt\(width)>.register"))
  }
}
output.table("conditionalMoveHandlers", entries)

entries = []
for (number, condition) in conditions.enumerated() {
  for width in wideWidths {
    for (index, address) in addresses.enumerated() {
      entries.append(
        output.handler(
          "apus_cmov\(width)_\(number)_m\(index)", "ConditionalMoveMemory<\(condition), UInt\(width), \(address)>.run"))
    }
  }
}
output.table("conditionalMoveMemoryHandlers", entries)

output.bits()
output.bitManipulation()
output.exchanges()
output.strings()

/// CMP or TEST with the jump that follows it. Order: `FusedForm`.
entries = []
for operation in ["Cmp", "Test"] {
  for width in ["8", "32", "64"] {
    for (number, condition) in fusedConditions {
      let prefix = "apus_\(operation.lowercased())\(width)_j\(number)"
      let fused = "Fused<\(operation), UInt\(width), \(condition)>"
      entries.append(output.handler("\(prefix)_rr", "\(fused).registerRegister"))
      entries.append(output.handler("\(prefix)_ri", "\(fused).registerImmediate"))
      entries.append(output.handler("\(prefix)_rm", "\(fused).registerMemory"))
      entries.append(output.handler("\(prefix)_mi", "\(fused).memoryImmediate"))
    }
  }
}
output.table("fusedHandlers", entries)

/// INC, DEC, ADD, SUB, AND of a register with the JZ, JNZ, JS, JNS, JL, JGE, JLE, JG that follows.
entries = []
for operation in ["Inc", "Dec", "Add", "Sub", "And"] {
  for width in wideWidths {
    for (number, condition) in fusedConditions {
      let prefix = "apus_\(operation.lowercased())\(width)_j\(number)"
      if operation == "Inc" || operation == "Dec" {
        entries.append(output.handler("\(prefix)_r", "FusedUnary<\(operation), UInt\(width), \(condition)>.register"))
      } else {
        entries.append(
          output.handler("\(prefix)_ri", "FusedResult<\(operation), UInt\(width), \(condition)>.registerImmediate"))
      }
    }
  }
}
output.table("fusedResultHandlers", entries)

output.vectorHandlers()
output.vectorMoves()
output.direct()

let text = """
  // Written by HandlerGenerator; see Sources/Emulator/HandlerGenerator.

  import X86

  \(output.functions)
  \(output.tables)
  """
guard CommandLine.arguments.count == 2 else { fatalError("usage: HandlerGenerator OUTPUT.swift") }
// SwiftPM runs this again whenever it has linked it again, for each product. A file that is left alone when nothing changed saves
// compiling the Processor each time.
let path = CommandLine.arguments[1]
if (try? String(contentsOfFile: path, encoding: .utf8)) != text {
  try text.write(toFile: path, atomically: true, encoding: .utf8)
}
