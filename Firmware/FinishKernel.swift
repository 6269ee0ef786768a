// Adds to a linked kernel what can only be made after it: its symbols, so that its backtraces have names where there is no
// debugger, and the archive of files that its RAM file system starts with.
//
//     FinishKernel LINKED-KERNEL ARCHIVE OUTPUT
//
// The linker script keeps the last two segments for them, sections `.symbols` and `.archive`. Being last in memory they may
// grow: each goes to the end of the file, and the segment's and the section's headers are changed to say so; the archive moves
// to the first page behind the symbols. Nothing else moves. The layouts are told in Sources/Guest/Kernel/Panic/Symbols.swift and
// Sources/Guest/Kernel/Start/Archive.swift. Numbers are little-endian, as in the ELF file.

import Foundation

struct Failure: Error, CustomStringConvertible {
  var description: String
}

/// A 64-bit little-endian ELF file (System V ABI, chapters 4 and 5), as bytes.
struct ElfFile {
  private(set) var bytes: [UInt8]

  struct Section {
    var header: Int
    var type: Int
    var address: Int
    var offset: Int
    var size: Int
    var link: Int
  }

  static let loadSegment = 1
  static let symbolTable = 2

  init(_ bytes: [UInt8]) throws {
    guard bytes.count >= 64, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
      throw Failure(description: "this is no 64-bit little-endian ELF file")
    }
    self.bytes = bytes
  }

  func number(_ offset: Int, _ size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) }
  }

  mutating func write(_ value: Int, at offset: Int) {
    for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (index * 8)) }
  }

  func text(_ offset: Int) -> String {
    String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
  }

  var sections: [Section] {
    let (start, size, count) = (number(40, 8), number(58, 2), number(60, 2))
    return (0..<count).map { index in
      let header = start + index * size
      return Section(
        header: header, type: number(header + 4, 4), address: number(header + 16, 8), offset: number(header + 24, 8),
        size: number(header + 32, 8), link: number(header + 40, 4))
    }
  }

  func section(named name: String) -> Section? {
    let all = sections
    let names = all[number(62, 2)].offset
    return all.first { text(names + number($0.header, 4)) == name }
  }

  /// The offsets of the program headers that say LOAD.
  var loadSegments: [Int] {
    let (start, size, count) = (number(32, 8), number(54, 2), number(56, 2))
    return (0..<count).map { start + $0 * size }.filter { number($0, 4) == Self.loadSegment }
  }

  /// Names and addresses of the symbols inside a section: one name an address, in ascending order.
  func symbols(in section: Section) throws -> [(address: Int, name: String)] {
    let all = sections
    guard let table = all.first(where: { $0.type == Self.symbolTable }) else {
      throw Failure(description: "the file has no symbol table: it was stripped")
    }
    let names = all[table.link].offset
    var found: [Int: String] = [:]
    for entry in stride(from: table.offset, to: table.offset + table.size, by: 24) {
      let address = number(entry + 8, 8)
      // Kinds 0 and 2: no type, as assembly labels have, and functions.
      let kind = number(entry + 4, 1) & 15
      let name = text(names + number(entry, 4))
      guard kind == 0 || kind == 2, !name.isEmpty, address >= section.address,
        address < section.address + section.size
      else { continue }
      // Where several names share an address, a function's goes before a label's, and the shorter one.
      if let other = found[address], (other.utf8.count, other) < (name.utf8.count, name) { continue }
      found[address] = name
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Gives a segment, which consists of this section, its contents and its address.
  mutating func fill(_ section: Section, with contents: [UInt8], at address: Int) throws {
    guard let segment = loadSegments.first(where: { number($0 + 16, 8) == section.address }),
      loadSegments.allSatisfy({
        let start = number($0 + 16, 8)
        return $0 == segment || start + number($0 + 40, 8) <= address || start >= address + contents.count
      })
    else { throw Failure(description: "sections .symbols and .archive are not the last two segments") }
    // A segment's place in the file equals its address modulo the page size.
    while bytes.count % 4096 != address % 4096 { bytes.append(0) }
    let offset = bytes.count
    bytes += contents
    for field in [16, 24] { write(address, at: segment + field) }
    for field in [32, 40] { write(contents.count, at: segment + field) }
    write(offset, at: segment + 8)
    write(address, at: section.header + 16)
    write(offset, at: section.header + 24)
    write(contents.count, at: section.header + 32)
  }
}

/// Swift's names as a person writes them.
func demangle(_ names: [String]) throws -> [String] {
  let list = FileManager.default.temporaryDirectory.appendingPathComponent("symbols-\(getpid())")
  try Data(names.joined(separator: "\n").utf8).write(to: list)
  defer { try? FileManager.default.removeItem(at: list) }
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["swift", "demangle", "-simplified"]
  process.standardInput = try FileHandle(forReadingFrom: list)
  process.standardOutput = output
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map { String($0) }
  guard lines.count == names.count else { throw Failure(description: "`swift demangle` lost a name") }
  return lines.map { $0.replacingOccurrences(of: "specialized ", with: "") }
}

func table(_ symbols: [(address: Int, name: String)]) -> [UInt8] {
  func four(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
  let headerSize = 16
  let namesStart = headerSize + symbols.count * 8
  var (entries, names, places): ([UInt8], [UInt8], [String: Int]) = ([], [], [:])
  for symbol in symbols {
    let place = places[symbol.name] ?? namesStart + names.count
    if place == namesStart + names.count { names += Array(symbol.name.utf8) + [0] }
    places[symbol.name] = place
    entries += four(symbol.address) + four(place)
  }
  return Array("APUSSYMS".utf8) + four(symbols.count) + four(namesStart + names.count) + entries + names
}

/// The archive with its mark and its length on a page in front.
func image(ofArchive archive: [UInt8]) -> [UInt8] {
  let header = Array("APUSFILE".utf8) + (0..<8).map { UInt8(truncatingIfNeeded: archive.count >> ($0 * 8)) }
  return header + [UInt8](repeating: 0, count: 4096 - header.count) + archive
}

func contents(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

do {
  guard CommandLine.arguments.count == 4 else {
    throw Failure(description: "usage: FinishKernel LINKED-KERNEL ARCHIVE OUTPUT")
  }
  var file = try ElfFile(try contents(CommandLine.arguments[1]))
  guard let code = file.section(named: ".text"), let symbolsPlace = file.section(named: ".symbols"),
    let archivePlace = file.section(named: ".archive")
  else { throw Failure(description: "the file has no section .text, .symbols or .archive") }
  let symbols = try file.symbols(in: code)
  let names = try demangle(symbols.map { $0.name })
  let symbolTable = table(zip(symbols, names).map { ($0.address, $1) })
  let archiveAddress = (symbolsPlace.address + symbolTable.count + 4095) & ~4095
  // The archive first: it moves out of the symbols' way.
  try file.fill(archivePlace, with: image(ofArchive: try contents(CommandLine.arguments[2])), at: archiveAddress)
  try file.fill(symbolsPlace, with: symbolTable, at: symbolsPlace.address)
  let output = URL(fileURLWithPath: CommandLine.arguments[3])
  try Data(file.bytes).write(to: output, options: .atomic)
  print("\(symbols.count) symbols")
} catch {
  FileHandle.standardError.write(Data("FinishKernel: \(error)\n".utf8))
  exit(1)
}
