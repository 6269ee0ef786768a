#if hasFeature(Embedded)
  import GuestFiles
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// The files in /system: what the kernel knows about itself, a line a thing, as `name value` or as a table with a heading.
  final class SystemReport: SystemInformation {
    let names: [StaticString] = ["memory", "processes", "threads", "interrupts", "uptime", "log", "processor"]

    func text(at index: Int) -> [UInt8] {
      let text: String
      switch index {
      case 0: text = memory
      case 1: text = processes
      case 2: text = threads
      case 3: text = interrupts
      case 4: text = "\(KernelClock.now / 1_000_000) ms\n"
      case 5: return KernelLog.contents
      default: text = "\(Processor.brand)\n"
      }
      return Array(text.utf8)
    }

    private var memory: String {
      """
      total \(Memory.allocator.totalCount * 4096)
      free \(Memory.allocator.freeCount * 4096)
      heap \(KernelHeap.totalBytes)
      heap-used \(KernelHeap.usedBytes)
      heap-blocks \(KernelHeap.usedBlocks)

      """
    }

    private var processes: String {
      var text = "identifier parent group state memory milliseconds name\n"
      for process in Processes.all {
        let state =
          process.hasEnded
          ? "ended" : process.thread.map { $0.pointer.pointee.state == .waiting ? "waiting" : "ready" } ?? "ended"
        let memory = (process.addressSpace?.ownedFrames ?? 0) * 4096
        text += "\(process.identifier) \(process.parentIdentifier) \(process.group) \(state) \(memory) "
        text += "\(process.totalRunTime / 1_000_000) \(process.name)\n"
      }
      return text
    }

    private var threads: String {
      var text = "identifier priority milliseconds name\n"
      for thread in Threads.all {
        let time = Threads.withoutInterrupts {
          Threads.scheduler.pointee.runTime(thread.pointer, stamp: time_stamp())
        }
        text += "\(thread.pointer.pointee.identifier) \(thread.pointer.pointee.priority) "
        text += "\(KernelClock.nanoseconds(stamps: time) / 1_000_000) \(thread.name)\n"
      }
      text += "switches \(Threads.switchCount)\n"
      return text
    }

    private var interrupts: String {
      var text = "line count\n"
      for line in 0..<16 where InterruptStatistics.count(of: line) > 0 {
        text += "\(line) \(InterruptStatistics.count(of: line))\n"
      }
      return text + "system-calls \(SystemCallStatistics.count)\n"
    }
  }

  /// What the kernel said, for `dmesg`: the last 16 KiB of it.
  enum KernelLog {
    private static let capacity = 16 * 1024
    nonisolated(unsafe) private static var bytes: UnsafeMutablePointer<UInt8>?
    nonisolated(unsafe) private static var count = 0

    static func start() { bytes = .allocate(capacity: capacity) }

    static func put(_ byte: UInt8) {
      guard let bytes else { return }
      bytes[count % capacity] = byte
      count += 1
    }

    /// A line of the log, which also goes out.
    static func write(_ line: String) { print(line) }

    static var contents: [UInt8] {
      guard let bytes else { return [] }
      return (max(0, count - capacity)..<count).map { bytes[$0 % capacity] }
    }
  }
#endif
