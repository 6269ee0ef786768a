import KernelFixtures
import Testing

@testable import Machine

@Suite("Symbols")
struct SymbolTableTests {
  private func table(is64Bit: Bool = true) throws -> SymbolTable {
    var file = KernelFile.bare([0xF4])
    file.is64Bit = is64Bit
    file.symbols = [
      .init(name: "late", address: 0x2000, size: 0x10),
      .init(name: "start", address: 0x1000, size: 0x20),
      .init(name: "$s6Kernel7ConsoleV5write_2toySS_SitF", address: 0x1020, size: 0x40),
      .init(name: "label", address: 0x1030, info: 0x00),
      .init(name: "undefined", address: 0x1008, section: 0),
      .init(name: "file.c", address: 0, info: 0x04),
      .init(name: "bare", address: 0x3000),
    ]
    return SymbolTable(try ELFFile(FileBytes(file.bytes)))
  }

  @Test("An address is named by the symbol that holds it", arguments: [true, false])
  func places(is64Bit: Bool) throws {
    let table = try table(is64Bit: is64Bit)
    #expect(table.count == 5)
    #expect(table.place(of: 0x1031)?.symbol.address == 0x1020)
    #expect(table.place(of: 0x1000)?.description == "start")
    #expect(table.place(of: 0x101F)?.description == "start+0x1f")
    #expect(table.place(of: 0xFFF) == nil)
    #expect(table.place(of: 0x1060) == nil, "between two symbols with sizes there is none")
    #expect(table.place(of: 0x3010)?.description == "bare+0x10", "a symbol without a size reaches on")
    #expect(table.place(of: 0x3000 + 1 << 30) == nil, "but not for ever")
  }

  @Test("A symbol is found by its name in the file and by its name in Swift")
  func names() throws {
    let table = try table()
    #expect(table["start"] == 0x1000)
    #expect(table["Kernel.Console.write(_:to:)"] == 0x1020)
    #expect(table["Kernel.Console.write"] == 0x1020)
    #expect(table["sta"] == nil)
    #expect(table["undefined"] == nil)
  }

  @Test(
    "Swift's names become readable",
    arguments: [
      ("$s6Kernel4mainyyF", "Kernel.main()"),
      ("$e6Kernel4mainyyF", "Kernel.main()"),
      ("$s6KernelAAV4mainyyFZ", "$s6KernelAAV4mainyyFZ"),
      ("$s6Kernel3FooV0A3Bar1xySi_tF", "Kernel.Foo.KernelBar(x:)"),
      ("$s6Kernel7ConsoleC5widthSivg", "Kernel.Console.width.getter"),
      ("$s6Kernel7ConsoleV5width6heightACSi_SitcfC", "Kernel.Console.init(width:height:)"),
      ("$s6Kernel4step33_408A76AB043BD3EFBAB6FAAAAA9B4914LL2byySi_tF", "Kernel.step(by:)"),
      ("$sSS5countSivg", "Swift.String.count.getter"),
      ("_start32", "_start32"), ("$s", "$s"), ("$s9", "$s9"), ("$s99999999999999999999x", "$s99999999999999999999x"),
    ])
  func readable(mangled: String, expected: String) {
    #expect(readableSymbol(mangled) == expected)
  }
}
