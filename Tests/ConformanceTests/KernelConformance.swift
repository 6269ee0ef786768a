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

  @Test(
    "Without the desktop, its first screen is the same, pixel for pixel, and so is what is typed and where the pointer is"
  )
  func keysAndMouse() throws {
    try screen([.type("Hello, Apus! {1+2}\n~ok"), .move(-120, 60), .move(35, -200)])
  }

  /// `still` keeps the clocks on the screen from moving.
  private func screen(_ steps: [Scenario.Step]) throws {
    var scenario = Scenario(commandLine: "still desktop=off", steps: [.wait("apus: ready")] + steps)
    scenario.end = .screen
    try scenario.run(BuiltKernel.require())
  }

  @Test(
    "It reports what is no fault in the same words, and on the same screen", arguments: ["breakpoint", "assertion"])
  func panic(kind: String) throws {
    var scenario = Scenario(commandLine: "still panic=\(kind)", steps: [.wait("panic: ")])
    scenario.end = .screen
    try scenario.run(BuiltKernel.require())
  }

  /// Not the alignment check and the SIMD exception, which the processor of QEMU does not have.
  @Test(
    "It reports each fault in the same words, registers and backtrace included",
    arguments: [
      "divide", "overflow", "invalid-opcode", "device-not-available", "double-fault", "stack-overflow", "invalid-tss",
      "segment-not-present", "stack-fault", "general-protection", "page-fault", "page-fault-write",
      "page-fault-execute", "x87",
    ])
  func fault(kind: String) throws {
    var scenario = Scenario(commandLine: "still panic=\(kind)", steps: [.wait("backtrace:")])
    scenario.end = .silence
    scenario.normalize = Self.withoutResumeFlag
    try scenario.run(BuiltKernel.require())
  }

  /// A fault pushes RFLAGS with RF set (SDM volume 3, section 18.3.1.1); on QEMU it does not.
  private static func withoutResumeFlag(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let words = line.split(separator: " ")
      guard words.count > 1, words[0] == "flg", let flags = UInt64(words[1], radix: 16) else { return String(line) }
      return "flg \(String(flags & ~(1 << 16), radix: 16)) \(words.dropFirst(2).joined(separator: " "))"
    }
    return lines.joined(separator: "\n")
  }
}
