/// The PIIX4's power management, 8086:7113 at 00:01.3: ACPI's fixed registers, the PM timer, and the way to turn the machine off.
///
///     base + 0   PM1_STS   16 bits, a written one clears: TMR 0, GBL 5, PWRBTN 8, RTC 10, WAK 15
///     base + 2   PM1_EN    16 bits: TMR 0, GBL 5, PWRBTN 8, RTC 10
///     base + 4   PM1_CNT   16 bits: SCI_EN 0, SLP_TYP 10–12, SLP_EN 13
///     base + 8   PM_TMR    32 bits: counts at 3.579545 MHz, 24 bits wide
///
/// The base is in configuration registers 0x40 and 0x80; firmware puts it at 0x600. Ports 0xB2–0xB3 are where an operating system
/// asks the firmware to give up these registers. References are to the 82371AB datasheet (290562), "Power Management", and to
/// ACPI 1.0b, 4.7.
public final class PowerManagement: Device {
  /// Counts of the PM timer per second of guest time.
  public static let timerFrequency: UInt64 = 3_579_545

  public let name = "PIIX4 PM"
  /// Configuration space: goes to device 1, function 3.
  public let pciFunction: PCIFunction
  /// The system control interrupt: IRQ 9.
  public let interrupt = Line()
  /// Called when the guest turns the machine off: SLP_EN with the type of S5, or of S4.
  public var onPowerOff: (() -> Void)?
  private let clock: Clock
  private var timer: Clock.Timer!
  @exclusivity(unchecked) private var registers = State()

  public struct State: Codable, Equatable, Sendable {
    public internal(set) var status: UInt16 = 0
    public internal(set) var enable: UInt16 = 0
    public internal(set) var control: UInt16 = 0
    /// How many times bit 23 of the PM timer has changed, as far as ``status`` knows.
    var halves: UInt64 = 0
    /// APMC and APMS, ports 0xB2 and 0xB3.
    public internal(set) var command: UInt8 = 0
    public internal(set) var commandStatus: UInt8 = 0
  }

  public init(clock: Clock) {
    self.clock = clock
    var description = PCIFunction.Description(vendor: 0x8086, device: 0x7113, classCode: 0x068000, revision: 3)
    // DEVACTB, APMC_EN: as QEMU has it without system-management mode, so that firmware does not wait for an SMI.
    description.set(0x02, at: 0x5B, width: 1)
    description.set(0x0280, at: 0x06, width: 2)  // medium DEVSEL#, fast back-to-back
    description.set(0x01, at: PCIFunction.Field.interruptPin, width: 1)
    description.set(0x0000_0001, at: 0x40, width: 4)  // PMBA
    description.setWritable(0x0000_FFC0, at: 0x40, width: 4)
    description.setWritable(0x01, at: 0x80, width: 1)  // PMREGMISC: decode the base
    description.set(0x0000_0001, at: 0x90, width: 4)  // SMBBA
    description.setWritable(0x0000_FFF0, at: 0x90, width: 4)
    description.setWritable(0xFF, at: 0xD2, width: 1)  // SMBHSTCFG
    for offset in 0x44...0x7F { description.setWritable(0xFF, at: offset, width: 1) }  // counters and device resources
    description.set(0x10, at: 0x5F, width: 1)
    description.set(0x60, at: 0x63, width: 1)
    description.set(0x98, at: 0x67, width: 1)  // both serial ports are there
    pciFunction = PCIFunction(description)
    timer = clock.makeTimer { [unowned self] in self.update() }
  }

  public var state: State {
    get { registers }
    set {
      registers = newValue
      follow()
    }
  }

  public func reset() {
    registers = State()
    registers.halves = count >> 23
    update()
  }

  /// Presses and releases the power button: the guest hears of it if it wants to.
  public func pressPowerButton() {
    registers.status |= Bit.powerButton
    update()
  }

  // MARK: Time

  private enum Bit {
    static let timer: UInt16 = 1, global: UInt16 = 1 << 5, powerButton: UInt16 = 1 << 8, clock: UInt16 = 1 << 10
    static let wake: UInt16 = 1 << 15
    static let enables = timer | global | powerButton | clock
  }

  private var count: UInt64 { clock.periods(at: clock.now, hertz: Self.timerFrequency) }

  /// TMR_STS is set whenever bit 23 changes.
  private func catchUp() {
    let halves = count >> 23
    if halves > registers.halves { registers.status |= Bit.timer }
    registers.halves = halves
  }

  private func update() {
    catchUp()
    follow()
  }

  /// Sets the line and the alarm from the state.
  private func follow() {
    interrupt.set(registers.status & registers.enable & Bit.enables != 0)
    let waits = registers.enable & Bit.timer != 0 && registers.status & Bit.timer == 0
    timer.deadline = waits ? clock.tick(ofPeriod: (registers.halves &+ 1) << 23, hertz: Self.timerFrequency) : .max
  }

  // MARK: Ports

  /// Where the registers answer now.
  private var base: UInt16? {
    guard pciFunction.configuration[0x80].bit(0) else { return nil }
    let base = UInt16(truncatingIfNeeded: pciFunction.load(0x40, width: 4)) & 0xFFC0
    return base == 0 ? nil : base
  }

  public var ports: [ClosedRange<UInt16>] { (base.map { [$0...($0 | 0x3F)] } ?? []) + [0xB2...0xB3] }

  public func read(port: UInt16, width: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<min(width, 4) { value |= UInt32(readByte(port &+ UInt16(index))) << UInt32(index * 8) }
    return value
  }

  private func readByte(_ port: UInt16) -> UInt8 {
    if port == 0xB2 { return registers.command }
    if port == 0xB3 { return registers.commandStatus }
    guard let base, port & 0xFFC0 == base else { return 0xFF }
    catchUp()
    let offset = port & 0x3F
    switch offset {
    case 0...1: return UInt8(truncatingIfNeeded: registers.status >> (offset * 8))
    case 2...3: return UInt8(truncatingIfNeeded: registers.enable >> (offset % 2 * 8))
    case 4...5: return UInt8(truncatingIfNeeded: registers.control >> (offset % 2 * 8))
    case 8...11: return UInt8(truncatingIfNeeded: (count & 0xFF_FFFF) >> UInt64(offset % 4 * 8))
    default: return 0
    }
  }

  public func write(port: UInt16, width: Int, value: UInt32) {
    for index in 0..<min(width, 4) {
      writeByte(port &+ UInt16(index), UInt8(truncatingIfNeeded: value >> UInt32(index * 8)))
    }
    update()
  }

  private func writeByte(_ port: UInt16, _ value: UInt8) {
    if port == 0xB2 { return writeCommand(value) }
    if port == 0xB3 { registers.commandStatus = value }
    guard let base, port & 0xFFC0 == base else { return }
    catchUp()
    let offset = port & 0x3F
    let word = UInt16(value) << (offset % 2 * 8)
    let mask: UInt16 = 0xFF << (offset % 2 * 8)
    switch offset {
    case 0...1: registers.status &= ~word
    case 2...3: registers.enable = (registers.enable & ~mask | word) & Bit.enables
    case 4...5:
      registers.control = (registers.control & ~mask | word) & ~0x2000
      // SLP_EN is written only. Type 0 is S5, soft off; type 2 is S4, which QEMU's `pc` turns off for as well.
      let type = registers.control >> 10 & 7
      if word & 0x2000 != 0 && (type == 0 || type == 2) { onPowerOff?() }
    default: break
    }
  }

  /// The firmware's answers to ACPI_ENABLE and ACPI_DISABLE of QEMU's FADT.
  private func writeCommand(_ value: UInt8) {
    registers.command = value
    if value == 0xF1 { registers.control |= 1 }
    if value == 0xF0 { registers.control &= ~1 }
  }

  public func describe() -> String {
    """
    PM1_STS \(registers.status.hexadecimal)  PM1_EN \(registers.enable.hexadecimal)  PM1_CNT \
    \(registers.control.hexadecimal)  PM_TMR \(UInt32(count & 0xFF_FFFF).hexadecimal)  \
    at \(base.map(\.hexadecimal) ?? "no port")  SCI \(interrupt.level ? "high" : "low")
    """
  }
}
