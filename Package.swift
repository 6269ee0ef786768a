// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode is the default of these tools; warnings are errors for every target of ours.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
/// The machine is optimised in debug builds too, with its checks: `swift run emulator kernel.elf` and the tests of those who depend on
/// us should not wait for it. Module by module, since the fast operations are generic over what other files define. APUS_UNOPTIMIZED
/// leaves it out, to debug the machine itself and to prove that both give the same run.
let optimized: [SwiftSetting] =
  Context.environment["APUS_UNOPTIMIZED"] == nil
  ? strict + [
    .unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2"], .when(configuration: .debug))
  ] : strict

let package = Package(
  name: "Apus",
  // Older ones lack the atomic counts by which snapshots share memory.
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Machine", targets: ["Machine"]),
    .library(name: "Pictures", targets: ["Pictures"]),
    .executable(name: "emulator", targets: ["emulator"]),
    .executable(name: "Kernel", targets: ["Kernel"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // MARK: Host. The arrows point down this list.
    .executableTarget(
      name: "emulator",
      dependencies: [
        "Machine", "Pictures", "CSDL2",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Emulator/Command", swiftSettings: strict),
    .target(
      name: "Machine", dependencies: ["Processor", "Devices", "Storage", "CDisassembler"],
      path: "Sources/Emulator/Machine", swiftSettings: optimized),
    // Opens Zydis when a trace asks for it, where it is installed (`apt install libzydis-dev`).
    .target(name: "CDisassembler", path: "Sources/Emulator/CDisassembler"),
    .target(
      name: "Processor", dependencies: ["X86", "Storage", "FloatingPoint"], path: "Sources/Emulator/Processor",
      swiftSettings: optimized, plugins: ["GenerateHandlers"]),
    .executableTarget(name: "HandlerGenerator", path: "Sources/Emulator/HandlerGenerator", swiftSettings: strict),
    .plugin(
      name: "GenerateHandlers", capability: .buildTool(), dependencies: ["HandlerGenerator"],
      path: "Plugins/GenerateHandlers"),
    .target(name: "Devices", dependencies: ["Storage"], path: "Sources/Emulator/Devices", swiftSettings: optimized),
    .target(name: "X86", path: "Sources/Emulator/X86", swiftSettings: optimized),
    .target(
      name: "FloatingPoint", dependencies: ["CSquareRoot"], path: "Sources/Emulator/FloatingPoint",
      swiftSettings: optimized),
    .target(name: "CSquareRoot", path: "Sources/Emulator/CSquareRoot"),
    .target(name: "Storage", path: "Sources/Emulator/Storage", swiftSettings: optimized),
    .target(
      name: "Pictures", dependencies: ["CPNG", "Devices"], path: "Sources/Emulator/Pictures", swiftSettings: strict),
    .systemLibrary(
      name: "CPNG", path: "Sources/Emulator/CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CSDL2", path: "Sources/Emulator/CSDL2", providers: [.apt(["libsdl2-dev"])]),

    // The independent decoder that tests compare with: Zydis, where it is installed (`apt install libzydis-dev`).
    .target(name: "ReferenceDecoder", path: "Tests/Support/ReferenceDecoder"),
    .testTarget(name: "X86Tests", dependencies: ["X86", "ReferenceDecoder", "RandomInput"], swiftSettings: strict),
    .testTarget(
      name: "FloatingPointTests", dependencies: ["FloatingPoint", "FloatOracle", "RandomInput"], swiftSettings: strict),
    .target(name: "FloatOracle", path: "Tests/Support/FloatOracle"),
    .testTarget(
      name: "SiliconTests", dependencies: ["Processor", "X86", "Storage", "Silicon"], swiftSettings: strict),
    .target(name: "Silicon", path: "Tests/Support/Silicon"),
    .testTarget(name: "ProcessorTests", dependencies: ["Processor", "Storage", "RandomInput"], swiftSettings: strict),
    .testTarget(name: "DevicesTests", dependencies: ["Devices"], swiftSettings: strict),
    .testTarget(name: "PicturesTests", dependencies: ["Pictures"], swiftSettings: strict),
    .testTarget(
      name: "MachineTests", dependencies: ["Machine", "Storage", "KernelFixtures", "RandomInput"], swiftSettings: strict
    ),
    .testTarget(
      name: "SystemTests", dependencies: ["Machine", "KernelFixtures", "SystemMonitor"], swiftSettings: strict),
    .target(name: "SystemMonitor", path: "Tests/Support/SystemMonitor"),
    .testTarget(
      name: "CommandTests", dependencies: ["emulator", "Pictures", "KernelFixtures"], swiftSettings: strict),
    .testTarget(
      name: "ConformanceTests", dependencies: ["Machine", "Pictures", "KernelFixtures", "GuestDesktop", "RandomInput"],
      swiftSettings: strict),
    .target(name: "GuestDesktop", dependencies: ["Machine"], path: "Tests/Support/GuestDesktop", swiftSettings: strict),
    .executableTarget(
      name: "desktop-figures", dependencies: ["GuestDesktop", "Pictures"], path: "Benchmarks/Desktop",
      swiftSettings: strict),
    .executableTarget(
      name: "state-hash", dependencies: ["Machine"], path: "Tests/Support/StateHashTool", swiftSettings: strict),
    .executableTarget(
      name: "benchmarks",
      dependencies: ["Machine", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Benchmarks/Harness", swiftSettings: strict),
    .target(name: "KernelFixtures", path: "Tests/Support/KernelFixtures", swiftSettings: strict),
    .target(
      name: "RandomInput", dependencies: ["X86"], path: "Tests/Support/RandomInput", swiftSettings: strict),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Machine", "X86", "KernelFixtures", "RandomInput",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Fuzz", swiftSettings: strict),

    // MARK: Guest, pure logic: built for both worlds, unit-tested on the host.
    .target(name: "SystemCalls", path: "Sources/Guest/SystemCalls", swiftSettings: strict),
    .target(name: "GuestMemory", path: "Sources/Guest/Memory", swiftSettings: strict),
    .target(name: "GuestTasks", path: "Sources/Guest/Tasks", swiftSettings: strict),
    .target(
      name: "GuestTerminal", dependencies: ["SystemCalls"], path: "Sources/Guest/Terminal", swiftSettings: strict),
    .target(
      name: "GuestFiles", dependencies: ["SystemCalls"], path: "Sources/Guest/Files", swiftSettings: strict),
    .target(
      name: "GuestShell", dependencies: ["SystemCalls"], path: "Sources/Guest/Shell", swiftSettings: strict),
    .target(
      name: "GuestTools", dependencies: ["GuestShell", "SystemCalls"], path: "Sources/Guest/Tools",
      swiftSettings: strict),
    .target(name: "GuestGraphics", path: "Sources/Guest/Graphics", swiftSettings: strict),
    .testTarget(
      name: "GuestTests",
      dependencies: ["GuestMemory", "GuestTasks", "GuestTerminal", "GuestGraphics", "SystemCalls", "RandomInput"],
      swiftSettings: strict),
    .testTarget(
      name: "GuestFilesTests", dependencies: ["GuestFiles", "SystemCalls", "RandomInput"], swiftSettings: strict),
    .testTarget(
      name: "GuestShellTests",
      dependencies: ["GuestShell", "GuestTools", "SystemCalls", "guest-shell", "guest-tools", "RandomInput"],
      swiftSettings: strict),
    .executableTarget(
      name: "guest-tools", dependencies: ["GuestTools", "HostProcess", "SystemCalls"],
      path: "Tests/Support/GuestToolsTool", swiftSettings: strict),
    .executableTarget(
      name: "guest-shell", dependencies: ["GuestShell", "HostProcess", "SystemCalls"],
      path: "Tests/Support/GuestShellTool", swiftSettings: strict),
    .target(name: "HostProcess", path: "Tests/Support/HostProcess"),
    // The desktop: the compositor, the toolkit of programs with windows, and these programs but for their `main`.
    .target(
      name: "GuestWindows", dependencies: ["GuestGraphics"], path: "Sources/Guest/Windows", swiftSettings: strict),
    // The toolkit and the programs are one module: Embedded Swift 6.3 cannot carry the toolkit's classes into another one.
    .target(
      name: "GuestApplications", dependencies: ["GuestWindows"], path: "Sources/Guest/Applications",
      swiftSettings: strict),
    .target(
      name: "DesktopSimulation", dependencies: ["GuestApplications"], path: "Tests/Support/DesktopSimulation",
      swiftSettings: strict),
    .executableTarget(
      name: "desktop-preview", dependencies: ["DesktopSimulation", "Pictures", "CSDL2"],
      path: "Tests/Support/DesktopPreview", swiftSettings: strict),
    .testTarget(
      name: "DesktopTests", dependencies: ["DesktopSimulation", "Pictures", "RandomInput"], swiftSettings: strict),

    // MARK: Guest, hardware: `swift build --triple x86_64-unknown-none-elf --toolset Firmware/guest.json --product Kernel`
    .target(name: "GuestRuntime", path: "Sources/Guest/Runtime"),
    .target(name: "KernelSupport", path: "Sources/Guest/Support"),
    .executableTarget(
      name: "Kernel",
      dependencies: [
        "KernelSupport", "GuestRuntime", "SystemCalls", "GuestMemory", "GuestTasks", "GuestTerminal", "GuestFiles",
        "GuestGraphics",
      ],
      path: "Sources/Guest/Kernel", swiftSettings: strict),
  ]
)

// MARK: Programs. They are linked otherwise than the kernel and make no sense on the host, so they are another package in the
// same file: Firmware/build-kernel.sh sets the variable, and builds them all with Firmware/program.json.

/// A program: an executable of its own in Sources/Guest/Programs, under the name that a person types.
func program(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["SystemLibrary", "SystemCalls"] + dependencies, path: "Sources/Guest/Programs/\(name)",
    swiftSettings: strict)
}

if Context.environment["APUS_PACKAGE"] == "programs" {
  let shared = [
    "SystemCalls", "GuestMemory", "GuestRuntime", "GuestShell", "GuestTools", "GuestGraphics", "GuestWindows",
    "GuestApplications",
  ]
  package.products = []
  package.dependencies = []
  package.targets =
    package.targets.filter { shared.contains($0.name) } + [
      .target(name: "ProgramSupport", path: "Sources/Guest/ProgramSupport"),
      .target(
        name: "SystemLibrary", dependencies: ["SystemCalls", "GuestMemory", "GuestRuntime", "ProgramSupport"],
        path: "Sources/Guest/Library", swiftSettings: strict),
      .target(
        name: "ToolLibrary", dependencies: ["GuestTools", "SystemLibrary", "SystemCalls"],
        path: "Sources/Guest/ToolLibrary", swiftSettings: strict),
      // What is between the desktop's programs, which know no kernel, and the kernel.
      .target(
        name: "DesktopLibrary", dependencies: ["GuestApplications", "SystemLibrary", "SystemCalls"],
        path: "Sources/Guest/DesktopLibrary", swiftSettings: strict),
      program("chaos"),
      program("check"),
      program("figures"),
      program("hello"),
      program("rude"),
      program("sh", ["GuestShell"]),
    ]
  // Each is a few lines around what GuestTools has.
  let tools = [
    "cat", "clear", "cp", "date", "df", "dmesg", "echo", "edit", "env", "find", "free", "grep", "head", "help",
    "hexdump", "kill", "ln", "ls", "mkdir", "mv", "poweroff", "ps", "pwd", "reboot", "rm", "rmdir", "sleep", "sort",
    "stat", "tail", "top", "touch", "uptime", "wc",
  ]
  package.targets += tools.map { program($0, ["GuestTools", "ToolLibrary"]) }
  let desktop = [
    "blocks", "calculator", "clock", "console", "currents", "desktop", "editor", "files", "monitor", "paint",
    "settings",
    "terminal",
  ]
  package.targets += desktop.map { program($0, ["DesktopLibrary"]) }
}
