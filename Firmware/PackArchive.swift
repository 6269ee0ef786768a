// Packs a folder as a cpio archive of the "newc" form (Linux's Documentation/driver-api/early-userspace/buffer-format.rst).
//
//     PackArchive FOLDER OUTPUT
//
// The same folder gives the same bytes: names in order, every time 2000-01-01, every owner 0.
//
// Contents of a page and more start at a border of pages, so that the file system can use them where they are: zeroes behind the name
// bring them there, as those of Linux's `gen_init_cpio -a` do. (The archive itself starts at a border of pages.)

import Foundation

struct Failure: Error, CustomStringConvertible {
  var description: String
}

struct Archive {
  private(set) var bytes: [UInt8] = []
  private var identifier = 1

  private static let time = 946_684_800
  private static let headerSize = 110
  private static let pageSize = 4096

  mutating func add(_ name: String, mode: Int, contents: [UInt8] = [], links: Int = 1) {
    func field(_ value: Int) -> [UInt8] { Array(String(format: "%08X", value).utf8) }
    var nameBytes = Array(name.utf8) + [0]
    if contents.count >= Self.pageSize {
      let start = bytes.count + Self.headerSize + nameBytes.count
      nameBytes += Array(repeating: 0, count: (Self.pageSize - start % Self.pageSize) % Self.pageSize)
    }
    bytes += Array("070701".utf8)
    for value in [identifier, mode, 0, 0, links, Self.time, contents.count, 0, 0, 0, 0, nameBytes.count, 0] {
      bytes += field(value)
    }
    bytes += nameBytes
    pad()
    bytes += contents
    pad()
    identifier += 1
  }

  /// Ends the archive: the name that says so, and zeroes up to a multiple of 512.
  mutating func finish() {
    add("TRAILER!!!", mode: 0)
    while bytes.count % 512 != 0 { bytes.append(0) }
  }

  private mutating func pad() { while bytes.count % 4 != 0 { bytes.append(0) } }
}

func add(_ folder: URL, prefix: String, to archive: inout Archive) throws {
  let manager = FileManager.default
  for name in try manager.contentsOfDirectory(atPath: folder.path).sorted() where !name.hasPrefix(".") {
    let item = folder.appendingPathComponent(name)
    let attributes = try manager.attributesOfItem(atPath: item.path)
    switch attributes[.type] as? FileAttributeType {
    case .typeDirectory?:
      archive.add(prefix + name, mode: 0o040755, links: 2)
      try add(item, prefix: prefix + name + "/", to: &archive)
    case .typeSymbolicLink?:
      let target = try manager.destinationOfSymbolicLink(atPath: item.path)
      archive.add(prefix + name, mode: 0o120777, contents: Array(target.utf8))
    case .typeRegular?:
      let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o644
      archive.add(
        prefix + name, mode: 0o100000 | (permissions & 0o111 != 0 ? 0o755 : 0o644),
        contents: Array(try Data(contentsOf: item)))
    default: throw Failure(description: "\(item.path) is no file, folder or symbolic link")
    }
  }
}

do {
  guard CommandLine.arguments.count == 3 else { throw Failure(description: "usage: PackArchive FOLDER OUTPUT") }
  var archive = Archive()
  try add(URL(fileURLWithPath: CommandLine.arguments[1]), prefix: "", to: &archive)
  archive.finish()
  try Data(archive.bytes).write(to: URL(fileURLWithPath: CommandLine.arguments[2]), options: .atomic)
} catch {
  FileHandle.standardError.write(Data("PackArchive: \(error)\n".utf8))
  exit(1)
}
