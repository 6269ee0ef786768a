import SystemCalls
import SystemLibrary

/// What the kernel's operations cost, by the time stamp counter: on our machine that is instructions, and the same in every run.
///
/// Each line is a figure: the least of several runs, so that the timer's interrupts are not in it.
@main
struct Figures {
  static func main() {
    if Process.arguments.count > 1 { Process.exit(0) }
    do throws(SystemError) {
      try processes()
      try memory()
      try pipes()
      try files()
    } catch {
      printError("figures: \(error)")
      Process.exit(1)
    }
  }

  /// Runs `body` so many times in each of seven runs, and prints what one takes in the quickest.
  static func measure(_ name: String, count: Int, _ body: () throws(SystemError) -> Void) throws(SystemError) {
    var best = UInt64.max
    for _ in 0..<7 {
      let start = timeStamp()
      for _ in 0..<count { try body() }
      best = min(best, timeStamp() - start)
    }
    print("figure \(name): \(best / UInt64(count))")
  }

  private static func processes() throws(SystemError) {
    try measure("system call", count: 100) { () throws(SystemError) in systemCall(.processIdentifier) }

    // Two processes that give way to each other: each turn is a system call and a switch.
    guard let other = try Process.fork() else {
      while true { systemCall(.yield) }
    }
    try measure("system call and switch to another process and back", count: 50) { () throws(SystemError) in
      systemCall(.yield)
    }
    try other.kill(.kill)
    try other.wait()

    try measure("spawn to exit", count: 5) { () throws(SystemError) in
      try Process.spawn("/bin/figures", arguments: ["figures", "nothing"]).wait()
    }
    try measure("fork to exit", count: 5) { () throws(SystemError) in
      guard let child = try Process.fork() else { Process.exit(0) }
      try child.wait()
    }
  }

  private static func memory() throws(SystemError) {
    let pages = 64
    try measure("page fault of a fresh page, \(pages) of them with map and unmap", count: 1) { () throws(SystemError) in
      let size = pages * 4096
      let buffer = try SharedMemory.mapZeroes(size: size)
      for page in 0..<pages { buffer[page * 4096] = 1 }
      try SharedMemory.unmap(buffer)
    }
    var blocks: [UnsafeMutableRawPointer] = []
    blocks.reserveCapacity(100)
    try measure("allocate and free 64 bytes in a program", count: 100) { () throws(SystemError) in
      UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 16).deallocate()
    }
  }

  private static func pipes() throws(SystemError) {
    let (there, back) = (try Pipe(), try Pipe())
    guard let child = try Process.fork() else {
      try? there.writing.close()
      var byte: UInt8 = 0
      while withUnsafeMutablePointer(to: &byte, { systemCall(.read, there.reading.number, Int(bitPattern: $0), 1) })
        == 1
      {
        withUnsafePointer(to: &byte) { _ = systemCall(.write, back.writing.number, Int(bitPattern: $0), 1) }
      }
      Process.exit(0)
    }
    var byte: UInt8 = 1
    try measure("pipe round trip of a byte between two processes", count: 50) { () throws(SystemError) in
      withUnsafePointer(to: &byte) { _ = systemCall(.write, there.writing.number, Int(bitPattern: $0), 1) }
      withUnsafeMutablePointer(to: &byte) { _ = systemCall(.read, back.reading.number, Int(bitPattern: $0), 1) }
    }
    for end in [there.reading, there.writing, back.reading, back.writing] { try end.close() }
    try child.wait()
  }

  private static func files() throws(SystemError) {
    let path = "/tmp/figures"
    let page = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 4096)
    defer { page.deallocate() }
    for index in stride(from: 0, to: page.count, by: 4096) { page[index] = 1 }
    let address = Int(bitPattern: page.baseAddress)

    try measure("create, close and unlink a file", count: 20) { () throws(SystemError) in
      try FileDescriptor.open(path, [.writeOnly, .create]).close()
      try FileSystem.unlink(path)
    }
    let file = try FileDescriptor.open(path, [.readWrite, .create])
    try measure("open and close a file", count: 20) { () throws(SystemError) in try FileDescriptor.open(path).close() }
    try measure("status of a file", count: 20) { () throws(SystemError) in _ = try FileSystem.status(path) }
    for (name, size) in [("1 byte", 1), ("4 KiB", 4096), ("64 KiB", 65536)] {
      try measure("write \(name) to a file", count: 20) { () throws(SystemError) in
        systemCall(.writeAt, file.number, address, size, 0)
      }
      try measure("read \(name) of a file", count: 20) { () throws(SystemError) in
        systemCall(.readAt, file.number, address, size, 0)
      }
    }
    try file.close()
    try FileSystem.unlink(path)
  }
}
