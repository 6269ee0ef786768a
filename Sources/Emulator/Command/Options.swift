import ArgumentParser
import Machine

/// The command line, as the person types it.
struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulator",
    abstract: "Boots a kernel on an x86-64 PC that runs in this process.",
    discussion: """
      The kernel is what QEMU's -kernel takes: an ELF file with a PVH note, a Multiboot kernel, a Linux bzImage; or a \
      Multiboot 2 kernel.

      The exit status is 0 when the guest powered off or --until was met; (value << 1) | 1 when it wrote a value to the \
      debug-exit port 0xF4; 2 for a bad option or file; 4 for a triple fault; 6 when the guest needs something that is \
      not there; 8 at the limit or time-out; 10 when a replay parts from its trace.
      """)

  @Argument(
    help: "The kernel. Not needed with --load-snapshot; with --replay, the recorded one if none is given.",
    completion: .file())
  var file: String?

  @Option(help: "The kernel's command line.")
  var append = ""

  @Option(
    help: ArgumentHelp(
      "Files that the kernel gets as modules, each with its arguments. Two commas stand for one.",
      valueName: "FILE[ args],..."), completion: .file())
  var initrd: String?

  @Option(
    help: ArgumentHelp("How to boot the kernel, when not as it asks for.", valueName: "pvh|multiboot|multiboot2|linux"),
    transform: Self.bootProtocol)
  var boot: BootProtocol?

  @Option(help: "RAM: a number with K, M or G; mebibytes without.", transform: Self.memorySize)
  var memory = MemorySize(bytes: 128 << 20)

  @Option(
    help: ArgumentHelp(
      "What the real-time clock shows at the start: fixed, so that runs repeat. A date and time of UTC, or now.",
      valueName: "YYYY-MM-DDTHH:MM:SS|now"), transform: StartTime.init(text:))
  var startTime = StartTime()

  @Flag(help: "Open no window.")
  var headless = false

  @Option(
    help: ArgumentHelp("Where the first serial port goes.", valueName: "stdio|none|FILE"),
    transform: SerialOption.init)
  var serial = SerialOption.stdio

  @Option(help: "Type this on the keyboard once the guest waits for it; \\n is the Enter key.")
  var type: String?

  @Option(help: "End when the serial output contains this.")
  var until: String?

  @Option(help: "End after so many seconds of the host's time.", transform: Self.seconds)
  var timeout: Double?

  @Option(help: "End after so many instructions.", transform: Self.count)
  var limit: UInt64?

  @Option(help: "Write the screen to this PNG file at the end.", completion: .file(extensions: ["png"]))
  var screenshot: String?

  @Option(
    help: ArgumentHelp("Write the screen of the whole run to this animated PNG file.", valueName: "FILE.png"),
    completion: .file(extensions: ["png"]))
  var animation: String?

  @Option(
    help: "How often --animation looks at the screen, in pictures per second of the guest's time.",
    transform: Self.rate)
  var animationRate = 10

  @Flag(help: "End when the guest asks for a reset.")
  var noReboot = false

  @Option(help: "How many times as large as the guest's screen the window is.", transform: Self.scale)
  var scale = 1

  @OptionGroup(title: "Recording") var recording: RecordingOptions
  @OptionGroup(title: "Looking") var looking: LookingOptions

  mutating func validate() throws {
    if file == nil, recording.loadSnapshot == nil, recording.replay == nil {
      throw ValidationError("Missing expected argument '<file>'")
    }
    if file != nil, recording.loadSnapshot != nil {
      throw ValidationError("give a kernel or --load-snapshot, not both: the snapshot has its kernel.")
    }
  }

  private static func memorySize(_ text: String) throws -> MemorySize {
    guard let size = MemorySize(text: text) else {
      throw ValidationError("'\(text)' is no memory size; write 128M or 2G.")
    }
    guard MemoryMap.sizes.contains(size.bytes) else {
      throw ValidationError("a machine has 2M to 64G of memory, not \(text).")
    }
    return size
  }

  private static func bootProtocol(_ text: String) throws -> BootProtocol {
    guard let value = BootProtocol(rawValue: text) else {
      throw ValidationError(
        "a kernel is booted by \(BootProtocol.allCases.map(\.rawValue).joined(separator: ", ")), not by '\(text)'.")
    }
    return value
  }

  private static func seconds(_ text: String) throws -> Double {
    guard let seconds = Double(text), seconds.isFinite, seconds >= 0 else {
      throw ValidationError("'\(text)' is no number of seconds.")
    }
    return seconds
  }

  private static func count(_ text: String) throws -> UInt64 {
    guard let count = UInt64(text.filter { $0 != "_" && $0 != "," }) else {
      throw ValidationError("'\(text)' is no number of instructions.")
    }
    return count
  }

  private static func rate(_ text: String) throws -> Int {
    guard let rate = Int(text), (1...100).contains(rate) else {
      throw ValidationError("an animation has 1 to 100 pictures per second, not '\(text)'.")
    }
    return rate
  }

  private static func scale(_ text: String) throws -> Int {
    guard let scale = Int(text), (1...8).contains(scale) else {
      throw ValidationError("the scale is a number from 1 to 8, not '\(text)'.")
    }
    return scale
  }

  /// The text to type, with `\n`, `\t` and `\\` replaced.
  var typedText: String {
    var text = ""
    var isEscaped = false
    for character in type ?? "" {
      if isEscaped {
        isEscaped = false
        switch character {
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "\\": text.append("\\")
        default: text += "\\" + String(character)
        }
      } else if character == "\\" {
        isEscaped = true
      } else {
        text.append(character)
      }
    }
    return isEscaped ? text + "\\" : text
  }
}
