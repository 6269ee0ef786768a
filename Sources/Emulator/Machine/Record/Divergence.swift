/// A replay is not the recorded run: where that was noticed first, and both sides there.
public struct Divergence: Error, Sendable, CustomStringConvertible {
  /// Which of the trace's states was the first that differed, from 1, of how many.
  public let number: Int
  public let count: Int
  /// When the recorded run was in that state.
  public let expectedMoment: Moment
  let expected: Trace.State
  /// Where the replay was when it was noticed.
  public let moment: Moment
  let found: Trace.State
  /// Up to here both were the same.
  public let lastAgreed: Moment
  let place: SymbolTable.Place?

  /// Which parts of the machine differ.
  private var parts: String {
    var parts: [String] = []
    if expected.hashes.processor != found.hashes.processor { parts.append("the processor") }
    if expected.hashes.chips != found.hashes.chips { parts.append("the chips") }
    if expected.hashes.memory != found.hashes.memory { parts.append("memory") }
    return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
  }

  public var description: String {
    var text = "the replay parts from the trace: state \(number) of \(count), at \(expectedMoment), is another"
    if moment == expectedMoment {
      text += " (\(parts) differ)"
    } else {
      text += ", or comes at another time: the replay is at \(moment)"
    }
    return text + "; up to \(lastAgreed) both were the same\n"
      + RegisterComparison(recorded: expected.registers, replayed: found.registers).description
  }
}

/// The registers of two runs side by side; what differs is marked.
struct RegisterComparison: CustomStringConvertible {
  let recorded: RegisterList
  let replayed: RegisterList

  var description: String {
    func padded(_ text: String, _ count: Int) -> String {
      text + String(repeating: " ", count: max(0, count - text.count))
    }
    var text = "             recorded            replayed\n"
    for (name, value) in recorded.values {
      let other = replayed[name] ?? 0
      text +=
        "  \(padded(name, 8)) \(hexDigits(value, 16))    \(hexDigits(other, 16))\(value == other ? "" : "  <--")\n"
    }
    return text
  }
}
