/// What a device of one's own gets from the machine that it is plugged into: the clock, interrupt lines, memory and the PCI bus.
///
///     let machine = try Machine(devices: [{ Thermometer($0) }])
///     machine.device(Thermometer.self)?.celsius = 30
///
/// The machine asks the `Device` for its ports and addresses, resets it, and keeps its `state` with that of the chips: in
/// the state hash, in snapshots and in what ``Machine/describe()`` says.
public struct ExpansionSlot {
  /// The machine's clock: the time, and alarms (`makeTimer(_:)`).
  public let clock: Clock
  /// Memory by physical address, for a device that reads or writes it by itself.
  public let memory: PhysicalMemory
  /// The PCI bus, for a card that has configuration space.
  public let pci: PCIHost
  private let interrupts: SharedInterrupts

  init(clock: Clock, memory: PhysicalMemory, chips: Chips) {
    self.clock = clock
    self.memory = memory
    pci = chips.pci
    interrupts = SharedInterrupts(chips)
  }

  /// A line to the interrupt controllers. Several devices of one's own may have the same; it is high while one of them is.
  ///
  /// - Precondition: no chip of the board has it: 3, 5, 6, 7, 10, 11, 14 and 15 are free.
  public func interrupt(_ irq: Int) -> Line {
    precondition(SharedInterrupts.free.contains(irq), "IRQ \(irq) is taken; free are \(SharedInterrupts.free)")
    return interrupts.makeLine(irq)
  }
}

/// Makes the device that goes into a slot. Called whenever a machine like this one is made, by a fork on whatever thread.
public typealias DeviceFactory = @Sendable (ExpansionSlot) -> any Device

/// Lines that lead to one input of the interrupt controllers.
private final class SharedInterrupts {
  static let free = [3, 5, 6, 7, 10, 11, 14, 15]
  private var lines: [Int: [Line]] = [:]
  private let controllers: InterruptControllerPair

  init(_ chips: Chips) { controllers = chips.interruptControllers }

  func makeLine(_ irq: Int) -> Line {
    let line = Line()
    lines[irq, default: []].append(line)
    line.connect { [self] _ in controllers.input(irq)(lines[irq]?.contains { $0.level } == true) }
    return line
  }
}

extension Machine {
  /// The first device of one's own of this type.
  public func device<Kind: Device>(_ type: Kind.Type) -> Kind? { expansions.lazy.compactMap { $0 as? Kind }.first }

  /// All that has a state, in the order in which it is reset, hashed and described: devices of one's own, the chips with
  /// the interrupt controllers last (lines of the others lead to them), and the hands at the keyboard.
  public var devices: [any Device] { expansions + chips.all + [typist] }
}
