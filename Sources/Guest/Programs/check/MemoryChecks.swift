import SystemCalls
import SystemLibrary

enum MemoryChecks {
  static func run() {
    Check.expectSuccess("shared memory") { () throws(SystemError) in
      let memory = try SharedMemory(size: 20_000)
      let here = try memory.map(size: 20_000)
      let again = try memory.map(size: 20_000, .read)
      here.storeBytes(of: 42, toByteOffset: 19_000, as: UInt64.self)
      Check.expect(again.load(fromByteOffset: 19_000, as: UInt64.self) == 42, "two mappings differ")
      guard let child = try Process.fork() else {
        here.storeBytes(of: 43, toByteOffset: 100, as: UInt64.self)
        Process.exit(0)
      }
      try child.wait()
      Check.expect(here.load(fromByteOffset: 100, as: UInt64.self) == 43, "a copy of the process does not share it")
      try SharedMemory.unmap(here)
      try SharedMemory.unmap(again)
      try memory.descriptor.close()
    }
    Check.expectSuccess("copy on write") { () throws(SystemError) in
      let numbers = UnsafeMutablePointer<Int>.allocate(capacity: 4096)
      defer { numbers.deallocate() }
      for index in 0..<4096 { numbers[index] = index }
      guard let child = try Process.fork() else {
        for index in 0..<4096 { numbers[index] = -index }
        Process.exit((0..<4096).allSatisfy { numbers[$0] == -$0 } ? 0 : 1)
      }
      Check.expect(try child.wait().isSuccess, "the copy sees other numbers")
      Check.expect((0..<4096).allSatisfy { numbers[$0] == $0 }, "the copy changed the original")
    }
    let hostile: [Int] = [
      0, 8, 0x100000, 0x7F_FFFF_FFFF, -1, -4096, Int.min, 0x7FFF_FFFF_F000, Int(AddressLayout.stackLimit) - 8,
    ]
    for address in hostile {
      Check.expect(
        systemCall(.status, address, 10, address, 1) == SystemError.badAddress.result, "a path at \(address)")
      Check.expect(systemCall(.write, 1, address, 10) == SystemError.badAddress.result, "a write from \(address)")
      Check.expect(systemCall(.pipe, address) == SystemError.badAddress.result, "a pipe to \(address)")
    }
    // A program's own code is not to be written for it either.
    Check.expect(systemCall(.pipe, Int(AddressLayout.image)) == SystemError.badAddress.result, "a pipe over code")
    Check.expect(systemCall(.clock, 99) == SystemError.invalidArgument.result, "a clock that there is not")
    let none = SystemCall(rawValue: 127)
    Check.expect(none == nil, "call 127 has a meaning now: use another")
  }
}
