import Foundation
import Machine

/// What `--initrd` says, as QEMU reads it: files with commas between, each with arguments after the first space. Two commas stand for
/// one. Text that is the name of a file as it stands is that file, so that no name is beyond reach.
enum ModuleList {
  static func read(_ text: String) throws(HostFileError) -> [(path: String, module: BootModule)] {
    if FileManager.default.fileExists(atPath: text) {
      return [(text, BootModule(try HostFile.read(text), commandLine: text))]
    }
    var modules: [(path: String, module: BootModule)] = []
    for part in parts(of: text) {
      let path = String(part.prefix { $0 != " " })
      guard !path.isEmpty else {
        throw HostFileError("'\(text)' has a module without a file; write 'FILE args,FILE args'")
      }
      modules.append((path, BootModule(try HostFile.read(path), commandLine: part)))
    }
    return modules
  }

  static func parts(of text: String) -> [String] {
    var parts = [""]
    var rest = text[...]
    while let character = rest.popFirst() {
      if character != "," {
        parts[parts.count - 1].append(character)
      } else if rest.first == "," {
        rest.removeFirst()
        parts[parts.count - 1].append(",")
      } else {
        parts.append("")
      }
    }
    return parts
  }
}
