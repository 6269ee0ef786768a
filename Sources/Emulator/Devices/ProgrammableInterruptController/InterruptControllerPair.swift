/// The PC's two 8259A: the primary at ports 0x20–0x21, the secondary at 0xA0–0xA1 on the primary's IR2, and PIIX3's edge/level
/// registers at 0x4D0–0x4D1. Fifteen interrupt requests become one wire and, on acknowledge, a vector.
public final class InterruptControllerPair: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    public internal(set) var primary = ProgrammableInterruptController(isPrimary: true)
    public internal(set) var secondary = ProgrammableInterruptController(isPrimary: false)
  }

  public let name = "8259A"
  public let ports: [ClosedRange<UInt16>] = [0x20...0x21, 0xA0...0xA1, 0x4D0...0x4D1]
  /// The pin INTR of the processor: high while some request waits to be acknowledged.
  public let intr = Line()
  @exclusivity(unchecked) private var chips = State()

  /// The input of the primary that the secondary's INT drives.
  private static let cascadeInput = 2

  public init() {}

  public var state: State {
    get { chips }
    set {
      chips = newValue
      intr.set(chips.primary.interrupt)
    }
  }
  public var primary: ProgrammableInterruptController { chips.primary }
  public var secondary: ProgrammableInterruptController { chips.secondary }

  // MARK: Lines

  /// Drives one of the sixteen requests. IRQ 2 is the cascade, which no device can reach.
  public func setRequest(irq: Int, level: Bool) {
    switch irq {
    case 0...7 where irq != Self.cascadeInput: chips.primary.setInput(irq, level)
    case 8...15: chips.secondary.setInput(irq - 8, level)
    default: return
    }
    update()
  }

  /// A listener for ``Line/connect(_:)``: `uart.interrupt.connect(pic.input(4))`.
  public func input(_ irq: Int) -> (Bool) -> Void {
    { [unowned self] level in self.setRequest(irq: irq, level: level) }
  }

  /// The processor's interrupt acknowledge: puts the highest request in service and returns its vector. A request that has
  /// gone meanwhile is answered with IRQ 7's vector, or IRQ 15's when it was a secondary's ("spurious").
  public func acknowledge() -> UInt8 {
    let level = chips.primary.acknowledge()
    defer { update() }
    guard !chips.primary.isSingle, chips.primary.cascade & .bit(level) != 0 else {
      return chips.primary.vector(of: level)
    }
    // The cascade lines carry the level; the secondary with that number answers, else nobody drives the bus.
    guard level == Self.cascadeInput, Int(chips.secondary.cascade) == level else { return 0xFF }
    let vector = chips.secondary.vector(of: chips.secondary.acknowledge())
    chips.primary.setInput(level, false)  // INT falls between two requests, so the next one is a new edge
    return vector
  }

  private func update() {
    chips.primary.setInput(Self.cascadeInput, chips.secondary.interrupt)
    intr.set(chips.primary.interrupt)
  }

  // MARK: Ports

  public func readByte(port: UInt16) -> UInt8 {
    // Only a poll changes anything.
    let isPolled = chips.primary.isPolled || chips.secondary.isPolled
    defer { if isPolled { update() } }
    switch port {
    case 0x20: return chips.primary.readEven()
    case 0x21: return chips.primary.readOdd()
    case 0xA0, 0xA1:
      // A poll acknowledges, so INT falls as it does after INTA.
      if chips.secondary.isPolled { chips.primary.setInput(Self.cascadeInput, false) }
      return port == 0xA0 ? chips.secondary.readEven() : chips.secondary.readOdd()
    case 0x4D0: return chips.primary.levelTriggered
    case 0x4D1: return chips.secondary.levelTriggered
    default: return 0xFF
    }
  }

  public func writeByte(port: UInt16, value: UInt8) {
    switch port {
    case 0x20: chips.primary.writeEven(value)
    case 0x21: chips.primary.writeOdd(value)
    case 0xA0: chips.secondary.writeEven(value)
    case 0xA1: chips.secondary.writeOdd(value)
    // PIIX3: the timer, keyboard and cascade (0–2), the clock (8) and the coprocessor (13) stay edge-triggered.
    case 0x4D0: chips.primary.levelTriggered = value & 0xF8
    case 0x4D1: chips.secondary.levelTriggered = value & 0xDE
    default: return
    }
    update()
  }

  public func reset() {
    let (primary, secondary) = (chips.primary.inputs, chips.secondary.inputs)
    chips = State()
    chips.primary.inputs = primary & ~UInt8.bit(Self.cascadeInput)
    chips.secondary.inputs = secondary
    update()
  }

  public func describe() -> String {
    "primary\n\(chips.primary.describe())\nsecondary\n\(chips.secondary.describe())\nINTR \(intr.level ? "high" : "low")"
  }
}
