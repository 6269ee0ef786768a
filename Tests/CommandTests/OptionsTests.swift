import Testing

@testable import emulator

@Suite("Command line")
struct OptionsTests {
  @Test(
    "A memory size means what QEMU's -m means",
    arguments: [
      ("128", 128 << 20), ("128M", 128 << 20), ("2g", 2 << 30), ("4096k", 4 << 20), ("1.5G", 3 << 29),
      ("5000000B", 5_005_312),
    ] as [(String, UInt64)])
  func sizes(text: String, bytes: UInt64) {
    #expect(MemorySize(text: text)?.bytes == bytes)
  }

  @Test(
    "What is no size is refused", arguments: ["", "M", "x", "-1", "1.2.3", "1e3", "0x10", "12Q", "999999999T", "١٢"])
  func noSizes(text: String) {
    #expect(MemorySize(text: text) == nil)
  }

  @Test("All options of the manual are there, with their defaults")
  func options() throws {
    let plain = try Options.parse(["kernel.elf"])
    #expect(plain.file == "kernel.elf")
    #expect(plain.memory.bytes == 128 << 20)
    #expect(plain.serial == .stdio)
    #expect(plain.scale == 1)
    #expect(!plain.headless && !plain.noReboot)
    let full = try Options.parse([
      "kernel.elf", "--append", "a b", "--initrd", "disk", "--memory", "64M", "--headless", "--serial", "none",
      "--type", "x", "--until", "ok", "--timeout", "1.5", "--limit", "1000", "--screenshot", "s.png", "--no-reboot",
      "--scale", "2", "--animation", "a.png", "--animation-rate", "25",
    ])
    #expect(full.append == "a b" && full.initrd == "disk" && full.memory.bytes == 64 << 20 && full.headless)
    #expect(full.serial == .none && full.type == "x" && full.until == "ok" && full.timeout == 1.5)
    #expect(full.limit == 1000 && full.screenshot == "s.png" && full.noReboot && full.scale == 2)
    #expect(
      full.animation == "a.png" && full.animationRate == 25 && plain.animation == nil && plain.animationRate == 10)
  }

  @Test(
    "Wrong options are refused",
    arguments: [
      [], ["a", "b"], ["a", "--memory", "1M"], ["a", "--memory", "100G"], ["a", "--timeout", "-1"],
      ["a", "--timeout", "nan"], ["a", "--limit", "-1"], ["a", "--scale", "0"], ["a", "--frobnicate"],
    ])
  func wrong(arguments: [String]) {
    #expect(throws: (any Error).self) { try Options.parse(arguments) }
  }

  @Test(
    "In text to type, \\n, \\t and \\\\ stand for keys",
    arguments: [("a\\nb", "a\nb"), ("\\\\n", "\\n"), ("\\t", "\t"), ("\\x\\", "\\x\\"), ("plain", "plain")])
  func escapes(typed: String, text: String) throws {
    #expect(try Options.parse(["kernel", "--type", typed]).typedText == text)
  }

  @Test("A text is found in a stream of bytes once")
  func matcher() {
    var matcher = TextMatcher("aab")
    let found = "xaaaabaab".utf8.map { matcher.feed($0) }
    #expect(found == [false, false, false, false, false, true, false, false, false])
    #expect(matcher.isMet)
  }

  @Test("The start time is a date and time, or now")
  func startTime() throws {
    func seconds(_ text: String) throws -> Int64 { try StartTime(text: text).seconds }
    #expect(try Options.parse(["k"]).startTime.seconds == 1_767_225_600)
    #expect(try seconds("1970-01-01") == 0)
    #expect(try seconds("2000-02-29T23:59:59") == 951_868_799)
    #expect(try seconds("now") > 1_767_225_600)
    for text in [
      "", "today", "2026-02-29", "2026-01-01T24:00:00", "2026-01-01T1:2", "2200-01-01", "1-2-3", "2026-01-01Tx:0:0",
    ] {
      #expect(throws: (any Error).self) { try seconds(text) }
    }
  }

  @Test("Modules are files with arguments, commas between; two commas stand for one")
  func modules() throws {
    #expect(ModuleList.parts(of: "a b,c,,d e,") == ["a b", "c,d e", ""])
    #expect(throws: HostFileError.self) { try ModuleList.read("/no/such/file args") }
    #expect(throws: HostFileError.self) { try ModuleList.read(",") }
    let modules = try ModuleList.read("\(#filePath) one,\(#filePath)").map(\.module)
    #expect(modules.map(\.commandLine) == ["\(#filePath) one", #filePath])
    #expect(modules[0].bytes == modules[1].bytes && !modules[0].bytes.isEmpty)
  }

  @Test("A boot protocol has a name")
  func bootProtocol() throws {
    #expect(try Options.parse(["k", "--boot", "multiboot2"]).boot == .multiboot2)
    #expect(try Options.parse(["k"]).boot == nil)
    #expect(throws: (any Error).self) { try Options.parse(["k", "--boot", "uefi"]) }
  }
}
