import SystemCalls
import SystemLibrary

/// A message, as two programs may agree on one.
private struct Greeting: BitwiseCopyable {
  var kind: UInt32
  var size: UInt32
}

enum ChannelChecks {
  static func run() {
    Check.expectSuccess("a server and a client") { () throws(SystemError) in
      let listener = try Listener(name: "check")
      Check.expect(.addressInUse, "the same name") { () throws(SystemError) in _ = try Listener(name: "check") }
      guard let client = try Process.fork() else { Process.exit(serve()) }
      let channel = try listener.accept()
      var greeting = Greeting(kind: 0, size: 0)
      let (count, attachment) = try channel.receive(into: &greeting)
      Check.expect(count == 8 && greeting.kind == 1 && greeting.size == 8192, "the message is another")
      if let attachment {
        let pixels = try SharedMemory(descriptor: attachment).map(size: Int(greeting.size))
        Check.expect(pixels.load(fromByteOffset: 4096, as: UInt32.self) == 0xABCD, "the memory is another")
        try SharedMemory.unmap(pixels)
        try attachment.close()
      } else {
        Check.expect(false, "no memory came along")
      }
      try channel.send(Greeting(kind: 2, size: 0))
      let ending = try channel.receive(into: &greeting).count
      Check.expect(ending == 0, "there is no end")
      Check.expect(.brokenPipe, "a message to nobody") { () throws(SystemError) in try channel.send(greeting) }
      Check.expect(try client.wait().isSuccess, "the client failed")
      try channel.descriptor.close()
      try listener.descriptor.close()
    }
    Check.expect(.connectionRefused, "a name that nobody has") { () throws(SystemError) in
      _ = try Channel.connect(to: "check")
    }
    Check.expectSuccess("a terminal") { () throws(SystemError) in
      var ends: (Int32, Int32) = (-1, -1)
      guard withUnsafeMutablePointer(to: &ends, { systemCall(.openTerminal, Int(bitPattern: $0)) }) == 0 else {
        Check.expect(false, "there is none")
        return
      }
      let (controller, terminal) = (FileDescriptor(rawValue: ends.0), FileDescriptor(rawValue: ends.1))
      try controller.write("hellp\u{7F}o\n")
      Check.expect(try terminal.read(count: 100) == Array("hello\n".utf8), "the line is another")
      try terminal.write("x\n")
      let shown = String(decoding: try controller.read(count: 100), as: UTF8.self)
      Check.expect(shown == "hellp\u{8} \u{8}o\r\nx\r\n", "it shows something else")
      try controller.close()
      Check.expect(try terminal.read(count: 1).isEmpty, "there is no end")
      try terminal.close()
    }
  }

  /// The client: sends memory, gets an answer.
  private static func serve() -> Int32 {
    do throws(SystemError) {
      let channel = try Channel.connect(to: "check")
      let memory = try SharedMemory(size: 8192)
      try memory.map(size: 8192).storeBytes(of: 0xABCD, toByteOffset: 4096, as: UInt32.self)
      try channel.send(Greeting(kind: 1, size: 8192), attachment: memory.descriptor)
      var answer = Greeting(kind: 0, size: 0)
      let count = try channel.receive(into: &answer).count
      return count == 8 && answer.kind == 2 ? 0 : 1
    } catch {
      return 2
    }
  }
}
