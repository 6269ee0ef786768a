/// The names in a kernel's symbol table, by address and by name.
///
/// Made from a file that may lie: a table that does not lie inside the file is an empty table, and no name is read before somebody
/// asks for it.
public struct SymbolTable: Sendable {
  /// A name and the addresses it stands for.
  public struct Symbol: Equatable, Sendable {
    /// As in the file.
    public var name: String
    /// As a person writes it: `Kernel.Console.write(_:)` for a Swift symbol, ``name`` for any other.
    public var readableName: String { readableSymbol(name) }
    public var address: UInt64
    /// In bytes; 0 where the file does not say.
    public var size: UInt64
  }

  /// An address as "symbol plus offset".
  public struct Place: Equatable, Sendable, CustomStringConvertible {
    public var symbol: Symbol
    public var offset: UInt64
    public var description: String { offset == 0 ? symbol.readableName : "\(symbol.readableName)+\(hex(offset))" }
  }

  private struct Entry {
    var address: UInt64
    var size: UInt64
    var name: UInt32
    var rank: UInt8
  }

  private let file: FileBytes
  private let names: Range<UInt64>
  /// Ascending by address; among equals the best name comes last.
  private let entries: [Entry]

  /// A symbol without a size stands for no more than this.
  private static let reach: UInt64 = 1 << 20

  /// No symbols.
  public init() {
    file = FileBytes([])
    names = 0..<0
    entries = []
  }

  private init(file: FileBytes, names: Range<UInt64>, entries: [Entry]) {
    self.file = file
    self.names = names
    self.entries = entries
  }

  init(_ elf: ELFFile) {
    let sections = elf.sections()
    guard let table = sections.first(where: { $0.type == ELFFile.Section.symbolTable }),
      let range = elf.file.range(table.offset, table.size),
      sections.indices.contains(Int(table.link)),
      let strings = elf.file.range(sections[Int(table.link)].offset, sections[Int(table.link)].size)
    else {
      self.init()
      return
    }
    let size = elf.is64Bit ? 24 : 16
    var entries: [Entry] = []
    for at in stride(from: range.lowerBound, to: range.upperBound - range.count % size, by: size) {
      if let entry = Self.entry(elf.file, UInt64(at), is64Bit: elf.is64Bit) { entries.append(entry) }
    }
    self.init(
      file: elf.file, names: UInt64(strings.lowerBound)..<UInt64(strings.upperBound),
      entries: entries.sorted { ($0.address, $0.rank) < ($1.address, $1.rank) })
  }

  /// Functions, objects and plain labels that are defined in some section; nil for anything else.
  private static func entry(_ file: FileBytes, _ at: UInt64, is64Bit: Bool) -> Entry? {
    let info: UInt8 = file.load(at + (is64Bit ? 4 : 12))!
    let section: UInt16 = file.load(at + (is64Bit ? 6 : 14))!
    guard section != 0, section < 0xFF00 || section == 0xFFF1 else { return nil }
    let rank: UInt8
    switch (info & 15, info >> 4) {
    case (2, 1): rank = 4  // a global function
    case (2, _): rank = 3
    case (1, _): rank = 2
    case (0, _): rank = 1
    default: return nil
    }
    let name: UInt32 = file.load(at)!
    guard name != 0 else { return nil }
    return Entry(
      address: is64Bit ? file.load(at + 8)! : UInt64(file.load(at + 4, as: UInt32.self)!),
      size: is64Bit ? file.load(at + 16)! : UInt64(file.load(at + 8, as: UInt32.self)!), name: name, rank: rank)
  }

  /// How many symbols there are.
  public var count: Int { entries.count }

  /// The symbol that holds `address`: the nearest one before it, if it reaches that far.
  public func place(of address: UInt64) -> Place? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].address <= address { low = middle + 1 } else { high = middle }
    }
    // A label inside a function must not hide it, nor reach past its end: look a few entries back for one with a size.
    var label: Entry?
    for index in stride(from: low - 1, through: max(0, low - 8), by: -1) {
      let entry = entries[index]
      let offset = address - entry.address
      if offset < entry.size { return Place(symbol: symbol(entry), offset: offset) }
      if let label, entry.size > label.address - entry.address { return nil }
      if index == low - 1, entry.size == 0, offset < Self.reach { label = entry }
    }
    return label.map { Place(symbol: symbol($0), offset: address - $0.address) }
  }

  /// The first symbol that is called `name` in the file, or whose readable name is `name`, with or without parentheses. O(symbols).
  public func symbol(named name: String) -> Symbol? {
    let exact = entries.last { isNamed($0, name) }
    if let exact { return symbol(exact) }
    for entry in entries where file.load(names.lowerBound + UInt64(entry.name), as: UInt8.self) == UInt8(ascii: "$") {
      let symbol = symbol(entry)
      let readable = symbol.readableName
      if readable == name || readable.prefix(while: { $0 != "(" }) == name { return symbol }
    }
    return nil
  }

  /// The address of ``symbol(named:)``.
  public subscript(name: String) -> UInt64? { symbol(named: name)?.address }

  private func isNamed(_ entry: Entry, _ name: String) -> Bool {
    let at = names.lowerBound + UInt64(entry.name)
    let length = UInt64(name.utf8.count)
    guard at + length < names.upperBound, file.bytes[Int(at + length)] == 0 else { return false }
    return file.bytes[Int(at)..<Int(at + length)].elementsEqual(name.utf8)
  }

  private func symbol(_ entry: Entry) -> Symbol {
    let name = file.string(names.lowerBound + UInt64(entry.name), limit: names.upperBound) ?? "?"
    return Symbol(name: name, address: entry.address, size: entry.size)
  }
}
