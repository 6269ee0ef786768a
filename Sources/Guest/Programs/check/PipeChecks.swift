import SystemCalls
import SystemLibrary

enum PipeChecks {
  static func run() {
    Check.expectSuccess("a pipe") { () throws(SystemError) in
      let pipe = try Pipe()
      try pipe.writing.write("through a pipe")
      Check.expect(try pipe.reading.read(count: 100) == Array("through a pipe".utf8), "it carries something else")
      try pipe.writing.close()
      Check.expect(try pipe.reading.read(count: 100).isEmpty, "there is no end")
      try pipe.reading.close()
    }
    Check.expectSuccess("a child that copies a megabyte") { () throws(SystemError) in
      let (there, back) = (try Pipe(), try Pipe())
      let child = try Check.child("echo", [there.reading, back.writing])
      try there.reading.close()
      try back.writing.close()
      // A second child writes, so that neither pipe's being full stops anybody for good.
      let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      guard let writer = try Process.fork() else {
        for _ in 0..<256 { try? there.writing.write(bytes) }
        Process.exit(0)
      }
      try there.writing.close()
      let all = try back.reading.readToEnd()
      try back.reading.close()
      Check.expect(all.count == 1 << 20, "\(all.count) bytes came back")
      Check.expect((0..<256).allSatisfy { Array(all[$0 * 4096..<($0 + 1) * 4096]) == bytes }, "other bytes came back")
      Check.expect(try child.wait().isSuccess, "the copying child failed")
      Check.expect(try writer.wait().isSuccess, "the writing child failed")
    }
    Check.expectSuccess("a pipe that nobody reads") { () throws(SystemError) in
      let pipe = try Pipe()
      try pipe.reading.close()
      try Process.setAction(.ignore, for: .pipe)
      Check.expect(.brokenPipe, "a write") { () throws(SystemError) in try pipe.writing.write("x") }
      try Process.setAction(.end, for: .pipe)
      try pipe.writing.close()
    }
    Check.expectSuccess("polling") { () throws(SystemError) in
      let pipe = try Pipe()
      var entries = [PollEntry(pipe.reading.rawValue, .readable), PollEntry(pipe.writing.rawValue, .writable)]
      let count = try poll(&entries, timeout: 0)
      Check.expect(count == 1 && entries[1].results == .writable, "an empty pipe")
      entries = [PollEntry(pipe.reading.rawValue, .readable), PollEntry(99, .readable)]
      let invalid = try poll(&entries, timeout: 0)
      Check.expect(invalid == 1 && entries[1].results == .invalid, "a missing descriptor")
      entries = [PollEntry(pipe.reading.rawValue, .readable)]
      let start = Clock.monotonic.now
      Check.expect(try poll(&entries, timeout: 5_000_000) == 0, "nothing is there")
      Check.expect(Clock.monotonic.now - start >= 5_000_000, "the time was too short")
      guard let child = try Process.fork() else {
        try? sleep(nanoseconds: 2_000_000)
        try? pipe.writing.write("x")
        Process.exit(0)
      }
      let ready = try poll(&entries)
      Check.expect(ready == 1 && entries[0].results == .readable, "a pipe with something")
      try child.wait()
      try pipe.reading.close()
      try pipe.writing.close()
    }
  }
}
