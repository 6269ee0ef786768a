import Foundation
import Machine
import Testing

/// What a kernel is told by our loader, and by one that others wrote: QEMU's own for Multiboot, GRUB on QEMU for the rest.
///
/// What a loader may choose is taken out of both texts before they are compared; ``Choice`` says what, and why it may.
@Suite(
  "Boot protocols, held against QEMU and GRUB", .serialized,
  .enabled(if: QEMU.executable != nil, "there is no qemu-system-x86_64 here to compare with"),
  .enabled(if: BootProbe.tools != nil, "there is no clang to build the probe with"))
struct BootProtocolConformance {
  /// What is not compared.
  enum Choice {
    /// The loader's own name.
    case loaderName
    /// Where modules are, beyond being on a page.
    case moduleAddress
    /// The fields of a type: APM, VBE and the boot device are a BIOS's, of which there is none here. GRUB's i386 Multiboot gives
    /// sections and a framebuffer unasked.
    case flags(UInt64)
    /// Whole lines that begin so.
    case lines(String)
  }

  private static let modules = [
    BootModule(Array("a first module".utf8), commandLine: "a.mod x y"),
    BootModule((0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }, commandLine: "b.mod"),
    BootModule([], commandLine: "c.mod with,comma"),
  ]

  private static let noMode = ["MODE_TYPE": "0", "MODE_WIDTH": "0", "MODE_HEIGHT": "0", "MODE_DEPTH": "0"]

  private func lines(_ text: String, without choices: [Choice]) -> [String] {
    text.split(separator: "\n").compactMap { line -> String? in
      var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      for choice in choices {
        switch choice {
        case .loaderName where words[0] == "loader": words = ["loader"]
        case .moduleAddress where words[0] == "module":
          words[1] = UInt64(words[1], radix: 16).map { $0 % 4096 == 0 ? "page" : "unaligned" } ?? words[1]
        case .flags(let mask) where words[0] == "flags":
          words[1] = UInt64(words[1], radix: 16).map { String($0 & ~mask, radix: 16) } ?? words[1]
        case .lines(let start) where line.hasPrefix(start): return nil
        default: break
        }
      }
      return words.joined(separator: " ")
    }
  }

  private func expectSame(
    _ ours: String, _ theirs: String, except choices: [Choice], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (ours, theirs) = (lines(ours, without: choices), lines(theirs, without: choices))
    #expect(ours.count > 5, "the probe said something", sourceLocation: sourceLocation)
    #expect(ours == theirs, sourceLocation: sourceLocation)
  }

  // MARK: Multiboot 1

  @Test("Multiboot, ELF and the a.out kludge: all that QEMU tells, at QEMU's addresses", arguments: [false, true])
  func multiboot(isFlat: Bool) throws {
    let defines = Self.noMode.merging(["MULTIBOOT": isFlat ? "0x10003" : "3"]) { $1 }
    let kernel = isFlat ? try BootProbe.image(defines) : try BootProbe.elf(defines)
    for modules in [[], Self.modules] {
      let boot = BootCase(kernel: kernel, commandLine: "one two", modules: modules)
      expectSame(try boot.onOurs(name: "kernel"), try boot.onQEMU(), except: [.loaderName])
    }
  }

  @Test(
    "Multiboot: the screen is as the header wants it, and as GRUB sets it",
    .enabled(if: GRUB.isInstalled, "there is no GRUB here: apt install grub-pc-bin"),
    arguments: [(0, 800, 600, 32), (0, 640, 480, 16), (1, 80, 25, 0)])
  func multibootScreen(type: Int, width: Int, height: Int, depth: Int) throws {
    let kernel = try BootProbe.elf([
      "MULTIBOOT": "7", "MODE_TYPE": "\(type)", "MODE_WIDTH": "\(width)", "MODE_HEIGHT": "\(height)",
      "MODE_DEPTH": "\(depth)",
    ])
    let boot = BootCase(kernel: kernel, commandLine: "one two", modules: Self.modules)
    let theirs = try boot.onGRUB([
      "multiboot /kernel one two", "module /a.mod x y", "module /b.mod", "module /c.mod with,comma",
    ])
    // GRUB's `module` gives the arguments alone.
    var ours = boot
    ours.modules = zip(boot.modules, ["x y", "", "with,comma"]).map { BootModule($0.bytes, commandLine: $1) }
    expectSame(
      try ours.onOurs(), theirs,
      except: [.loaderName, .moduleAddress, .flags(0x820), .lines("device")])
  }

  // MARK: Multiboot 2

  @Test(
    "Multiboot 2: what GRUB tells, by header and container",
    .enabled(if: GRUB.isInstalled, "there is no GRUB here: apt install grub-pc-bin"),
    arguments: [
      "requests", "ELF of 64 bits", "addresses", "lowest", "highest", "console", "graphics", "graphics of 16 bits",
    ])
  func multiboot2(kind: String) throws {
    var defines = ["MULTIBOOT2": "1"]
    switch kind {
    case "requests": defines["REQUESTS"] = "1"
    case "addresses": defines["ADDRESSES"] = "1"
    case "lowest": defines.merge(["RELOCATABLE": "1", "ALIGNED": "1"]) { $1 }
    case "highest": defines.merge(["RELOCATABLE": "2", "ALIGNED": "1"]) { $1 }
    case "console": defines["CONSOLE"] = "3"
    case "graphics": defines.merge(["MODE_WIDTH": "800", "MODE_HEIGHT": "600", "MODE_DEPTH": "32"]) { $1 }
    case "graphics of 16 bits": defines.merge(["MODE_WIDTH": "1024", "MODE_HEIGHT": "768", "MODE_DEPTH": "16"]) { $1 }
    default: break
    }
    let kernel =
      kind == "addresses"
      ? try BootProbe.image(defines) : try BootProbe.elf(defines, is64Bit: kind == "ELF of 64 bits")
    let boot = BootCase(kernel: kernel, commandLine: "one two", modules: Self.modules)
    let theirs = try boot.onGRUB(
      ["multiboot2 /kernel one two", "module2 /a.mod x y", "module2 /b.mod", "module2 /c.mod with,comma"])
    var ours = boot
    ours.modules = zip(boot.modules, ["x y", "", "with,comma"]).map { BootModule($0.bytes, commandLine: $1) }
    expectSame(
      try ours.onOurs(), theirs,
      except: [
        .loaderName, .moduleAddress,
        // APM, the boot device and VBE: a BIOS's. Our root pointer is of ACPI 2, QEMU's of ACPI 1.
        .lines("tag a"), .lines("tag 5"), .lines("tag 7"), .lines("acpi2"),
        // Where there are none, GRUB says so.
        .lines("sections 0 0 0"),
      ])
  }

  // MARK: Linux

  @Test(
    "Linux's zero page is as GRUB fills it",
    .enabled(if: GRUB.isInstalled, "there is no GRUB here: apt install grub-pc-bin"), arguments: [false, true])
  func linux(isGraphic: Bool) throws {
    var boot = BootCase(kernel: try BootProbe.bzImage(), commandLine: "one two", modules: Self.modules)
    let theirs = try boot.onGRUB([
      "linux /kernel \(boot.commandLine)", "initrd /a.mod /b.mod /c.mod",
      "set gfxpayload=\(isGraphic ? "800x600x32" : "text")",
    ])
    if isGraphic { boot.commandLine += " vga=0x343" }
    // GRUB puts the file's name into the command line, tells of 32 MiB the old way and leaves the boot sector's signature out; its
    // number is 7, ours is none; a framebuffer of type 0x70 is any, 0x23 one of VESA's, as a BIOS gives it.
    func normalized(_ text: String) -> String {
      text.replacingOccurrences(of: "BOOT_IMAGE=/kernel ", with: "").replacingOccurrences(of: " vga=0x343", with: "")
        .replacingOccurrences(of: "screen 0 0 0 70", with: "screen 0 0 0 23")
    }
    expectSame(
      normalized(try boot.onOurs()), normalized(theirs),
      except: [
        .moduleAddress, .lines("alt_mem"), .lines("ext_mem"), .lines("boot_flag"), .lines("loader"),
        .lines("loadflags"),
      ])
  }
}
