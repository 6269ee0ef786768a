import GuestShell
import SystemCalls

/// The shell's patterns, for names.
enum NamePattern {
  static func matches(_ pattern: String, _ name: String) -> Bool {
    Pattern.matches(Array(pattern.utf8), Array(name.utf8))
  }
}

/// Where a program is, as the shell finds it.
enum ProgramPath {
  static func find(_ name: String, _ system: any ToolSystem) -> String? {
    if name.utf8.contains(UInt8(ascii: "/")) { return system.exists(name) ? name : nil }
    let path = system.environment.first { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) } ?? "/bin"
    for directory in path.split(separator: ":") {
      let candidate = Tool.join(String(directory), name)
      if let status = try? system.status(candidate, followsLinks: true), status.kind == .regular { return candidate }
    }
    return nil
  }
}

extension String {
  /// With one text in the place of another.
  func replacingAll(_ old: String, with new: String) -> String {
    let (bytes, old, new) = (Array(utf8), Array(old.utf8), Array(new.utf8))
    guard !old.isEmpty else { return self }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: old) {
        result += new
        index += old.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension NamePattern {
  static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool { Pattern.matches(pattern, name) }
}
