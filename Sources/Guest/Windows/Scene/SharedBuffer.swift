/// Memory that a program shares with the compositor. Whoever makes it sees to it that it stays readable as long as this
/// object lives; a subclass gives it back when it ends.
open class SharedBuffer {
  public let base: UnsafeMutableRawPointer
  public let byteCount: Int

  public init(base: UnsafeMutableRawPointer, byteCount: Int) {
    self.base = base
    self.byteCount = byteCount
  }
}
