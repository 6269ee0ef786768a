/// A kernel of thirty-two bits and a few instructions, as an ELF64 file with the PVH note that QEMU's -kernel and Apus boot.
public enum TinyKernel {
  /// Where the code is loaded and starts.
  public static let entry: UInt64 = 0x10_0000

  /// Reads the keyboard controller and echoes each scan code to COM1 until it is that of the Escape key, then leaves through the
  /// debug-exit port with 0x10.
  public static let keyEcho = file([
    0xE4, 0x64,  // wait: in al, 0x64
    0xA8, 0x01,  //       test al, 1          output buffer full?
    0x74, 0xFA,  //       jz wait
    0xE4, 0x60,  //       in al, 0x60
    0x66, 0xBA, 0xF8, 0x03,  // mov dx, 0x3F8
    0xEE,  //             out dx, al
    0x3C, 0x01,  //       cmp al, 1           Escape in scan code set 1
    0x75, 0xEF,  //       jne wait
    0xB0, 0x10,  //       mov al, 0x10
    0xE6, 0xF4,  //       out 0xF4, al
    0xF4,  //             hlt
  ])

  /// Sums the numbers from one to a hundred in EAX, and halts.
  public static let sum = file([
    0x31, 0xC0,  //       xor eax, eax
    0xB9, 100, 0, 0, 0,  // mov ecx, 100
    0x01, 0xC8,  // next: add eax, ecx
    0xE2, 0xFC,  //       loop next
    0xF4,  //             hlt
  ])

  /// Sets the alarm of a thermometer at port 0x300 to 30 degrees, waits until its port says 30 or more, and leaves through the
  /// debug-exit port with what its memory at 0xFE000000 says.
  public static let fever = file([
    0x66, 0xBA, 0x00, 0x03,  // mov dx, 0x300
    0xB8, 30, 0, 0, 0,  //      mov eax, 30
    0xEF,  //             out dx, eax
    0xED,  // wait: in eax, dx
    0x83, 0xF8, 30,  //   cmp eax, 30
    0x72, 0xFA,  //       jb wait
    0xA1, 0x00, 0x00, 0x00, 0xFE,  // mov eax, [0xFE000000]
    0xE7, 0xF4,  //       out 0xF4, eax
    0xF4,  //             hlt
  ])

  /// An ELF64 file that has `code` at ``entry``.
  private static func file(_ code: [UInt8]) -> [UInt8] {
    let note: [UInt8] = words(4, 4, 18) + Array("Xen\0".utf8) + words(UInt32(entry))
    let noteOffset: UInt64 = 64 + 2 * 56
    let codeOffset = noteOffset + UInt64(note.count)
    var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    file += halves(2, 62) + words(1) + quads(entry, 64, 0) + words(0) + halves(64, 56, 2, 64, 0, 0)
    file += words(4, 4) + quads(noteOffset, 0, 0, UInt64(note.count), UInt64(note.count), 4)
    file += words(1, 5) + quads(codeOffset, entry, entry, UInt64(code.count), UInt64(code.count), 1)
    return file + note + code
  }

  private static func halves(_ values: UInt16...) -> [UInt8] { values.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
  private static func words(_ values: UInt32...) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
  }
  private static func quads(_ values: UInt64...) -> [UInt8] {
    values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
  }
}
