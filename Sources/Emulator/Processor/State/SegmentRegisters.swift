/// ES, CS, SS, DS, FS and GS, by the numbers that instructions give them: a plain struct rather than an array, which would be counted
/// and checked at each change of privilege.
public struct SegmentRegisters: Equatable, Sendable {
  private var es: Segment
  private var cs: Segment
  private var ss: Segment
  private var ds: Segment
  private var fs: Segment
  private var gs: Segment

  /// All six registers alike.
  public init(all segment: Segment) {
    (es, cs, ss, ds, fs, gs) = (segment, segment, segment, segment, segment, segment)
  }

  /// - Parameter segments: six segments: ES, CS, SS, DS, FS, GS.
  /// - Precondition: There are six.
  public init(_ segments: [Segment]) {
    precondition(segments.count == 6, "there are six segment registers, not \(segments.count)")
    (es, cs, ss, ds, fs, gs) = (segments[0], segments[1], segments[2], segments[3], segments[4], segments[5])
  }

  /// - Parameter number: 0...5 for ES, CS, SS, DS, FS, GS.
  public subscript(number: Int) -> Segment {
    @inline(__always) get {
      switch number {
      case 0: es
      case 1: cs
      case 2: ss
      case 3: ds
      case 4: fs
      case 5: gs
      default: preconditionFailure("no segment register has this number")
      }
    }
    @inline(__always) set {
      switch number {
      case 0: es = newValue
      case 1: cs = newValue
      case 2: ss = newValue
      case 3: ds = newValue
      case 4: fs = newValue
      case 5: gs = newValue
      default: preconditionFailure("no segment register has this number")
      }
    }
  }

  /// Six.
  public var count: Int { 6 }

  /// The six in order.
  public var all: [Segment] { [es, cs, ss, ds, fs, gs] }
}

extension SegmentRegisters: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Segment...) { self.init(elements) }
}

extension SegmentRegisters: Codable {
  public init(from decoder: any Decoder) throws {
    let segments = try [Segment](from: decoder)
    guard segments.count == 6 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(segments.count) segment registers; there are six"))
    }
    self.init(segments)
  }

  public func encode(to encoder: any Encoder) throws { try all.encode(to: encoder) }
}
