import Foundation
import Machine

/// A kernel with what it is given, for one boot loader after the other. Each gives what the kernel wrote to its serial port.
struct BootCase {
  /// The name of the kernel's file.
  var name = "kernel"
  var kernel: [UInt8]
  var commandLine = ""
  var modules: [BootModule] = []

  /// A module's file is named by the first word of its string.
  private func write(to folder: URL) throws {
    try Data(kernel).write(to: folder.appendingPathComponent(name))
    for module in modules { try Data(module.bytes).write(to: folder.appendingPathComponent(Self.file(of: module))) }
  }

  static func file(of module: BootModule) -> String { String(module.commandLine.prefix { $0 != " " }) }

  /// The guest's clock follows its instructions: GRUB measures clocks when it starts, and takes half a minute on a busy host.
  private static let machine = [
    "-M", "pc", "-accel", "tcg", "-icount", "shift=4,sleep=off", "-m", "128", "-display", "none", "-net", "none",
    "-no-reboot", "-monitor", "none", "-serial", "stdio",
    "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
  ]

  // MARK: Loaders

  func onOurs(name: String? = nil) throws -> String {
    let machine = try Machine()
    try machine.load(kernel: kernel, commandLine: commandLine, modules: modules, name: name)
    let stop = machine.run()
    guard stop.reason == .exited(0x21) else { throw Tool.Failure(description: "\(stop)\n\(machine.serialOutput)") }
    return machine.serialOutput
  }

  /// QEMU's own loader: `-kernel`, `-append`, `-initrd`.
  func onQEMU() throws -> String {
    let qemu = try QEMU.executable.orThrow("there is no qemu-system-x86_64")
    return try Tool.inFolder { folder in
      try write(to: folder)
      let list = modules.map { $0.commandLine.replacingOccurrences(of: ",", with: ",,") }.joined(separator: ",")
      let bytes = try Tool.run(
        qemu,
        Self.machine + ["-kernel", name, "-append", commandLine] + (modules.isEmpty ? [] : ["-initrd", list]),
        in: folder, expecting: 0x21)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// GRUB, run on QEMU: `commands` load the kernel and its modules from the folder.
  func onGRUB(_ commands: [String]) throws -> String {
    let qemu = try QEMU.executable.orThrow("there is no qemu-system-x86_64")
    let grub = try GRUB.image.get()
    return try Tool.inFolder { folder in
      try write(to: folder)
      // Without a console on the serial port, GRUB waits for a key before it changes the video mode.
      let script = ["serial --unit=0", "terminal_output serial"] + commands + ["boot"]
      try Data(script.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("grub.cfg"))
      try Data(grub).write(to: folder.appendingPathComponent("grub.lnx"))
      let files = ["grub.cfg", name] + modules.map(Self.file)
      try Tool.run(
        Tool.find("tar").orThrow("there is no tar"), ["--format=ustar", "-cf", "disk.tar"] + files, in: folder)
      let bytes = try Tool.run(
        qemu, Self.machine + ["-kernel", "grub.lnx", "-drive", "file=disk.tar,format=raw"], in: folder, expecting: 0x21)
      // GRUB's console begins with the terminal's control codes.
      let text = String(decoding: bytes, as: UTF8.self)
      guard let start = text.range(of: "cr0 ") else {
        throw Tool.Failure(description: "GRUB did not boot it:\n\(text)")
      }
      return String(text[start.lowerBound...])
    }
  }
}

/// GRUB for the BIOS, made into what QEMU's `-kernel` boots; its commands come from `grub.cfg` in a tar archive that is the disk.
enum GRUB {
  private static let modules = URL(fileURLWithPath: "/usr/lib/grub/i386-pc")

  /// Whether its parts are installed (Debian: grub-common, grub-pc-bin).
  static var isInstalled: Bool {
    Tool.find("grub-mkimage") != nil
      && FileManager.default.fileExists(atPath: modules.appendingPathComponent("lnxboot.img").path)
  }

  static let image = Result<[UInt8], any Error> {
    try Tool.inFolder { folder in
      let script = folder.appendingPathComponent("early.cfg")
      try Data("set root=(hd0)\nconfigfile (hd0)/grub.cfg\n".utf8).write(to: script)
      let core = folder.appendingPathComponent("core.img")
      try Tool.run(
        try Tool.find("grub-mkimage").orThrow("there is no grub-mkimage"),
        [
          "-O", "i386-pc", "-p", "(hd0)/", "-c", script.path, "-o", core.path, "biosdisk", "tar", "normal",
          "configfile",
          "multiboot", "multiboot2", "linux", "serial", "video", "vbe", "vga", "boot",
        ])
      return try [UInt8](Data(contentsOf: modules.appendingPathComponent("lnxboot.img")))
        + [UInt8](Data(contentsOf: core))
    }
  }
}
