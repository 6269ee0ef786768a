import Foundation
import KernelFixtures
import Testing

#if os(Linux)
  @Suite("The emulator in a terminal")
  struct TerminalTests {
    @Test("Ctrl-C ends the run with 0, and the terminal is as it was", .timeLimit(.minutes(2)))
    func interrupt() throws {
      let (primary, secondary) = try pseudoterminal()
      defer {
        close(primary)
        close(secondary)
      }
      var before = termios()
      tcgetattr(secondary, &before)

      let kernel = EmulatorProcess.temporaryFile("elf")
      try Data(SmallKernel.echo).write(to: kernel)
      defer { try? FileManager.default.removeItem(at: kernel) }
      let process = Process()
      process.executableURL = EmulatorProcess.executable
      process.arguments = [kernel.path, "--headless"]
      process.standardInput = FileHandle(fileDescriptor: secondary)
      process.standardOutput = FileHandle(fileDescriptor: secondary)
      process.standardError = FileHandle.nullDevice
      try process.run()

      // What is typed comes back from the guest, one further in the alphabet, and not from the terminal's echo.
      #expect(write(primary, "a", 1) == 1)
      var byte: UInt8 = 0
      #expect(read(primary, &byte, 1) == 1)
      var during = termios()
      tcgetattr(secondary, &during)
      #expect(byte == UInt8(ascii: "b") || during.c_lflag & tcflag_t(ECHO) != 0)
      while during.c_lflag & tcflag_t(ICANON) != 0 {
        usleep(10_000)
        tcgetattr(secondary, &during)
      }
      #expect(during.c_lflag & tcflag_t(ICANON | ECHO) == 0)

      kill(process.processIdentifier, SIGINT)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit)
      #expect(process.terminationStatus == 0)
      var after = termios()
      tcgetattr(secondary, &after)
      #expect(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag)
    }

    /// Both ends of a terminal that no one sits at: Linux's `/dev/ptmx`, by hand, since Glibc hides `posix_openpt` from Swift.
    private func pseudoterminal() throws -> (primary: Int32, secondary: Int32) {
      let (unlock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))
      let primary = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      try #require(primary >= 0)
      var locked: Int32 = 0
      var number: Int32 = 0
      try #require(ioctl(primary, unlock, &locked) == 0 && ioctl(primary, getNumber, &number) == 0)
      let secondary = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      try #require(secondary >= 0)
      return (primary, secondary)
    }
  }
#endif
