import GuestApplications

/// Files that live as long as the object.
public final class MemoryFiles: FileService {
  private enum Node {
    case directory
    case file([UInt8])
  }
  private var nodes: [String: Node] = ["/": .directory]

  public init() {
    for path in ["/bin", "/home", "/tmp", "/home/pictures", "/home/notes"] { nodes[path] = .directory }
    let poem = """
      Common swifts
      =============

      Apus apus, the common swift, lives in the air.
      It eats, drinks, sleeps and mates on the wing,
      and may not touch the ground for ten months.

      \tWingspan  38–40 cm
      \tWeight    38–44 g
      \tSpeed     up to 111 km/h in level flight

      Its legs are very short: “apous” means footless.
      Mauersegler (de), martinet noir (fr),
      vencejo común (es), jerzyk zwyczajny (pl).

      """
    nodes["/home/swifts.txt"] = .file(Array(poem.utf8))
    nodes["/home/notes/todo.md"] = .file(Array("# To do\n\n- feed the cat\n".utf8))
    nodes["/home/readme.md"] = .file([UInt8](repeating: 0x20, count: 5321))
    nodes["/home/dusk.bmp"] = .file([UInt8](repeating: 0, count: 461_320))
    for name in ["shell", "editor", "paint"] { nodes["/bin/" + name] = .file([UInt8](repeating: 0x7F, count: 90_112)) }
  }

  private func missing(_ path: String) -> FileError { FileError("There is no “\(path)”.") }

  public func exists(_ path: String) -> Bool { nodes[path] != nil }

  public func list(_ path: String) throws(FileError) -> [FileEntry] {
    guard case .directory = nodes[path] else { throw missing(path) }
    return nodes.keys.filter { $0 != "/" && FilePath.parent($0) == path }.sorted().map { child in
      switch nodes[child]! {
      case .directory: FileEntry(name: FilePath.name(child), isDirectory: true, modified: 946_719_660)
      case .file(let bytes):
        FileEntry(
          name: FilePath.name(child), isDirectory: false, isExecutable: path == "/bin", size: bytes.count,
          modified: 946_719_660 - bytes.count * 31)
      }
    }
  }

  public func read(_ path: String) throws(FileError) -> [UInt8] {
    guard case .file(let bytes) = nodes[path] else { throw missing(path) }
    return bytes
  }

  public func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    guard case .directory = nodes[FilePath.parent(path)] else { throw missing(FilePath.parent(path)) }
    if case .directory = nodes[path] { throw FileError("“\(path)” is a folder.") }
    nodes[path] = .file(bytes)
  }

  public func makeDirectory(_ path: String) throws(FileError) {
    if nodes[path] != nil { throw FileError("There is a “\(path)” already.") }
    nodes[path] = .directory
  }

  public func rename(_ path: String, to new: String) throws(FileError) {
    guard nodes[path] != nil else { throw missing(path) }
    for old in nodes.keys where old == path || old.hasPrefix(path + "/") {
      nodes[new + old.dropFirst(path.count)] = nodes.removeValue(forKey: old)
    }
  }

  public func remove(_ path: String) throws(FileError) {
    guard nodes[path] != nil else { throw missing(path) }
    for old in nodes.keys where old == path || old.hasPrefix(path + "/") { nodes[old] = nil }
  }
}
