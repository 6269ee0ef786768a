import KernelFixtures
import Testing

@Suite(
  "Small kernels, here and on QEMU", .serialized,
  .enabled(if: QEMU.executable != nil, "there is no qemu-system-x86_64 here to compare with"))
struct SmallKernelConformance {
  @Test("Text and the debug-exit status are the same")
  func hello() throws { try Scenario(commandLine: "").run(SmallKernel.hello) }

  @Test("A PVH kernel finds the same at its entry: registers, command line, memory map")
  func entry() throws { try Scenario(commandLine: "the command line").run(SmallKernel.probe) }

  @Test("A module is where QEMU puts it")
  func module() throws {
    try Scenario(commandLine: "", initrd: [UInt8](repeating: 7, count: 12_345)).run(SmallKernel.probe)
  }

  @Test("Switching off through ACPI ends both with 0")
  func powerOff() throws { try Scenario(commandLine: "").run(SmallKernel.poweroff) }

  @Test("A reset ends both, QEMU told not to start again")
  func reset() throws { try Scenario(commandLine: "").run(SmallKernel.restart) }

  @Test("The same keys send the same scan codes")
  func keys() throws {
    var scenario = Scenario(commandLine: "", steps: [.boot, .type("aZ[1!\n")])
    scenario.end = .silence
    try scenario.run(SmallKernel.keys)
  }
}
