import SystemCalls

/// How a path's last name looks, which decides what a call may do with it.
enum LastName {
  /// A name, as it stands in the path.
  case name(Bytes)
  case dot
  case dotDot
  /// The path is only slashes.
  case root
}

/// Where a path leads, but for its last name.
struct Destination {
  var directory: Node
  var last: LastName
  /// The path ends in a slash, so that only a directory will do.
  var hasTrailingSlash: Bool
}

/// Goes along a path, name by name. Symbolic links are not copied: their targets lie in their file systems' memory, which nobody
/// changes meanwhile, and what remains of the path behind a link waits on a stack.
struct PathWalk {
  private let tree: FileTree
  private var directory: Node
  private var rest: Bytes
  /// How much of the tree's stack of what remains behind links is in use; nothing is between two calls.
  private var depth = 0
  private var linkCount = 0
  private static let slash = UInt8(ascii: "/")

  /// - Throws: ``SystemError/noSuchFileOrDirectory`` for an empty path, ``SystemError/fileNameTooLong``.
  init(_ tree: FileTree, path: Bytes, from start: Node) throws(SystemError) {
    guard !path.isEmpty else { throw .noSuchFileOrDirectory }
    guard path.count < PathLimits.path else { throw .fileNameTooLong }
    self.tree = tree
    directory = path[0] == Self.slash ? tree.root : start
    guard tree.kind(of: directory) == .directory else { throw .notDirectory }
    rest = path
  }

  /// Goes to the directory of the path's last name.
  mutating func destination() throws(SystemError) -> Destination {
    while true {
      let name = nextName()
      let trailing = !rest.isEmpty
      skipSlashes()
      let isLast = rest.isEmpty && depth == 0
      if isLast { return Destination(directory: directory, last: lastName(name), hasTrailingSlash: trailing) }
      try enter(name)
      // Behind a link's target comes what waited for it.
      while rest.isEmpty, depth > 0 {
        depth -= 1
        rest = tree.linkStack[depth]
        skipSlashes()
      }
    }
  }

  /// Follows the symbolic link that a destination's last name has turned out to be.
  mutating func follow(_ link: Node, in directory: Node) throws(SystemError) {
    self.directory = directory
    rest = Bytes(start: nil, count: 0)
    try push(link)
  }

  private func lastName(_ name: Bytes) -> LastName {
    if name.isEmpty { return .root }
    if isDot(name) { return .dot }
    if isDotDot(name) { return .dotDot }
    return .name(name)
  }

  private func isDot(_ name: Bytes) -> Bool { name.count == 1 && name[0] == UInt8(ascii: ".") }
  private func isDotDot(_ name: Bytes) -> Bool {
    name.count == 2 && name[0] == UInt8(ascii: ".") && name[1] == UInt8(ascii: ".")
  }

  private mutating func skipSlashes() {
    var count = 0
    while count < rest.count, rest[count] == Self.slash { count += 1 }
    rest = Bytes(rebasing: rest[count...])
  }

  /// Takes the next name off the rest; empty only for a path of slashes alone.
  private mutating func nextName() -> Bytes {
    skipSlashes()
    var count = 0
    while count < rest.count, rest[count] != Self.slash { count += 1 }
    let name = Bytes(rebasing: rest[..<count])
    rest = Bytes(rebasing: rest[count...])
    return name
  }

  /// Steps into a name that something follows.
  private mutating func enter(_ name: Bytes) throws(SystemError) {
    if name.isEmpty { return }
    let next: Node
    if isDot(name) {
      next = directory
    } else if isDotDot(name) {
      next = tree.parent(of: directory)
    } else {
      guard let found = try tree.find(name, in: directory) else { throw .noSuchFileOrDirectory }
      next = found
    }
    switch tree.kind(of: next) {
    case .directory: directory = next
    case .symbolicLink: try push(next)
    default: throw .notDirectory
    }
  }

  private mutating func push(_ link: Node) throws(SystemError) {
    linkCount += 1
    guard linkCount <= PathLimits.links else { throw .tooManySymbolicLinkLevels }
    let target = tree.target(ofSymbolicLink: link)
    guard !target.isEmpty else { throw .noSuchFileOrDirectory }
    if !rest.isEmpty {
      tree.linkStack[depth] = rest
      depth += 1
    }
    rest = target
    if target[0] == Self.slash { directory = tree.root }
  }
}
