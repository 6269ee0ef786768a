import SystemCalls
import SystemLibrary

enum FileChecks {
  private static let file = "/tmp/check"

  static func run() {
    let text = Array("a line\nanother\n".utf8)
    Check.expectSuccess("write and read a file") { () throws(SystemError) in
      try File.write(file, text)
      Check.expect(try File.read(file) == text, "the file has other contents")
      let status = try FileSystem.status(file)
      Check.expect(status.size == UInt64(text.count) && status.kind == .regular, "its status is wrong")
    }
    Check.expectSuccess("seek, truncate, duplicate") { () throws(SystemError) in
      let descriptor = try FileDescriptor.open(file, .readWrite)
      Check.expect(try descriptor.seek(-8, from: .end) == 7, "seek from the end")
      let other = try descriptor.duplicate()
      Check.expect(try other.read(count: 3) == Array("ano".utf8), "read behind a seek")
      Check.expect(try descriptor.seek(0, from: .current) == 10, "duplicates share an offset")
      try descriptor.truncate(to: 4)
      Check.expect(try FileSystem.status(file).size == 4, "truncate")
      try descriptor.close()
      try other.close()
    }
    Check.expectSuccess("directories and names") { () throws(SystemError) in
      try FileSystem.makeDirectory("/tmp/folder")
      try FileSystem.changeDirectory("/tmp/folder")
      Check.expect(try FileSystem.currentDirectory() == "/tmp/folder", "the current directory")
      try FileSystem.rename(file, to: "moved")
      try FileSystem.symbolicLink("alias", to: "moved")
      try FileSystem.link("moved", to: "again")
      Check.expect(try FileSystem.readLink("alias") == "moved", "the link's target")
      Check.expect(try File.read("alias") == Array("a li".utf8), "reading through a link")
      let names = try FileSystem.entries(".").map { $0.name }.sorted()
      Check.expect(names == ["again", "alias", "moved"], "the names are \(names.joined(separator: " "))")
      for name in names { try FileSystem.unlink(name) }
      try FileSystem.changeDirectory("/")
      try FileSystem.removeDirectory("/tmp/folder")
    }
    Check.expect(.noSuchFileOrDirectory, "a missing file") { () throws(SystemError) in
      _ = try FileDescriptor.open("/none")
    }
    Check.expect(.badFileDescriptor, "a closed descriptor") { () throws(SystemError) in
      _ = try FileDescriptor(rawValue: 77).read(count: 1)
    }
    Check.expect(.notDirectory, "a file as a directory") { () throws(SystemError) in
      _ = try FileDescriptor.open("/bin/check/x")
    }
    Check.expectSuccess("devices") { () throws(SystemError) in
      let null = try FileDescriptor.open("/dev/null", .readWrite)
      Check.expect(try null.read(count: 10).isEmpty, "/dev/null has something")
      try null.write(text)
      let zero = try FileDescriptor.open("/dev/zero")
      Check.expect(try zero.read(count: 10000) == [UInt8](repeating: 0, count: 10000), "/dev/zero has something else")
      try null.close()
      try zero.close()
      Check.expect(try File.readText("/system/memory").hasPrefix("total "), "/system/memory")
    }
    Check.expect(.noSpace, "a full device") { () throws(SystemError) in
      let full = try FileDescriptor.open("/dev/full", .writeOnly)
      defer { try? full.close() }
      try full.write(text)
    }
    Check.expectSuccess("a large file") { () throws(SystemError) in
      let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
      try File.write(file, bytes)
      Check.expect(try File.read(file) == bytes, "a large file comes back otherwise")
      try FileSystem.unlink(file)
    }
  }
}
