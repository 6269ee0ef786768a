import Foundation
import KernelFixtures

/// The kernel that says what its boot loader told it: `Tests/Support/BootProbe`, compiled by the toolchain's own clang.
enum BootProbe {
  /// Where clang and its linker are: every Swift toolchain brings them.
  static let tools: (compiler: URL, linker: URL)? = {
    guard let compiler = Tool.find("clang"), let linker = Tool.find("ld.lld") else { return nil }
    return (compiler, linker)
  }()

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Support/BootProbe")

  /// The bytes that lie at 1 MiB, entered at the first. `defines` choose the header: see `probe.S`.
  static func image(_ defines: [String: String]) throws -> [UInt8] {
    let (compiler, linker) = try tools.orThrow("there is no clang beside swift")
    return try Tool.inFolder { folder in
      var objects: [String] = []
      for source in ["probe.S", "probe.c"] {
        let object = folder.appendingPathComponent(source + ".o").path
        try Tool.run(
          compiler,
          [
            "--target=i386-unknown-none-elf", "-march=i686", "-mno-sse", "-ffreestanding", "-fpie",
            "-fvisibility=hidden",
            "-Os", "-fno-asynchronous-unwind-tables", "-Wall", "-Werror", "-c",
            sources.appendingPathComponent(source).path, "-o", object,
          ] + defines.map { "-D\($0.key)=\($0.value)" })
        objects.append(object)
      }
      let image = folder.appendingPathComponent("image")
      let script = sources.appendingPathComponent("probe.ld").path
      try Tool.run(
        linker, ["--static", "--no-pie", "--oformat", "binary", "-T", script, "-o", image.path] + objects)
      return try [UInt8](Data(contentsOf: image))
    }
  }

  /// The same in an ELF file, with a symbol table that no segment loads.
  static func elf(_ defines: [String: String], is64Bit: Bool = false) throws -> [UInt8] {
    let image = try image(defines)
    var file = KernelFile(segments: [.init(bytes: image, memorySize: UInt64(image.count) + 0x1800)])
    file.is64Bit = is64Bit
    file.machine = is64Bit ? 62 : 3
    file.entry = 0x10_0000
    file.symbols = [.init(name: "_start", address: 0x10_0000), .init(name: "a_second_symbol", address: 0x10_0010)]
    return file.bytes
  }

  /// The same as what passes for a bzImage: a boot sector, a sector of setup code with the header, and the image.
  static func bzImage() throws -> [UInt8] {
    BootHeaders.bzImage(try image([:]), commandLineLimit: 2047)
  }
}
