/// The Motorola MC146818 at ports 0x70–0x71: the calendar, an alarm, a periodic interrupt, and 128 bytes of CMOS RAM. IRQ 8.
///
/// The time registers are the chip's own bytes, brought up to date by arithmetic when somebody looks; one alarm of the machine's
/// clock stands for the next interrupt that is enabled. The start time is an option, so every run sees the same dates.
/// References are to the MC146818A datasheet (ADI-1014).
public final class RealTimeClock: BytePortDevice {
  public let name = "MC146818"
  public let ports: [ClosedRange<UInt16>] = [0x70...0x71]
  /// The pin IRQ, active high here.
  public let interrupt = Line()

  let clock: Clock
  private var timer: Clock.Timer!
  @exclusivity(unchecked) var registers = State()

  /// - Parameters:
  ///   - startTime: what the calendar shows at power-on.
  ///   - memorySize: what the firmware's memory bytes tell, in bytes.
  public init(clock: Clock, startTime: DateAndTime = .default, memorySize: UInt64 = 128 << 20) {
    self.clock = clock
    timer = clock.makeTimer { [unowned self] in self.update() }
    registers.origin = clock.now
    registers[.a] = 0x26  // 32.768 kHz, periodic rate 1024 Hz
    registers[.b] = 0x02  // 24 hours, BCD
    setTime(startTime)
    registers.ram[0x14] = 0x06  // equipment: coprocessor and PS/2 mouse, no diskette drive
    registers.ram[0x38] = 0x30  // boot order: disk, diskette, CD, as QEMU's
    registers.ram[0x3D] = 0x12
    setMemorySize(memorySize)
  }

  // MARK: State

  public struct State: Codable, Equatable, Sendable {
    /// All 128 bytes: the time, the control registers, the RAM. Register C holds the flags; bit 7 of A and C is computed.
    public internal(set) var ram: [UInt8] = Array(repeating: 0, count: 128)
    /// The register that port 0x71 shows.
    public internal(set) var index: UInt8 = 0
    /// Bit 7 of port 0x70: NMI is masked.
    public internal(set) var masksNMI = false
    /// Where the divider chain's seconds begin: update k ends at this tick + k seconds. Wraps.
    public internal(set) var origin: UInt64 = 0
    /// How many updates the registers have seen, and how many periods of the periodic interrupt register C has.
    public internal(set) var updates: UInt64 = 0
    public internal(set) var periods: UInt64 = 0

    subscript(register: Register) -> UInt8 {
      get { ram[register.rawValue] }
      set { ram[register.rawValue] = newValue }
    }
  }

  /// Addresses, "Address Map". The century is QEMU's: a byte of RAM that follows the calendar.
  enum Register: Int {
    case seconds = 0
    case secondsAlarm, minutes, minutesAlarm, hours, hoursAlarm, dayOfWeek, day, month, year, a, b, c, d
    case century = 0x32
  }

  public var state: State {
    get { registers }
    set {
      registers = newValue
      if registers.ram.count != 128 { registers.ram = State().ram }
      follow()
    }
  }

  /// What the calendar shows now.
  public var time: DateAndTime {
    let saved = registers
    defer { registers = saved }  // looking leaves no trace
    catchUp()
    return calendar
  }

  /// The RESET pin: interrupts are off and their flags clear; the calendar and the RAM are kept by the battery.
  public func reset() {
    catchUp()
    registers[.b] &= ~0x78  // PIE, AIE, UIE, SQWE
    registers[.c] = 0
    registers.index = 0
    registers.masksNMI = false
    update()
  }

  /// Fills the memory-size bytes that QEMU's firmware reads: base, extended, above 16 MB, and above 4 GB.
  public func setMemorySize(_ byteCount: UInt64) {
    let low = byteCount >= 0xE000_0000 ? 3 << 30 : byteCount  // QEMU's `pc` then puts the rest above 4 GB
    let extended = min(low > 1 << 20 ? (low - (1 << 20)) >> 10 : 0, 0xFFFF)
    let above16 = min(low > 16 << 20 ? (low - (16 << 20)) >> 16 : 0, 0xFFFF)
    let above4G = (byteCount - low) >> 16
    store(min(low >> 10, 640), at: [0x15, 0x16])
    store(extended, at: [0x17, 0x18])
    store(extended, at: [0x30, 0x31])
    store(above16, at: [0x34, 0x35])
    store(above4G, at: [0x5B, 0x5C, 0x5D])
  }

  private func store(_ value: UInt64, at indices: [Int]) {
    for (position, index) in indices.enumerated() {
      registers.ram[index] = UInt8(truncatingIfNeeded: value >> UInt64(position * 8))
    }
  }

  // MARK: Ports

  public func readByte(port: UInt16) -> UInt8 {
    guard port == 0x71 else { return 0xFF }  // the index cannot be read
    catchUp()
    let index = Int(registers.index & 0x7F)
    switch Register(rawValue: index) {
    case .a: return registers[.a] | (isUpdating ? 0x80 : 0)
    case .c:
      let value = registers[.c] | (interruptIsPending ? 0x80 : 0)
      registers[.c] = 0
      update()
      return value
    case .d: return 0x80  // VRT: the battery is good
    default: return registers.ram[index]
    }
  }

  public func writeByte(port: UInt16, value: UInt8) {
    if port == 0x70 {
      registers.index = value & 0x7F
      registers.masksNMI = value.bit(7)
      return
    }
    catchUp()
    let index = Int(registers.index & 0x7F)
    switch Register(rawValue: index) {
    case .a: writeA(value)
    case .b: writeB(value)
    case .c, .d: break
    default: registers.ram[index] = value
    }
    update()
  }

  // MARK: Interrupt

  var interruptIsPending: Bool { registers[.c] & registers[.b] & 0x70 != 0 }

  /// Brings the registers up to date, then the line and the alarm.
  func update() {
    catchUp()
    follow()
  }

  /// Sets the line, and the alarm for the next flag that would raise it, from the state.
  private func follow() {
    interrupt.set(interruptIsPending)
    timer.deadline = interruptIsPending ? .max : nextInterrupt
  }

  public func describe() -> String {
    """
    \(time)  A \((registers[.a]).hexadecimal)  B \(registers[.b].binary)  C \(registers[.c].binary)
    alarm \(registers[.hoursAlarm].hexadecimal):\(registers[.minutesAlarm].hexadecimal):\
    \(registers[.secondsAlarm].hexadecimal)  IRQ \(interrupt.level ? "high" : "low")  index \(registers.index.hexadecimal)
    """
  }
}
