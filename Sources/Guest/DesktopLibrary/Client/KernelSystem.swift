#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// What the kernel says about the machine in /system.
  final class KernelSystem: SystemService {
    /// Of the last samples: nanoseconds of nothing to do, when that was, and what each process had used.
    private var lastIdle = 0
    private var lastTime = 0
    private var lastSample = 0
    private var used: [Int: Int] = [:]
    /// Whether all is idle and empty, so that pictures of different machines can be compared.
    private let isStill: Bool

    init(isStill: Bool = false) { self.isStill = isStill }

    /// `name value`, a line each.
    private static func value(_ name: String, in text: String) -> Int {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.count == 2, words[0] == name { return Int(words[1]) ?? 0 }
      }
      return 0
    }

    func load() -> Int {
      guard let text = try? File.readText("/system/load") else { return 0 }
      let (idle, time) = (Self.value("idle", in: text), Self.value("time", in: text))
      defer { (lastIdle, lastTime) = (idle, time) }
      let passed = time - lastTime
      return passed <= 0 ? 0 : min(max((passed - (idle - lastIdle)) * 1000 / passed, 0), 1000)
    }

    func memory() -> (used: Int, total: Int) {
      guard let text = try? File.readText("/system/memory") else { return (0, 0) }
      let total = Self.value("total", in: text)
      if isStill { return (0, 128 << 20) }
      return (total - Self.value("free", in: text), total)
    }

    func processes() -> [ProcessEntry] {
      guard let text = try? File.readText("/system/processes") else { return [] }
      let now = Int(Clock.monotonic.now / 1_000_000)
      let passed = max(now - lastSample, 1)
      lastSample = now
      var entries: [ProcessEntry] = []
      var total: [Int: Int] = [:]
      // identifier parent group state memory milliseconds name
      for line in text.split(separator: "\n").dropFirst() {
        let words = line.split(separator: " ", maxSplits: 6)
        guard words.count == 7, let identifier = Int(words[0]), let memory = Int(words[4]), let time = Int(words[5])
        else {
          continue
        }
        total[identifier] = time
        let load = used[identifier].map { (time - $0) * 1000 / passed } ?? 0
        entries.append(
          isStill
            ? ProcessEntry(identifier: identifier, name: String(words[6]), state: "waiting", load: 0, memory: 0)
            : ProcessEntry(
              identifier: identifier, name: String(words[6]), state: String(words[3]), load: min(max(load, 0), 1000),
              memory: memory))
      }
      used = total
      return entries
    }

    func kill(_ process: Int) -> String? {
      do throws(SystemError) { try Process(identifier: process).kill(.kill) } catch { return "\(error)" }
      return nil
    }

    func time() -> Int { Int(Clock.realTime.now / 1_000_000_000) }

    /// Programs with windows are started as they are; what writes lines gets a terminal that stays until somebody has read them.
    func launch(_ program: String, _ arguments: [String]) -> String? {
      let hasWindow = DesktopServer.programs.contains { "/bin/" + $0.file == program }
      let command: [String]
      if hasWindow {
        command = [program] + arguments
      } else if program == "/bin/sh" {
        command = ["/bin/terminal"]
      } else {
        let script = "\"$@\"; echo; echo \"[ended with status $?; Enter closes]\"; read line"
        command = ["/bin/terminal", "/bin/sh", "-c", script, "sh", program] + arguments
      }
      do throws(SystemError) { _ = try Process.spawn(command[0], arguments: command, group: 0) } catch {
        return "\(error)."
      }
      return nil
    }
  }
#endif
