/// A recorded run: what the machine was made of, everything that came in from outside, and what its state was on the way.
///
/// A text that a person can read and compare with `diff`:
///
///     Apus trace 1
///     memory 134217728
///     frequency 1000000000
///     start-time 1767225600
///     restarts-on-reset yes
///     kernel 5d41…2592 2731040 "/home/me/Images/kernel.elf"
///     boot pvh
///     command-line "still"
///     0 0 state 6b1c… processor 0f3e… chips 9a55… memory 77d0… rax=0 rbx=6000 … rip=1000000 rflags=2
///     81234567 90417233 type "hello\n"
///     82000000 91182666 mouse 5 -3
///     100000000 130417233 state …
///     123456789 153874022 end
///     sha256 …
///
/// Each line after the header begins with the count of instructions and the tick at which it happened. The images are named by their SHA-256, as
/// `sha256sum` prints it. The last line is the SHA-256 of all before it, so a trace that was cut or edited is found out.
public struct Trace: Equatable, Sendable {
  /// A file that was loaded.
  public struct Image: Equatable, Sendable {
    public var sha256: String
    public var byteCount: Int
    /// Where it was, if that is known.
    public var path: String

    init(_ bytes: [UInt8], path: String) {
      sha256 = SHA256.digest(of: bytes)
      byteCount = bytes.count
      self.path = path
    }

    /// What identifies a file: 64 hexadecimal digits, as `sha256sum` prints them.
    public static func sha256(of bytes: [UInt8]) -> String { SHA256.digest(of: bytes) }

    init(sha256: String, byteCount: Int, path: String) {
      (self.sha256, self.byteCount, self.path) = (sha256, byteCount, path)
    }
  }

  /// A file that the kernel was given, with the string that goes with it.
  public struct Module: Equatable, Sendable {
    public var image: Image
    public var commandLine: String
  }

  /// The state of the machine at some moment: hashes of all of it, and the registers themselves.
  struct State: Equatable, Sendable {
    var hashes: StateHashes
    var registers: RegisterList
  }

  enum Content: Equatable, Sendable {
    case state(State)
    case input(InputEvent)
    case end
  }

  struct Line: Equatable, Sendable {
    var moment: Moment
    var content: Content
  }

  public internal(set) var configuration = Configuration()
  public internal(set) var kernel: Image?
  /// How the kernel was booted; nil without one.
  public internal(set) var bootProtocol: BootProtocol?
  /// The name that the kernel was told of itself, if it was.
  public internal(set) var kernelName: String?
  /// What the kernel was given beside its own file, and what each part was told.
  public internal(set) var modules: [Module] = []
  public internal(set) var commandLine: [UInt8] = []
  /// In the order in which things happened. The first is the state at the start, the last the end.
  var lines: [Line] = []

  static let formatVersion = 1

  /// Where the recording began: power-on, or a snapshot.
  public var start: Moment { lines.first?.moment ?? Moment(instruction: 0, tick: 0) }
  /// Where the recording ended.
  public var end: Moment { lines.last?.moment ?? start }
  /// What came in from outside, with its moment.
  public var inputs: [(moment: Moment, event: InputEvent)] {
    lines.compactMap { line in if case .input(let event) = line.content { (line.moment, event) } else { nil } }
  }
  /// How many states there are to check a replay with.
  public var stateCount: Int {
    lines.count { line in if case .state = line.content { true } else { false } }
  }
}

/// Registers by name, as a trace has them: enough to see where a run was and what it did.
struct RegisterList: Equatable, Sendable {
  var values: [(name: String, value: UInt64)]

  init(values: [(name: String, value: UInt64)]) { self.values = values }

  init(_ state: ProcessorState) {
    let names = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"] + (8..<16).map { "r\($0)" }
    values = Array(zip(names, state.general))
    values += [("rip", state.rip), ("rflags", state.rflags), ("cr0", state.system.cr0), ("cr2", state.system.cr2)]
    values += [("cr3", state.system.cr3), ("cr4", state.system.cr4), ("efer", state.system.efer)]
    values += [("cs", UInt64(state.system.segments[1].selector)), ("ss", UInt64(state.system.segments[2].selector))]
  }

  subscript(name: String) -> UInt64? { values.first { $0.name == name }?.value }

  static func == (first: RegisterList, second: RegisterList) -> Bool {
    first.values.elementsEqual(second.values) { $0 == $1 }
  }
}
