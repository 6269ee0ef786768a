import Machine
import Testing
import Thermometer
import TinyKernel

/// A device of one's own, seen by a guest. The guide "Writing a device" shows this code.
@Suite("A device of one's own")
struct ThermometerTests {
  @Test("The guest sees it at its port and in memory, and the interrupt controller at its line")
  func fever() throws {
    // A second of the guest's time is a million instructions here.
    let machine = try Machine(Configuration(frequency: 1_000_000), devices: [{ Thermometer($0) }])
    try machine.load(kernel: TinyKernel.fever)
    let thermometer = try #require(machine.device(Thermometer.self))

    thermometer.state.temperature = 29
    machine.run(limit: .ticks(3_000_000))
    #expect(thermometer.state.alarm == 30)
    #expect(machine.pic.primary.requests & 1 << 5 == 0)

    thermometer.state.temperature = 35
    let stop = machine.run()
    #expect(stop.reason == .exited(35 << 1 | 1), "\(stop)")
    #expect(machine.pic.primary.requests & 1 << 5 != 0)
  }

  @Test("Its state is part of the machine's: of the hash, and of what the machine says about itself")
  func state() throws {
    let machine = try Machine(devices: [{ Thermometer($0) }])
    let before = machine.stateHash
    try #require(machine.device(Thermometer.self)).state.temperature = 21
    #expect(machine.stateHash != before)
    #expect(machine.describe().contains("thermometer\n  0 degrees, alarm at"))
  }
}
