#if hasFeature(Embedded)
  import Synchronization

  /// Bytes of keyboard and mouse between the interrupts, which put them in, and the main loop, which takes them out.
  /// Nothing is allocated.
  enum InputQueue {
    struct Item {
      var byte: UInt8
      var isMouse: Bool
    }

    private static let capacity = 256
    nonisolated(unsafe) private static var items = InlineArray<256, UInt16>(repeating: 0)
    /// How many were ever put in and taken out.
    private static let written = Atomic<Int>(0)
    private static let taken = Atomic<Int>(0)

    static var isEmpty: Bool { written.load(ordering: .acquiring) == taken.load(ordering: .acquiring) }

    /// What does not fit is lost: the mouse decoder finds its way again, and a key is typed again.
    static func put(_ item: Item) {
      let next = written.load(ordering: .relaxed)
      guard next - taken.load(ordering: .acquiring) < capacity else { return }
      items[next % capacity] = UInt16(item.byte) | (item.isMouse ? 0x100 : 0)
      written.store(next + 1, ordering: .releasing)
    }

    static func take() -> Item? {
      let next = taken.load(ordering: .relaxed)
      guard next < written.load(ordering: .acquiring) else { return nil }
      let item = items[next % capacity]
      taken.store(next + 1, ordering: .releasing)
      return Item(byte: UInt8(truncatingIfNeeded: item), isMouse: item & 0x100 != 0)
    }
  }
#endif
