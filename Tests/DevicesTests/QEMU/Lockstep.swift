import Testing

@testable import Devices

/// A script that grows while our board runs it, so that a test can look at our chips before it adds an access; then the same
/// script runs on QEMU, and each read is compared.
final class Lockstep {
  let board = Board()
  var random: SplitMix64
  private(set) var script = PortScript()
  private var ours: [UInt32] = []

  init(seed: Int) { random = SplitMix64(state: UInt64(seed)) }

  var isFull: Bool { script.accesses.count >= PortScript.capacity - 64 }

  func write(_ port: UInt16, _ values: UInt8..., wait: UInt32 = 1) {
    for value in values { add(PortScript.Access(port: port, value: UInt32(value), wait: wait)) }
  }

  func write(_ port: UInt16, width: Int, _ value: UInt32, wait: UInt32 = 1) {
    add(PortScript.Access(width: width, port: port, value: value, wait: wait))
  }

  @discardableResult
  func read(_ port: UInt16, width: Int = 1, wait: UInt32 = 1) -> UInt32 {
    add(PortScript.Access(width: width, port: port, wait: wait))
    return ours[ours.count - 1]
  }

  private func add(_ access: PortScript.Access) {
    let result = board.perform(access, at: script.append(access))
    if access.value == nil { ours.append(result) }
  }

  // MARK: Chance

  func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  func byte() -> UInt8 { .random(in: 0...255, using: &random) }
  func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
  func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }

  // MARK: Comparison

  /// A way in which QEMU is not what the datasheet says, or says less: bits of a port that are not compared.
  struct KnownDifference {
    var port: UInt16
    var bits: UInt32
    /// What the datasheet says, and what QEMU does.
    var reason: String
    init(_ port: UInt16, bits: UInt32, _ reason: String) { (self.port, self.bits, self.reason) = (port, bits, reason) }
  }

  /// Runs the script on QEMU, and reports the first reads that differ, with the accesses before them.
  func compare(
    except known: [KnownDifference] = [], shown: Int = 30,
    _ matches: (PortScript.Access, UInt32, UInt32) -> Bool = { $1 == $2 },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let theirs = try QEMUProcess.run(script)
    let reads = script.accesses.indices.filter { script.accesses[$0].value == nil }
    var reports = 0
    for (index, at) in reads.enumerated() {
      let access = script.accesses[at]
      let ignored = known.reduce(UInt32(0)) { $1.port == access.port ? $0 | $1.bits : $0 }
      let mask = (access.width == 4 ? .max : (1 << UInt32(access.width * 8)) - 1) & ~ignored
      let (our, their) = (ours[index] & mask, theirs[index] & mask)
      guard !matches(access, our, their) else { continue }
      let before = script.accesses[max(0, at - shown)...at].map { access in
        let wait = access.wait > 1 ? "  after \(access.wait)" : ""
        return String(access.port, radix: 16) + (access.value.map { " <- " + String($0, radix: 16) } ?? " ->") + wait
      }
      Issue.record(
        "access \(at): ours \(String(our, radix: 16)), QEMU's \(String(their, radix: 16)) after\n\(before.joined(separator: "\n"))",
        sourceLocation: sourceLocation)
      reports += 1
      if reports == 2 { return }
    }
  }
}
