import Devices

/// A sequence of port accesses with waits between them, run by a tiny program on QEMU and by us on our chips.
struct PortScript {
  struct Access {
    /// Bytes: 1, 2 or 4.
    var width = 1
    var port: UInt16
    /// What to write; nil to read.
    var value: UInt32?
    /// How many times to go around the waiting loop first: at least 1.
    var wait: UInt32
  }

  /// At most ``capacity`` fit into an image.
  private(set) var accesses: [Access] = []
  /// The time in nanoseconds at which each access happens.
  private(set) var times: [UInt64] = []
  /// Instructions so far: the jump at the reset vector, and three to set up.
  private var instructions: UInt64 = 4

  /// Adds an access; gives its time.
  @discardableResult
  mutating func append(_ access: Access) -> UInt64 {
    instructions += 6 + 2 * UInt64(max(access.wait, 1))
    let time = instructions * Self.instructionTime
    instructions += access.value == nil ? 10 : 2
    accesses.append(access)
    times.append(time)
    return time
  }

  // MARK: The program

  /// How many accesses fit into one image.
  static let capacity = 5400

  /// Nanoseconds of guest time per instruction: QEMU's `-icount shift=4`.
  static let instructionTime: UInt64 = 16

  /// A 64 KB BIOS: the script from offset 0, the program at 0xFE00, the jump to it at the reset vector. Every access takes
  /// the same number of instructions, so that a time is a matter of counting:
  ///
  ///             mov ax, cs          ; real mode, CS = F000
  ///             mov ds, ax
  ///             xor esi, esi
  ///     next:   mov ecx, [si+8]     ; twelve bytes an access: kind (16 bits), port (16), value (32), wait (32)
  ///     wait:   dec ecx
  ///             jnz wait
  ///             mov dx, [si+2]
  ///             mov eax, [si+4]
  ///             movzx bx, byte [si]
  ///             add si, 12
  ///             jmp cs:[table+bx]
  ///     inb:    in al, dx           ; likewise inw, inl
  ///             jmp emit
  ///     outb:   out dx, al          ; likewise outw, outl
  ///             jmp next
  ///     emit:   out 0xE9, al        ; four times, with shr eax, 8 between
  ///             jmp next
  ///     end:    out 0xF4, al
  ///             hlt
  var image: [UInt8] {
    var image: [UInt8] = []
    for access in accesses.prefix(Self.capacity) {
      let size: UInt16 = access.width == 4 ? 8 : access.width == 2 ? 4 : 0
      let kind = size + (access.value == nil ? 0 : 2)
      image += bytes(kind) + bytes(access.port) + bytes(access.value ?? 0) + bytes(max(access.wait, 1))
    }
    image += bytes(UInt16(12)) + bytes(UInt16(0)) + bytes(UInt32(0)) + bytes(UInt32(1))
    image += [UInt8](repeating: 0, count: 0xFE00 - image.count) + Self.program
    image += [UInt8](repeating: 0, count: 0xFFF0 - image.count)
    image += [0xEA, 0x00, 0xFE, 0x00, 0xF0]
    return image + [UInt8](repeating: 0, count: 0x10000 - image.count)
  }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private static let program: [UInt8] = [
    0x8C, 0xC8, 0x8E, 0xD8, 0x66, 0x31, 0xF6, 0x66, 0x8B, 0x4C, 0x08, 0x66, 0x49, 0x75, 0xFC, 0x8B, 0x54, 0x02, 0x66,
    0x8B, 0x44, 0x04, 0x0F, 0xB6, 0x1C, 0x83, 0xC6, 0x0C, 0x2E, 0xFF, 0xA7, 0x4E, 0xFE, 0xEC, 0xEB, 0x11, 0xEE, 0xEB,
    0xE0, 0xED, 0xEB, 0x0B, 0xEF, 0xEB, 0xDA, 0x66, 0xED, 0xEB, 0x04, 0x66, 0xEF, 0xEB, 0xD2, 0xE6, 0xE9, 0x66, 0xC1,
    0xE8, 0x08, 0xE6, 0xE9, 0x66, 0xC1, 0xE8, 0x08, 0xE6, 0xE9, 0x66, 0xC1, 0xE8, 0x08, 0xE6, 0xE9, 0xEB, 0xBC, 0xE6,
    0xF4, 0xF4, 0x21, 0xFE, 0x24, 0xFE, 0x27, 0xFE, 0x2A, 0xFE, 0x2D, 0xFE, 0x31, 0xFE, 0x4B, 0xFE,
  ]
}
