/// Where things are in a program's address space. The kernel has everything below: the first entry of the top page table.
///
/// The image, the heap above it and the stack lie within one GiB, so that a small program needs few page tables.
public enum AddressLayout {
  /// Where a program is linked (Firmware/program.ld): the second entry of the top page table.
  public static let image: UInt64 = 0x80_0000_0000
  /// The stack's end. It grows down from here, by `ProcessLimits.stack` at most.
  public static let stackTop: UInt64 = image + 0x4000_0000
  /// The lowest address that the stack can have; the page below is nobody's.
  public static let stackLimit: UInt64 = stackTop - UInt64(ProcessLimits.stack)
  /// The heap's end is at most here.
  public static let heapLimit: UInt64 = stackLimit - 4096
  /// Where mappings start.
  public static let mappings: UInt64 = stackTop
  /// No address of a program's is here or above. The last page of the lower half stays empty: a SYSCALL at its very end
  /// would return to an address that is not canonical.
  public static let end: UInt64 = 0x7FFF_FFFF_F000
}
