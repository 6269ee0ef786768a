import Foundation
import KernelFixtures
import Pictures
import Testing

@Suite("The emulator command")
struct EmulatorTests {
  @Test("The debug-exit port gives QEMU's odd status, and the serial port comes out")
  func debugExit() throws {
    let result = try EmulatorProcess.run(SmallKernel.hello, "--headless")
    #expect(result.status == 33)
    #expect(result.output == "Hello, machine!\n")
  }

  @Test("--until ends the run with 0, right after the text")
  func until() throws {
    let result = try EmulatorProcess.run(SmallKernel.hello, "--headless", "--until", "lo, m")
    #expect(result.status == 0)
    #expect(result.output == "Hello, m")
  }

  @Test("The limit and the time-out end the run with 8, and say so")
  func limits() throws {
    let limit = try EmulatorProcess.run(SmallKernel.echo, "--headless", "--limit", "100000")
    #expect(limit.status == 8)
    #expect(limit.messages.contains("stopped at the limit of instructions"))
    let timeout = try EmulatorProcess.run(SmallKernel.echo, "--headless", "--timeout", "0.3")
    #expect(timeout.status == 8)
    #expect(timeout.messages.contains("stopped after 0.3 seconds"))
  }

  @Test("A guest that halts for good ends the run with 8")
  func halted() throws {
    let result = try EmulatorProcess.run(SmallKernel.pager, "--headless")
    #expect(result.status == 8)
    #expect(result.messages.contains("nothing can wake it: crash"))
  }

  @Test("A triple fault ends the run with 4 and a report")
  func tripleFault() throws {
    // Without its HLT, the kernel crashes.
    let kernel = SmallKernel.pager.map { $0 == 0xF4 ? 0x90 : $0 }
    let result = try EmulatorProcess.run(kernel, "--headless")
    #expect(result.status == 4)
    #expect(result.messages.contains("Triple fault") && result.messages.contains("at crash (0x10003b)"))
  }

  @Test("Switching off ends the run with 0; a reset does with --no-reboot, and starts the guest again without")
  func powerOffAndReset() throws {
    #expect(try EmulatorProcess.run(SmallKernel.poweroff, "--headless").status == 0)
    let once = try EmulatorProcess.run(SmallKernel.restart, "--headless", "--no-reboot")
    #expect(once.status == 0 && once.output == "R")
    let again = try EmulatorProcess.run(SmallKernel.restart, "--headless", "--until", "RRR")
    #expect(again.status == 0 && again.output == "RRR")
  }

  @Test("An instruction that is not there ends the run with 6, and its bytes, name and address are said")
  func missing() throws {
    let result = try EmulatorProcess.run(SmallKernel.missing, "--headless")
    #expect(result.status == 6)
    #expect(result.messages.contains("iret") && result.messages.contains("cf at nested (0x10000e)"))
  }

  @Test("Bad usage and bad files end with 2 and one sentence; help with 0")
  func badUsage() throws {
    #expect(try EmulatorProcess.run([] as [String]).status == 2)
    #expect(try EmulatorProcess.run(["--no-such-option"]).status == 2)
    #expect(try EmulatorProcess.run(["--help"]).status == 0)
    let missing = try EmulatorProcess.run(["/no/such/kernel"])
    #expect(missing.status == 2)
    #expect(missing.messages.contains("cannot open '/no/such/kernel': No such file or directory\n"))
    let files = [
      [], [0x7F], Array("#!/bin/sh\n".utf8), Array(SmallKernel.hello.prefix(100)),
      BootHeaders.elf(BootHeaders.multiboot(flags: 0x8000)).bytes, BootHeaders.multiboot(flags: 0x10000, [1, 2, 3]),
      BootHeaders.elf(BootHeaders.multiboot2([BootHeaders.tag(99, [])])).bytes, BootHeaders.bzImage(version: 0x100),
      BootHeaders.bzImage(unpackedSize: .max),
    ]
    for bytes in files {
      let result = try EmulatorProcess.run(bytes, "--headless")
      #expect(result.status == 2)
      #expect(result.messages.split(separator: "\n").last?.hasPrefix("emulator: cannot boot ") == true, "\(result)")
    }
  }

  @Test("Standard input reaches the guest's serial port, and its end is no problem")
  func input() throws {
    let result = try EmulatorProcess.run(SmallKernel.echo, "--headless", "--until", "zzz", input: "abcyyy")
    #expect(result.status == 0)
    #expect(result.output == "bcdzzz")
  }

  @Test("--type types on the keyboard")
  func type() throws {
    let result = try EmulatorProcess.run(SmallKernel.keys, "--headless", "--until", "\u{1E}", "--type", "a")
    #expect(result.status == 0, "0x1E is the key A: \(result)")
  }

  @Test("The serial port can go to a file or nowhere")
  func serial() throws {
    let file = EmulatorProcess.temporaryFile("txt")
    defer { try? FileManager.default.removeItem(at: file) }
    let toFile = try EmulatorProcess.run(SmallKernel.hello, "--headless", "--serial", file.path)
    #expect(toFile.output == "")
    #expect(try String(contentsOf: file, encoding: .utf8) == "Hello, machine!\n")
    #expect(try EmulatorProcess.run(SmallKernel.hello, "--headless", "--serial", "none").output == "")
    #expect(try EmulatorProcess.run(SmallKernel.hello, "--headless", "--serial", "/no/such/place").status == 2)
  }

  @Test("--screenshot writes the screen as PNG")
  func screenshot() throws {
    let file = EmulatorProcess.temporaryFile("png")
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try EmulatorProcess.run(SmallKernel.hello, "--headless", "--screenshot", file.path).status == 33)
    let picture = try PNG.decode([UInt8](Data(contentsOf: file)))
    #expect(picture.width == 720 && picture.height == 400, "VGA text")
  }

  @Test("Without a display, one line says so, and the run goes on in the terminal")
  func noDisplay() throws {
    let result = try EmulatorProcess.run(
      SmallKernel.hello,
      environment: ["DISPLAY": "", "WAYLAND_DISPLAY": "", "SDL_VIDEODRIVER": "x11"])
    #expect(result.status == 33)
    #expect(result.output == "Hello, machine!\n")
    #expect(result.messages.split(separator: "\n").filter { $0.contains("no window") }.count == 1)
  }
}
