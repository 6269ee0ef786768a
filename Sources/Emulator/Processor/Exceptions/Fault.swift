/// An exception that an instruction raises (SDM volume 3, chapter 6).
///
/// Thrown by the general tier; the processor delivers it through the IDT.
struct Fault: Error, Equatable {
  var vector: UInt8
  /// Beside the vector, so that a fault still comes back in registers.
  var kind = Kind.exception
  /// Present for the vectors that push one.
  var errorCode: UInt32?
  /// For page faults: what CR2 becomes.
  var address: UInt64 = 0

  static let divideError = Fault(vector: 0)
  static let debug = Fault(vector: 1)
  static let overflow = Fault(vector: 4)
  static let boundRange = Fault(vector: 5)
  static let invalidOpcode = Fault(vector: 6)
  static let deviceNotAvailable = Fault(vector: 7)
  static func invalidTSS(_ code: UInt32) -> Fault { Fault(vector: 10, errorCode: code) }
  static func segmentNotPresent(_ code: UInt32) -> Fault { Fault(vector: 11, errorCode: code) }
  static func stackFault(_ code: UInt32) -> Fault { Fault(vector: 12, errorCode: code) }
  static func generalProtection(_ code: UInt32) -> Fault { Fault(vector: 13, errorCode: code) }
  static func pageFault(_ code: UInt32, address: UInt64) -> Fault {
    Fault(vector: 14, errorCode: code, address: address)
  }
  static let floatingPoint = Fault(vector: 16)
  static let alignmentCheck = Fault(vector: 17, errorCode: 0)
  static let simdFloatingPoint = Fault(vector: 19)

  // What is no exception and is never delivered has a kind of its own, since all 256 vectors can be.

  /// The instruction is decoded but not there.
  static let unimplemented = Fault(vector: 0, kind: .missing(.instruction))
  static let taskSwitch = Fault(vector: 0, kind: .missing(.taskSwitch))
  static let virtual8086 = Fault(vector: 0, kind: .missing(.virtual8086))
  /// The instruction has not begun: it is tried again, after interrupts.
  static let standstill = Fault(vector: 0, kind: .standstill)

  enum Kind: Equatable {
    case exception, standstill
    case missing(Unimplemented.Feature)
  }

  /// Contributory exceptions (SDM volume 3, table 6-4).
  var isContributory: Bool { vector == 0 || (10...13).contains(vector) || vector == 21 }
  var isPageFault: Bool { vector == 14 }
}
