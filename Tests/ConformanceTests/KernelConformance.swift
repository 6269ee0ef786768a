import Foundation
import Machine
import Testing

/// The kernel that `make build` made.
enum BuiltKernel {
  static let bytes: [UInt8]? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return (try? Data(contentsOf: package.appendingPathComponent("Images/kernel.elf"))).map { [UInt8]($0) }
  }()

  static func require() throws -> [UInt8] {
    try #require(bytes, "there is no Images/kernel.elf; 'make build' makes it")
  }
}

@Suite(
  "Images/kernel.elf, here and on QEMU", .serialized,
  .enabled(if: QEMU.executable != nil, "there is no qemu-system-x86_64 here to compare with"),
  .enabled(if: BuiltKernel.bytes != nil, "there is no Images/kernel.elf: make build"))
struct KernelConformance {
  @Test("It boots, says the same, and leaves")
  func exits() throws { try Scenario(commandLine: "exit").run(BuiltKernel.require()) }

  @Test("Its self-tests say the same, and pass")
  func selfTests() throws { try Scenario(commandLine: "test").run(BuiltKernel.require()) }

  @Test("Its first screen is the same, pixel for pixel")
  func firstScreen() throws {
    var scenario = Scenario(commandLine: "still", steps: [.wait("apus: ready")])
    scenario.end = .screen
    try scenario.run(BuiltKernel.require())
  }

  @Test("Keys and mouse end on the same picture")
  func keysAndMouse() throws {
    var scenario = Scenario(
      commandLine: "still",
      steps: [.wait("apus: ready"), .type("Hello, Apus! {1+2}\n~ok"), .move(-120, 60), .move(35, -200)])
    scenario.end = .screen
    try scenario.run(BuiltKernel.require())
  }
}
