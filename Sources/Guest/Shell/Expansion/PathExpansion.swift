/// Which paths a pattern stands for.
struct PathExpansion {
  let system: any ShellSystem

  /// Paths in order of their bytes; none where nothing matches. A name that starts with a dot only matches a dot.
  func paths(matching pattern: [UInt8]) -> [[UInt8]] {
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in pattern.enumerated() where byte == slash {
      parts.append(pattern[start..<index])
      start = index + 1
    }
    parts.append(pattern[start...])
    var results: [[UInt8]] = []
    expand(prefix: [], parts[...], into: &results)
    results.sort { $0.lexicographicallyPrecedes($1) }
    return results
  }

  private func expand(prefix: [UInt8], _ parts: ArraySlice<ArraySlice<UInt8>>, into results: inout [[UInt8]]) {
    guard let part = parts.first else { return }
    let rest = parts.dropFirst()
    if !Pattern.hasSpecial(part) {
      let path = prefix + Pattern.unescaped(part)
      if !rest.isEmpty {
        expand(prefix: path + [slash], rest, into: &results)
      } else if system.exists(path.isEmpty ? [UInt8(ascii: ".")] : path, followsLinks: false) {
        results.append(path)
      }
      return
    }
    let showsDots = part.first == UInt8(ascii: ".") || part.starts(with: [backslash, UInt8(ascii: ".")])
    for name in system.names(inDirectory: prefix.isEmpty ? [UInt8(ascii: ".")] : prefix) {
      guard name.first != UInt8(ascii: ".") || showsDots, Pattern.matches(part, name[...]) else { continue }
      let path = prefix + name
      if rest.isEmpty {
        results.append(path)
      } else if system.isDirectory(path) {
        expand(prefix: path + [slash], rest, into: &results)
      }
    }
  }
}
