/// What a case left: all registers when the exception that ended it was taken, and every quadword of the arena that changed.
enum Outcome: Equatable {
  case taken(Record)
  /// The machine shut down, or did not come back in time.
  case lost

  struct Record: Equatable {
    var fields: [UInt64]
    /// Offset in the arena to the new value.
    var changes: [Int: UInt64]

    subscript(_ field: Field) -> UInt64 {
      get { fields[field.rawValue] }
      set { fields[field.rawValue] = newValue }
    }
    var vector: UInt64 { self[.vector] }
  }

  /// Quadwords of a record, as Monitor.S writes them.
  enum Field: Int, CaseIterable {
    case number, vector
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
    case ds, es, fs, gs, ss, cs, ldtr, tr
    case cr0, cr2, cr3, cr4, efer, dr6, dr7, fsBase, gsBase, kernelGSBase, rflags
  }

  var record: Record? { if case .taken(let record) = self { record } else { nil } }

  /// Takes the records out of what the monitor wrote to the debug console, by number, from 1.
  static func parse(_ bytes: [UInt8]) -> [Int: Record] {
    var words: [UInt64] = []
    words.reserveCapacity(bytes.count / 8)
    bytes.withUnsafeBytes { raw in
      for at in stride(from: 0, to: bytes.count / 8 * 8, by: 8) {
        words.append(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
      }
    }
    var records: [Int: Record] = [:]
    var at = 0
    while at + 40 <= words.count {
      var record = Record(fields: Array(words[at..<at + 40]), changes: [:])
      at += 40
      var isWhole = false
      while at + 2 <= words.count {
        let (offset, value) = (words[at], words[at + 1])
        at += 2
        if offset == .max {
          isWhole = true
          break
        }
        record.changes[Int(truncatingIfNeeded: offset) * 8] = value
      }
      if isWhole { records[Int(record.fields[0])] = record }
    }
    return records
  }

  /// What differs, for a person to read; empty when nothing does.
  static func difference(ours: Outcome, theirs: Outcome) -> [String] {
    guard let ours = ours.record, let theirs = theirs.record else {
      return ours == theirs ? [] : ["\(ours.record == nil ? "ours" : "QEMU") shuts down or hangs"]
    }
    var lines: [String] = []
    for field in Field.allCases where ours[field] != theirs[field] {
      lines.append("\(field): ours \(hex(ours[field])), QEMU \(hex(theirs[field]))")
    }
    for offset in Set(ours.changes.keys).union(theirs.changes.keys).sorted()
    where ours.changes[offset] != theirs.changes[offset] {
      func text(_ value: UInt64?) -> String { value.map(hex) ?? "unchanged" }
      lines.append(
        "arena+\(hex(UInt64(offset))): ours \(text(ours.changes[offset])), QEMU \(text(theirs.changes[offset]))")
    }
    return lines
  }
}

func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
