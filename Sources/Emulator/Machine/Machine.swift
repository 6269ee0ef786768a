/// An x86-64 PC in this process: QEMU's `pc`, exact and repeatable.
///
/// Make one, load a kernel, run it, and look at anything:
///
///     let machine = try Machine()
///     try machine.load(kernel: bytes, commandLine: "test")
///     let stop = machine.run(until: .serial("ready\n"))
///     #expect(stop.isMet, "\(stop)")
///     #expect(machine.cpu.rip == machine.symbols["idle"])
///     machine.input.type("hello\n")
///
/// Time is the number of instructions executed, so the same kernel, command line and input give the same run, bit for bit, on every
/// host and however it is driven: step by step, in one go, or in pieces. Machines know nothing of each other; each may run on a
/// thread of its own, one thread at a time.
public final class Machine {
  public let configuration: Configuration
  public let memoryMap: MemoryMap
  public let memory: Memory
  public let clock: Clock
  /// The processor: registers, translation, what it stopped at.
  public let cpu: Processor
  /// The chips.
  public let chips: Chips
  /// The names in the loaded kernel.
  public internal(set) var symbols = SymbolTable()
  /// What has happened that ends a run, seen at the next instruction boundary.
  var event: Event?
  /// What was loaded, for ``reset()``.
  var boot: Boot?
  var serialLog = SerialLog()
  /// Set while a run waits for serial text: called with each byte.
  var serialWatch: (() -> Void)?
  /// Called with each byte that the guest writes to its first serial port, as it writes it. Does not touch the machine.
  public var onSerialOutput: ((UInt8) -> Void)?
  /// The same for port 0xE9, the debug console of Bochs and QEMU.
  public var onDebugOutput: ((UInt8) -> Void)?

  /// Who records, replays, remembers.
  var attendants: [any Attendant] = []
  /// Looks on for conditions and traces.
  private(set) lazy var lookout = Lookout(self)
  /// The replay that provides all input, while there is one.
  weak var replay: Replay?
  let ram: MemoryRegion
  let firmware: MemoryRegion
  let typist: Typist
  let bus: SystemBus
  /// Devices of one's own.
  let expansions: [any Device]
  /// How they were made, for another machine like this one.
  let factories: [DeviceFactory]

  enum Event: Equatable {
    case powerOff
    case exit(UInt32)
    case reset
    case stop
    /// A condition of the run that is under way, by its number.
    case condition(Int)
  }

  /// A machine that was just switched on, without a kernel.
  ///
  /// - Parameters:
  ///   - configuration: what the machine is made of.
  ///   - devices: what makes each device of one's own. Where one answers at a port or an address of a chip, the chip no longer does.
  public convenience init(
    _ configuration: Configuration = Configuration(), devices: [DeviceFactory] = []
  ) throws(ConfigurationError) {
    try self.init(configuration, devices: devices, translationEntries: 16384)
  }

  /// For tests that show that nobody can tell how large the processor's translation cache is: a power of two.
  package convenience init(
    _ configuration: Configuration, devices: [DeviceFactory] = [], translationEntries: Int
  ) throws(ConfigurationError) {
    try configuration.check()
    self.init(checked: configuration, devices: devices, translationEntries: translationEntries)
    powerOn()
  }

  /// The parts and what connects them, before the power is on.
  init(checked configuration: Configuration, devices: [DeviceFactory], translationEntries: Int = 16384) {
    self.configuration = configuration
    memoryMap = MemoryMap(memorySize: configuration.memorySize)
    let physical = PhysicalMemory()
    ram = MemoryRegion(name: "RAM", byteCount: configuration.memorySize)
    firmware = MemoryRegion(name: "firmware", byteCount: UInt64(MemoryMap.firmware.count), readOnly: true)
    clock = Clock(frequency: configuration.frequency)
    chips = Chips(clock: clock, configuration: configuration, memory: physical)
    typist = Typist(clock: clock, keyboard: chips.keyboardController)
    let slot = ExpansionSlot(clock: clock, memory: physical, chips: chips)
    factories = devices
    expansions = devices.map { $0(slot) }
    bus = SystemBus(clock: clock, interrupts: chips.interruptControllers, devices: expansions + chips.all + [typist])
    cpu = Processor(memory: physical, bus: bus, translationEntries: translationEntries)
    bus.connect(cpu)
    memory = Memory(physical: physical, virtual: VirtualMemory(processor: cpu, physical: physical))
    mapMemory()
    connect()
  }

  /// Low RAM on both sides of the video hole, the firmware's shadow with the part that it left writable, high RAM.
  private func mapMemory() {
    let hole = MemoryMap.videoHole
    memory.physical.map(ram, at: MemoryMap.scratch, offset: MemoryMap.scratch.lowerBound)
    memory.physical.map(firmware, at: MemoryMap.firmware)
    memory.physical.map(ram, at: 0..<hole.lowerBound)
    memory.physical.map(
      ram, at: MemoryMap.firmware.upperBound..<memoryMap.lowEnd, offset: MemoryMap.firmware.upperBound)
    if memoryMap.highEnd > MemoryMap.fourGiB {
      memory.physical.map(ram, at: MemoryMap.fourGiB..<memoryMap.highEnd, offset: memoryMap.lowEnd)
    }
  }

  /// Instructions executed since power-on; a REP iteration counts as one.
  public var instructionCount: UInt64 { cpu.retired }

  /// Ticks of the clock since power-on: instructions, and what the guest slept through in HLT.
  public var now: UInt64 { clock.now }

  /// What the guest wrote to its first serial port; the last 16 MiB of it.
  public var serialOutput: String { serialLog.text }

  /// ``serialOutput`` as bytes.
  public var serialBytes: [UInt8] { serialLog.bytes }

  /// What the screen shows.
  public var screen: Picture { chips.display.picture() }

  /// Keyboard, mouse and serial line.
  public var input: Input { Input(machine: self) }
}
