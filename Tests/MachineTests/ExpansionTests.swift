import KernelFixtures
import Machine
import Testing

/// Counts what is written to its port, and holds its interrupt line while the count is odd.
private final class Counter: Device {
  struct State: Codable, Equatable, Sendable { var count: UInt32 = 0 }
  let name: String
  let ports: [ClosedRange<UInt16>]
  var state = State() { didSet { interrupt.set(state.count % 2 == 1) } }
  private let interrupt: Line

  init(_ slot: ExpansionSlot, name: String = "counter", port: UInt16 = 0x330) {
    self.name = name
    ports = [port...port]
    interrupt = slot.interrupt(10)
  }

  func read(port: UInt16, width: Int) -> UInt32 { state.count }
  func write(port: UInt16, width: Int, value: UInt32) { state.count &+= value }
  func reset() { state = State() }
  func describe() -> String { "\(state.count)" }
}

@Suite("Devices of one's own")
struct ExpansionTests {
  /// IRQ 10 is the secondary's third input.
  private func requests(_ machine: Machine) -> Bool { machine.pic.secondary.requests & 1 << 2 != 0 }

  @Test("A guest reaches one at its port, and one comes before a chip at the same port")
  func ports() throws {
    // mov dx, 0x330; mov al, 5; out dx, al; in al, dx; out 0x80, al; in al, 0x80; hlt
    let code: [UInt8] = [0x66, 0xBA, 0x30, 0x03, 0xB0, 5, 0xEE, 0xEC, 0xE6, 0x80, 0xE4, 0x80, 0xF4]
    let machine = try Machine(
      .small, devices: [{ Counter($0) }, { Counter($0, name: "second", port: 0x80) }])
    try machine.load(kernel: KernelFile.bare(code).bytes)
    machine.run(until: .halt)
    #expect(machine.cpu.rax & 0xFF == 5)
    #expect(machine.device(Counter.self)?.state.count == 5)
    #expect(machine.chips.postCode.code == 0, "the chip did not hear of it")
  }

  @Test("Two may share an interrupt line, which is high while one of them holds it")
  func sharedInterrupt() throws {
    let machine = try Machine(.small, devices: [{ Counter($0) }, { Counter($0, name: "second", port: 0x331) }])
    let counters = machine.devices.compactMap { $0 as? Counter }
    #expect(counters.count == 2 && !requests(machine))
    counters[0].state.count = 1
    counters[1].state.count = 1
    #expect(requests(machine))
    counters[0].state.count = 2
    #expect(requests(machine))
    counters[1].state.count = 2
    #expect(!requests(machine))
  }

  @Test("A reset of the machine resets them, and their state counts")
  func reset() throws {
    let machine = try Machine(.small, devices: [{ Counter($0) }])
    let hash = machine.stateHash
    machine.device(Counter.self)?.state.count = 7
    #expect(machine.stateHash != hash)
    #expect(machine.describe().contains("counter\n  7\n"))
    machine.reset()
    #expect(machine.device(Counter.self)?.state.count == 0 && !requests(machine))
  }

  @Test("A machine without any is as it was")
  func none() throws {
    #expect(try Machine(.small).device(Counter.self) == nil)
  }
}
