/// What a PC's firmware leaves in memory for whoever runs next, where there is no firmware: the interrupt vector table of real mode, the
/// BIOS data area and the extended one. Kernels look up there where low memory ends (Xen does), and where the serial port is.
///
/// The addresses are those of the IBM PC/AT Technical Reference's BIOS listing and of Ralf Brown's MEMORY.LST; the values are what QEMU's
/// firmware has for the same hardware. The services themselves are not there: each answers with the carry flag and AH 86h, "function not
/// supported", but for INT 12h.
package enum BIOSData {
  /// A piece of memory, and where it goes.
  package typealias Block = (address: UInt64, bytes: [UInt8])

  /// The extended BIOS data area, up to the video memory: where low memory ends.
  package static let extendedArea: Range<UInt64> = 0x9_FC00..<0xA_0000
  /// KiB of memory below it.
  private static let baseMemory = UInt16(extendedArea.lowerBound >> 10)
  /// Segment of the code that the vectors lead to.
  private static let segment: UInt16 = 0xF000

  /// Routines in the segment, from the address on at which the PC/AT's BIOS has its lone IRET.
  private enum Routine: UInt16, CaseIterable {
    case ignore = 0xFF53
    case unsupported = 0xFF54
    case memorySize = 0xFF5C
    case firstController = 0xFF60
    case secondController = 0xFF68

    var code: [UInt8] {
      switch self {
      // IRET
      case .ignore: [0xCF]
      // MOV AH, 86h; STI; STC; RETF 2: the caller gets the present flags.
      case .unsupported: [0xB4, 0x86, 0xFB, 0xF9, 0xCA, 0x02, 0x00]
      // MOV AX, 639; IRET
      case .memorySize: [0xB8, UInt8(truncatingIfNeeded: baseMemory), UInt8(baseMemory >> 8), 0xCF]
      // PUSH AX; MOV AL, 20h; OUT 20h, AL; POP AX; IRET
      case .firstController: [0x50, 0xB0, 0x20, 0xE6, 0x20, 0x58, 0xCF]
      // PUSH AX; MOV AL, 20h; OUT A0h, AL; OUT 20h, AL; POP AX; IRET
      case .secondController: [0x50, 0xB0, 0x20, 0xE6, 0xA0, 0xE6, 0x20, 0x58, 0xCF]
      }
    }
  }

  private static func routine(_ vector: Int) -> Routine {
    switch vector {
    case 0x08...0x0F: .firstController
    case 0x70...0x77: .secondController
    case 0x12: .memorySize
    case 0x10, 0x11, 0x13...0x1A: .unsupported
    default: .ignore
    }
  }

  /// All of it.
  package static let blocks: [Block] =
    [(0, vectors), (0x400, dataArea), (extendedArea.lowerBound, [1])]
    + Routine.allCases.map { (UInt64(segment) << 4 + UInt64($0.rawValue), $0.code) }

  private static var vectors: [UInt8] {
    (0..<256).flatMap { vector in
      [routine(vector).rawValue, segment].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }
  }

  /// The BIOS data area, 0x400 to 0x4FF.
  private static var dataArea: [UInt8] {
    var area = [UInt8](repeating: 0, count: 256)
    func set(_ address: Int, _ value: UInt16) {
      area[address - 0x400] = UInt8(truncatingIfNeeded: value)
      area[address - 0x3FF] = UInt8(value >> 8)
    }
    set(0x400, 0x3F8)  // COM1
    set(0x40E, UInt16(extendedArea.lowerBound >> 4))
    // A numeric coprocessor, a pointing device, 80 columns in colour, one serial port.
    set(0x410, 0x0226)
    set(0x413, baseMemory)
    // The keyboard's buffer, empty: next to read, next to write, start and end.
    for (address, value) in [(0x41A, 0x1E), (0x41C, 0x1E), (0x480, 0x1E), (0x482, 0x3E)] { set(address, UInt16(value)) }
    area[0x49] = 3  // the mode: 80 by 25 in 16 colours
    set(0x44A, 80)
    set(0x44C, 0x1000)  // bytes of a page
    set(0x460, 0x0607)  // the cursor's lines
    set(0x463, 0x3D4)  // the CRT controller
    area[0x84] = 24  // the last row
    set(0x485, 16)  // the height of a character
    area[0x87] = 0x60
    area[0x96] = 0x10  // an enhanced keyboard
    return area
  }
}
