import SystemCalls
import SystemLibrary

/// What the children of the tests do.
enum Child {
  static func run(_ word: String) -> Never {
    switch word {
    case "seven": Process.exit(7)
    case "files":
      FileChecks.run()
      Process.exit(Check.failures == 0 ? 0 : 1)
    case "null": print(UnsafePointer<Int>(bitPattern: 8)?.pointee ?? 0)
    case "kernel": UnsafeMutablePointer<Int>(bitPattern: 0x100000)?.pointee = 1
    case "code": UnsafeMutablePointer<Int>(bitPattern: Int(AddressLayout.image))?.pointee = 1
    case "trap": trap(Process.arguments.count)
    case "stack": print(recurse(1 << 40))
    case "deep": print(recurse(50_000))
    case "echo":
      // Standard input to standard output.
      do throws(SystemError) {
        while true {
          let bytes = try FileDescriptor.standardInput.read(count: 4096)
          if bytes.isEmpty { break }
          try FileDescriptor.standardOutput.write(bytes)
        }
      } catch { Process.exit(3) }
    case "sleep": try? sleep(nanoseconds: 1_000_000_000_000)
    case "spin": while true {}
    case "memory":
      // Touches memory until there is none.
      var blocks: [UnsafeMutableRawPointer] = []
      while true {
        let block = UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        for page in 0..<256 { block.storeBytes(of: 1, toByteOffset: page * 4096, as: UInt8.self) }
        blocks.append(block)
      }
    default: Process.exit(99)
    }
    Process.exit(0)
  }

  @inline(never)
  private static func trap(_ count: Int) {
    let numbers = [1]
    print(numbers[count + 5])
  }

  @inline(never)
  private static func recurse(_ depth: Int) -> Int {
    depth == 0 ? 0 : opaque(recurse(depth - 1)) &+ 1
  }

  @inline(never)
  private static func opaque(_ value: Int) -> Int { value ^ (Process.arguments.isEmpty ? 1 : 0) }
}
