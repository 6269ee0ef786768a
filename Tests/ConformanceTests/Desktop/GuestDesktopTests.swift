import Foundation
import GuestDesktop
import Machine
import Pictures
import RandomInput
import Testing

/// What holds for the desktop however it is used, on our machine.
@Suite(
  "The desktop on our machine", .serialized,
  .enabled(if: BuiltKernel.bytes != nil, "there is no Images/kernel.elf: make build"))
struct GuestDesktopTests {
  static let programs = [
    "terminal", "files", "editor", "paint", "monitor", "settings", "calculator", "clock", "blocks", "currents",
  ]

  /// What the shell on the serial port answers to a command.
  private func ask(_ command: String, _ desktop: GuestDesktop) -> String {
    let start = desktop.machine.serialOutput.utf8.count
    desktop.machine.input.serial(command + "; echo done-$((40+2))\r")
    desktop.machine.run(until: .serial("done-42\r\n"), limit: .ticks(20 * desktop.machine.configuration.frequency))
    desktop.wait(milliseconds: 100)
    return String(decoding: desktop.machine.serialOutput.utf8.dropFirst(start), as: UTF8.self)
  }

  @Test("A program that is killed takes its window along")
  func killed() throws {
    let desktop = try GuestDesktop(kernel: BuiltKernel.require())
    desktop.wait(milliseconds: 500)
    let empty = desktop.machine.screen
    desktop.launch("calc")
    #expect(desktop.machine.screen != empty)
    let number = try #require(identifier(of: "calculator", desktop))
    _ = ask("kill -9 \(number)", desktop)
    desktop.wait(milliseconds: 500)
    #expect(desktop.machine.screen == empty)
    #expect(identifier(of: "calculator", desktop) == nil)
  }

  @Test("Nobody else gets the screen or the keyboard, and a desktop that ends is followed by another")
  func devices() throws {
    let desktop = try GuestDesktop(kernel: BuiltKernel.require())
    desktop.wait(milliseconds: 500)
    let empty = desktop.machine.screen
    #expect(ask("cat /dev/input", desktop).contains("busy"))
    #expect(ask("cat /dev/framebuffer", desktop).contains("busy"))
    desktop.launch("calc")
    let number = try #require(identifier(of: "desktop", desktop))
    _ = ask("kill -9 \(number)", desktop)
    desktop.wait(milliseconds: 3_000)
    #expect(desktop.machine.screen == empty)
    #expect(identifier(of: "calculator", desktop) == nil, "a program without a desktop ends")
    desktop.launch("calc")
    #expect(desktop.machine.screen != empty)
  }

  @Test("Nothing that runs on the desktop can end it, or the shell on the serial port")
  func founders() throws {
    let desktop = try GuestDesktop(kernel: BuiltKernel.require())
    desktop.wait(milliseconds: 500)
    let shell = try #require(identifier(of: "sh", desktop))
    let server = try #require(identifier(of: "desktop", desktop))
    desktop.launch("term")
    // Minus one would be everybody, which the kernel refuses in any case.
    for target in [server, -server, shell, -shell] where target != -1 {
      desktop.type("kill -9 -- \(target) 2>/tmp/message; echo $? >/tmp/status\n")
      desktop.wait(milliseconds: 200)
      #expect(ask("cat /tmp/status", desktop).contains("\n1\r\n"), "kill -9 \(target)")
      #expect(ask("cat /tmp/message", desktop).contains("not permitted"), "kill -9 \(target)")
    }
    #expect(identifier(of: "sh", desktop) == shell)
    #expect(identifier(of: "desktop", desktop) == server)
    // Who sits at the console may; what comes from a child of the shell reaches the desktop, and not the shell.
    _ = ask("sh -c 'kill -9 \(shell)'", desktop)
    #expect(identifier(of: "sh", desktop) == shell)
    _ = ask("sh -c 'kill -9 \(server)'", desktop)
    desktop.wait(milliseconds: 2_000)
    #expect(identifier(of: "desktop", desktop) != server)
    #expect(desktop.machine.serialOutput.contains("desktop: ended by a signal"))
  }

  @Test("A program that asks for nonsense, sends no messages and takes none disturbs nobody")
  func rudeness() throws {
    let desktop = try GuestDesktop(kernel: BuiltKernel.require())
    desktop.wait(milliseconds: 500)
    desktop.launch("calc")
    desktop.type("6*7")
    let before = desktop.machine.screen
    for seed in 1...3 {
      let answer = ask("rude 2000 \(seed)", desktop)
      #expect(answer.contains("rude: sent 2000"), "\(answer)")
    }
    desktop.wait(milliseconds: 500)
    let after = desktop.machine.screen
    #expect(after == before, "\(after.difference(from: before).map { "\($0)" } ?? "")")
    #expect(!desktop.machine.serialOutput.contains("desktop: ended"))
  }

  private func processes(_ desktop: GuestDesktop) -> [(number: Int, memory: Int, name: String)] {
    ask("cat /system/processes", desktop).split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 7, let number = Int(words[0]), let memory = Int(words[4]) else { return nil }
      return (number, memory, String(words[6]))
    }
  }

  private func identifier(of program: String, _ desktop: GuestDesktop) -> Int? {
    processes(desktop).first { $0.name == program }?.number
  }

  /// What is in use after a round.
  private struct Use {
    var bytes = 0
    /// Blocks of the kernel's heap.
    var blocks = 0
    /// Of the desktop's own process.
    var desktop = 0
    /// Pixels of the screen, for which the desktop keeps pictures.
    var pixels = 0
  }

  private func use(_ desktop: GuestDesktop) -> Use {
    var values: [Substring: Int] = [:]
    for line in ask("cat /system/memory", desktop).split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      if words.count == 2, let value = Int(words[1]) { values[words[0]] = value }
    }
    return Use(
      bytes: (values["total"] ?? 0) - (values["free"] ?? 0), blocks: values["heap-blocks"] ?? 0,
      desktop: processes(desktop).first { $0.name == "desktop" }?.memory ?? 0,
      pixels: desktop.machine.screen.pixels.count)
  }

  /// Rounds of random clicks, drags and keys over programs that are then killed. DESKTOP_SOAK=3600 makes it an hour of the guest's
  /// time; DESKTOP_SEED repeats a run.
  @Test("Random clicks, drags and keys end no program that should live, and leave no memory taken")
  func soak() throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["DESKTOP_SEED"].flatMap { UInt64($0) } ?? 1
    let seconds = environment["DESKTOP_SOAK"].flatMap { UInt64($0) } ?? 25
    print("seed \(seed), \(seconds) s of the guest's time")
    var person = RandomPerson(seed: seed)
    var left = seconds
    repeat { left -= min(try live(with: &person, seconds: left), left) } while left > 0
  }

  /// Rounds until the time is over or, since anybody may do that in Files, a program has been removed. Returns the seconds that it took.
  private func live(with person: inout RandomPerson, seconds: UInt64) throws -> UInt64 {
    let desktop = try GuestDesktop(kernel: BuiltKernel.require(), commandLine: "")
    desktop.wait(milliseconds: 500)
    // A program that somebody opens in Files runs, and these would end the run.
    _ = ask("rm /bin/poweroff /bin/reboot", desktop)
    let installed = ask("echo /bin/*", desktop)
    // The image of a program that was started stays in memory for the next time.
    for program in Self.programs { desktop.launch(program) }
    killPrograms(desktop)
    var used: [Use] = []
    let start = desktop.machine.now
    let end = start + seconds * desktop.machine.configuration.frequency
    var isWhole = true
    repeat {
      for _ in 0..<3 { desktop.launch(Self.programs.randomElement(using: &person.random) ?? "files") }
      person.act(at: desktop, count: 40)
      isWhole = ask("echo /bin/*", desktop) == installed
      guard isWhole else { break }
      killPrograms(desktop)
      // What programs have saved is no leak.
      _ = ask("rm -rf /home /tmp; mkdir /home /tmp", desktop)
      desktop.wait(milliseconds: 500)
      used.append(use(desktop))
      let text = desktop.machine.serialOutput
      try #require(
        used[used.count - 1].bytes > 0,
        "the shell on the serial port does not answer after round \(used.count); the last that it said: \(text.suffix(500))"
      )
      #expect(
        !text.contains("panic:") && !text.contains("process ") && !text.contains("desktop: ended"),
        "\(text.suffix(2000))")
    } while desktop.machine.now < end
    print("bytes in use after each round:", used.map(\.bytes), isWhole ? "" : "; then somebody removed a program")
    print("of these the desktop's:", used.map(\.desktop), "blocks of the kernel's heap:", used.map(\.blocks))
    // The first rounds fill what is kept for the next time: the compositor's heap, the shells' images; the shell that is asked
    // remembers what it was asked. A larger screen has larger
    // pictures.
    let same = used.filter { $0.pixels == used[used.count - 1].pixels }
    if same.count > 10 {
      let growth = same[same.count - 1].bytes - same[same.count / 2].bytes
      #expect(growth < 512 * 1024, "memory in use grows: \(same)")
    }
    return (desktop.machine.now - start) / desktop.machine.configuration.frequency + 1
  }

  private func killPrograms(_ desktop: GuestDesktop) {
    let numbers = processes(desktop).filter { Self.programs.contains($0.name) }.map { String($0.number) }
    if !numbers.isEmpty { _ = ask("kill -9 " + numbers.joined(separator: " "), desktop) }
    desktop.wait(milliseconds: 200)
    #expect(!processes(desktop).contains { Self.programs.contains($0.name) })
  }
}

/// Somebody who does anything at all. The same seed does the same.
struct RandomPerson {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let keys: [Key] = [
    .enter, .escape, .tab, .space, .backspace, .arrowUp, .arrowDown, .arrowLeft, .arrowRight, .home, .end, .pageUp,
    .pageDown, .delete, .f10,
  ]

  /// The screen's size, which this person may change.
  private var size = (width: 1024, height: 768)

  mutating func act(at desktop: GuestDesktop, count: Int) {
    for _ in 0..<count {
      let screen = desktop.machine.screen
      size = (screen.width, screen.height)
      switch Int.random(in: 0..<10, using: &random) {
      case 0...2: desktop.click(x(), y(), Bool.random(using: &random) ? .left : .right)
      case 3: desktop.drag(from: (x(), y()), to: (x(), y()), steps: 5)
      case 4: desktop.type(String("abcXYZ 0123.,/-".randomElement(using: &random) ?? "a"))
      case 5: desktop.press(Self.keys.randomElement(using: &random) ?? .enter, holding: [.altLeft])
      case 6: desktop.press(Self.keys.randomElement(using: &random) ?? .enter, holding: [.metaLeft])
      case 7: desktop.press(Self.keys.randomElement(using: &random) ?? .enter, holding: [.controlLeft])
      default: desktop.press(Self.keys.randomElement(using: &random) ?? .enter)
      }
    }
  }

  private mutating func x() -> Int { Int.random(in: 0..<size.width, using: &random) }
  /// Not the corner of the launcher, where the machine is switched off.
  private mutating func y() -> Int { Int.random(in: 0..<size.height - 128, using: &random) }
}
