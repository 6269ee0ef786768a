/// The PC16550D, a serial port: a PC's COM1 at 0x3F8 on IRQ 4, COM2 at 0x2F8 on IRQ 3.
///
/// **Sending takes no time.** A byte leaves through ``onTransmit`` in the instruction that writes it, and the transmitter is empty
/// again at once, as in QEMU with an open backend.
///
/// **Receiving takes as long as the line would.** ``receive(_:)`` queues any number of bytes. One arrives per character time of
/// the programmed divisor and format, and waits while the FIFO, or the receiver buffer without one, is full. So a guest that
/// keeps up with a real line keeps up here, and the far end never overruns it. Overruns are still there in loopback.
///
/// As on QEMU's board, OUT2 does not gate the interrupt, and an open line reads CTS, DSR and DCD.
/// References are to the PC16550D datasheet (TL/C/8652).
public final class UART16550A: BytePortDevice {
  public let name: String
  public let ports: [ClosedRange<UInt16>]
  /// The pin INTR.
  public let interrupt = Line()
  /// Takes what the guest sends.
  public var onTransmit: ((UInt8) -> Void)?

  let base: UInt16
  let clock: Clock
  var arrival: Clock.Timer!
  var timeout: Clock.Timer!
  @exclusivity(unchecked) var registers = State()

  public init(clock: Clock, name: String, base: UInt16) {
    self.clock = clock
    self.name = name
    self.base = base
    ports = [base...(base | 7)]
    arrival = clock.makeTimer { [unowned self] in self.hasArrived() }
    timeout = clock.makeTimer { [unowned self] in self.hasTimedOut() }
  }

  public static func com1(clock: Clock) -> UART16550A { UART16550A(clock: clock, name: "16550A COM1", base: 0x3F8) }
  public static func com2(clock: Clock) -> UART16550A { UART16550A(clock: clock, name: "16550A COM2", base: 0x2F8) }

  // MARK: State

  public struct State: Codable, Equatable, Sendable {
    /// IER, LCR, MCR, SCR, and FCR without its two self-clearing bits.
    public internal(set) var interruptEnable: UInt8 = 0
    public internal(set) var lineControl: UInt8 = 0
    public internal(set) var modemControl: UInt8 = 0x08
    public internal(set) var scratch: UInt8 = 0
    public internal(set) var fifoControl: UInt8 = 0
    /// DLL and DLM. QEMU's reset value is 9600 baud.
    public internal(set) var divisor: UInt16 = 12
    /// The error bits of LSR that a read clears: OE, PE, FE, BI.
    public internal(set) var lineErrors: UInt8 = 0
    /// MSR bits 3–0: which modem inputs have changed.
    public internal(set) var modemChanges: UInt8 = 0
    /// The receiver FIFO, or with FIFOs off the one byte of the receiver buffer.
    public internal(set) var received: [ReceivedByte] = []
    /// RBR when nothing has been received: the last byte read.
    public internal(set) var lastReceived: UInt8 = 0
    /// Interrupt sources that remember: the transmitter went empty; the FIFO has waited for four character times.
    public internal(set) var transmitterInterrupt = false
    public internal(set) var hasTimedOut = false
    /// The modem's side of the lines.
    public internal(set) var modemInputs: ModemInputs = [.clearToSend, .dataSetReady, .carrierDetect]
    /// What the far end has sent and the line has not yet carried.
    public internal(set) var incoming: [ReceivedByte] = []
    /// How much of ``incoming`` has gone: it is cut when all has, or much.
    var incomingStart = 0
    /// The tick at which the next character has been received in full; nil when none is under way.
    var arrivesAt: UInt64?
    /// The tick of the FIFO's character time-out.
    var timesOutAt: UInt64?
  }

  /// A received character and the errors that came with it.
  public struct ReceivedByte: Codable, Equatable, Sendable {
    public var byte: UInt8
    public var errors: LineErrors = []
  }

  /// What can be wrong with a received character, by the bits of LSR.
  public struct LineErrors: OptionSet, Codable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// PE: the parity is not the one that LCR says.
    public static let parity = LineErrors(rawValue: 0x04)
    /// FE: there is no stop bit where one should be.
    public static let framing = LineErrors(rawValue: 0x08)
    /// BI: the line stayed low for a whole character.
    public static let breakInterrupt = LineErrors(rawValue: 0x10)
  }

  /// The modem's output lines, in the order of MSR bits 7–4.
  public struct ModemInputs: OptionSet, Codable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let clearToSend = ModemInputs(rawValue: 0x10)
    public static let dataSetReady = ModemInputs(rawValue: 0x20)
    public static let ringIndicator = ModemInputs(rawValue: 0x40)
    public static let carrierDetect = ModemInputs(rawValue: 0x80)
  }

  public var state: State {
    get { registers }
    set {
      registers = newValue
      registers.incomingStart = min(max(registers.incomingStart, 0), registers.incoming.count)
      arrival.deadline = registers.arrivesAt ?? .max
      timeout.deadline = registers.timesOutAt ?? .max
      update()
    }
  }

  /// RESET, "Reset Configuration": IER, FCR and LCR are zero; MCR has OUT2 set, as in QEMU. What is on the line stays there.
  public func reset() {
    let old = registers
    registers = State()
    registers.modemInputs = old.modemInputs
    registers.incoming = old.incoming
    registers.incomingStart = old.incomingStart
    timeout.deadline = .max
    arrival.deadline = .max
    scheduleArrival()
    update()
  }

  // MARK: The far end

  /// Sends bytes to the guest.
  public func receive(_ bytes: some Sequence<UInt8>) {
    registers.incoming += bytes.map { ReceivedByte(byte: $0) }
    scheduleArrival()
  }

  /// Sends a break: the line is low for longer than a character.
  public func receiveBreak() {
    receive(0, with: .breakInterrupt)
  }

  /// Sends a byte that the line damages.
  public func receive(_ byte: UInt8, with errors: LineErrors) {
    let known: LineErrors = [.parity, .framing, .breakInterrupt]
    registers.incoming.append(ReceivedByte(byte: byte, errors: errors.intersection(known)))
    scheduleArrival()
  }

  /// How many bytes have not reached the guest's FIFO yet.
  public var waitingCount: Int { registers.incoming.count - registers.incomingStart }

  /// The modem's lines. A change is told to the guest by MSR's delta bits.
  public var modemInputs: ModemInputs {
    get { registers.modemInputs }
    set {
      let old = modemStatus
      registers.modemInputs = newValue
      noteModemChange(from: old)
      update()
    }
  }
}
