/// Shifts, multiplication and division, string instructions.
extension Output {
  /// Shifts and rotates of every width, of registers and of memory, by an immediate and by CL; RCL, RCR, SHLD and SHRD of registers.
  mutating func shifts() {
    var entries: [String] = []
    for operation in ["Shl", "Shr", "Sar", "Rol", "Ror"] {
      for width in widths {
        let prefix = "apus_\(operation.lowercased())\(width)"
        for form in ["immediate", "counter"] {
          entries.append(handler("\(prefix)_\(form)", "Shift<\(operation), UInt\(width)>.\(form)"))
        }
        for (index, address) in addresses.enumerated() {
          for form in ["immediate", "counter"] {
            entries.append(
              handler(
                "\(prefix)_m\(index)_\(form)", "ShiftMemory<\(operation), UInt\(width), \(address)>.\(form)"))
          }
        }
      }
    }
    table("shiftHandlers", entries)
    for (name, operations, type) in [
      ("carryRotateHandlers", ["Rcl", "Rcr"], "Shift"), ("doubleShiftHandlers", ["Shld", "Shrd"], "DoubleShift"),
    ] {
      entries = []
      for operation in operations {
        for width in wideWidths {
          for form in ["immediate", "counter"] {
            entries.append(
              handler(
                "apus_\(operation.lowercased())\(width)_\(form)", "\(type)<\(operation), UInt\(width)>.\(form)"))
          }
        }
      }
      table(name, entries)
    }
  }

  mutating func multiplication() {
    var entries: [String] = []
    for width in widths.dropFirst() {
      entries.append(handler("apus_imul\(width)_rr", "Imul<UInt\(width)>.registerRegister"))
      entries.append(handler("apus_imul\(width)_rri", "Imul<UInt\(width)>.registerRegisterImmediate"))
      for (index, address) in addresses.enumerated() {
        let memory = "ImulMemory<UInt\(width), \(address)>"
        entries.append(handler("apus_imul\(width)_rm\(index)", "\(memory).registerMemory"))
        entries.append(handler("apus_imul\(width)_rmi\(index)", "\(memory).registerMemoryImmediate"))
      }
    }
    table("multiplyHandlers", entries)
    entries = []
    for operation in ["Mul", "MulSigned", "Div", "DivSigned"] {
      for width in widths {
        let prefix = "apus_accumulator_\(operation.lowercased())\(width)"
        entries.append(handler("\(prefix)_r", "Accumulator<\(operation), UInt\(width)>.register"))
        for (index, address) in addresses.enumerated() {
          entries.append(
            handler("\(prefix)_m\(index)", "AccumulatorMemory<\(operation), UInt\(width), \(address)>.memory"))
        }
      }
    }
    table("accumulatorHandlers", entries)
  }

  /// One element, of every width.
  mutating func strings() {
    table(
      "stringHandlers",
      ["move", "store", "load", "scan", "compare"].flatMap { function in
        widths.map { handler("apus_string_\(function)\($0)", "StringElement<UInt\($0)>.\(function)") }
      })
  }
}
