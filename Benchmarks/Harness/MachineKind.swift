import Foundation

/// What runs a workload.
enum MachineKind: String {
  case ours, qemu, icount, bochs

  var title: String {
    switch self {
    case .ours: "ours"
    case .qemu: "QEMU TCG"
    case .icount: "QEMU -icount"
    case .bochs: "Bochs"
    }
  }

  /// The command that runs it with the debug console on its standard output.
  func command(_ workload: Workload) throws -> [String] {
    let qemu = [
      "qemu-system-x86_64", "-M", "pc", "-accel", "tcg", "-cpu", "max", "-m", "128", "-kernel", workload.kernel,
      "-debugcon", "stdio", "-display", "none", "-serial", "none", "-monitor", "none", "-no-reboot",
    ]
    switch self {
    case .ours: return [CommandLine.arguments[0], "run", workload.kernel]
    case .qemu: return qemu
    case .icount: return qemu + ["-icount", "shift=0"]
    case .bochs:
      let file = "\(workload.folder)/\(workload.name).bochsrc"
      // A Bochs that was ended leaves its disk locked.
      try? FileManager.default.removeItem(atPath: workload.disk + ".lock")
      try Self.bochsSettings(disk: workload.disk).write(toFile: file, atomically: true, encoding: .utf8)
      return ["bochs", "-q", "-f", file]
    }
  }

  /// No window, no sound; a low number of instructions per second makes the BIOS wait for fewer of them.
  private static func bochsSettings(disk: String) -> String {
    """
    display_library: rfb, options="timeout=0"
    sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
    speaker: enabled=0
    romimage: file=/usr/share/bochs/BIOS-bochs-latest
    vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
    cpu: count=1, ips=2000000, model=broadwell_ult
    memory: guest=128, host=128
    boot: disk
    ata0-master: type=disk, path="\(disk)", mode=flat
    port_e9_hack: enabled=1
    log: /dev/null

    """
  }
}
