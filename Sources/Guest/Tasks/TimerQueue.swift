/// Threads that wait for a time, the earliest first: a binary heap in memory that grows when a thread is made, never when one waits.
struct TimerQueue {
  private var entries: UnsafeMutablePointer<ThreadPointer>
  private var capacity = 16
  private(set) var count = 0

  init() { entries = .allocate(capacity: capacity) }

  /// Makes room for this many threads.
  mutating func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    let larger = UnsafeMutablePointer<ThreadPointer>.allocate(capacity: wanted * 2)
    larger.moveInitialize(from: entries, count: count)
    entries.deallocate()
    (entries, capacity) = (larger, wanted * 2)
  }

  func deallocate() { entries.deallocate() }

  var first: ThreadPointer? { count == 0 ? nil : entries[0] }

  mutating func insert(_ thread: ThreadPointer) {
    precondition(count < capacity)
    (entries + count).initialize(to: thread)
    count += 1
    siftUp(count - 1)
  }

  mutating func remove(_ thread: ThreadPointer) {
    let index = thread.pointee.timerIndex
    guard index >= 0 else { return }
    thread.pointee.timerIndex = -1
    count -= 1
    guard index < count else { return }
    entries[index] = entries[count]
    siftDown(index)
    siftUp(entries[index].pointee.timerIndex)
  }

  private func siftUp(_ start: Int) {
    let thread = entries[start]
    var index = start
    while index > 0, thread.pointee.deadline < entries[(index - 1) / 2].pointee.deadline {
      place(entries[(index - 1) / 2], index)
      index = (index - 1) / 2
    }
    place(thread, index)
  }

  private func siftDown(_ start: Int) {
    let thread = entries[start]
    var index = start
    while true {
      var child = index * 2 + 1
      guard child < count else { break }
      if child + 1 < count, entries[child + 1].pointee.deadline < entries[child].pointee.deadline { child += 1 }
      guard entries[child].pointee.deadline < thread.pointee.deadline else { break }
      place(entries[child], index)
      index = child
    }
    place(thread, index)
  }

  private func place(_ thread: ThreadPointer, _ index: Int) {
    entries[index] = thread
    thread.pointee.timerIndex = index
  }
}
