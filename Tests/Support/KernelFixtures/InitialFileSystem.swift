/// An initramfs with one program, which greets, tells the kernel's release, and switches the machine off.
package enum InitialFileSystem {
  /// An archive in cpio's "newc" format. Linux, `Documentation/driver-api/early-userspace/buffer-format.rst`.
  package static var archive: [UInt8] {
    entry("dev", mode: 0o040755) + entry("dev/console", mode: 0o020600, device: (5, 1))
      + entry("init", mode: 0o100755, program.bytes) + entry("TRAILER!!!", mode: 0)
  }

  package static let greeting = "Hello from user space on Linux "

  private static func entry(
    _ name: String, mode: UInt32, _ bytes: [UInt8] = [], device: (major: UInt32, minor: UInt32) = (0, 0)
  ) -> [UInt8] {
    let name = Array(name.utf8) + [0]
    let fields = [
      0, mode, 0, 0, 1, 0, UInt32(bytes.count), 0, 0, device.major, device.minor, UInt32(name.count), 0,
    ]
    var header = Array("070701".utf8)
    for field in fields {
      let digits = String(field, radix: 16)
      header += Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
    }
    func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4) }
    return padded(header + name) + padded(bytes)
  }

  /// A static ELF program; the code is 64-bit, with Linux's system calls.
  private static var program: KernelFile {
    let text = Array("\(greeting)".utf8)
    let code = SmallKernel.assemble(
      """
      b8 01 00 00 00              ; mov eax, 1        write
      bf 01 00 00 00              ; mov edi, 1
      48 8d 35 47 00 00 00        ; lea rsi, [text]
      ba \(String(text.count, radix: 16)) 00 00 00 ; mov edx, the text's length
      0f 05                       ; syscall
      b8 3f 00 00 00              ; mov eax, 63       uname
      48 8d bc 24 00 fc ff ff     ; lea rdi, [rsp-1024]
      0f 05                       ; syscall
      b8 01 00 00 00              ; mov eax, 1        write
      bf 01 00 00 00              ; mov edi, 1
      48 8d b4 24 82 fc ff ff     ; lea rsi, [rsp-1024+130]   the release
      ba 04 00 00 00              ; mov edx, 4
      0f 05                       ; syscall
      b8 a9 00 00 00              ; mov eax, 169      reboot
      bf ad de e1 fe              ; mov edi, 0xfee1dead
      be 69 19 12 28              ; mov esi, 672274793
      ba dc fe 21 43              ; mov edx, power off
      0f 05                       ; syscall
      eb fe                       ; jmp here
      """)
    var file = KernelFile(segments: [.init(address: 0x40_0078, bytes: code + text)])
    file.entry = 0x40_0078
    return file
  }
}
