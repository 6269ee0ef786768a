#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// Keyboard and mouse: bytes as the devices sent them, decoded here.
  final class InputReader {
    enum Event {
      case key(KeyEvent)
      /// With the time, in milliseconds.
      case mouse(MouseReport, Int)
    }

    let descriptor: FileDescriptor
    private var keyboard = KeyboardDecoder()
    private var mouse: MouseDecoder
    private let records = UnsafeMutableBufferPointer<InputRecord>.allocate(capacity: 256)

    /// A tenth of a second within a packet of the mouse means that a byte was lost.
    private static let patience = 100

    init() throws(SystemError) {
      descriptor = try FileDescriptor.open("/dev/input", .nonblocking)
      var hasWheel: UInt32 = 0
      try descriptor.control(.mouseHasWheel, &hasWheel)
      // Somebody may be moving it already.
      mouse = MouseDecoder(hasWheel: hasWheel != 0, isAligned: false)
    }

    /// What has come since the last call. Movements that follow each other with the same buttons are one.
    func take() -> [Event] {
      var events: [Event] = []
      while let count = try? descriptor.read(into: UnsafeMutableRawBufferPointer(records)), count > 0 {
        for record in records[..<(count / MemoryLayout<InputRecord>.stride)] {
          switch record.source {
          case InputRecord.keyboard: if let key = keyboard.decodeEvent(record.byte) { events.append(.key(key)) }
          default:
            let time = Int(record.time / 1_000_000)
            guard let report = mouse.decode(record.byte, time: time, patience: Self.patience) else { continue }
            append(report, time, to: &events)
          }
        }
      }
      return events
    }

    private func append(_ report: MouseReport, _ time: Int, to events: inout [Event]) {
      guard case .mouse(let last, _)? = events.last, last.left == report.left, last.right == report.right,
        last.middle == report.middle, last.wheel == 0, report.wheel == 0
      else { return events.append(.mouse(report, time)) }
      var sum = report
      (sum.dx, sum.dy) = (last.dx + report.dx, last.dy + report.dy)
      events[events.count - 1] = .mouse(sum, time)
    }
  }
#endif
