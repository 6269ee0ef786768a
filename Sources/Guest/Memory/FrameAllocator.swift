/// Which frames of physical memory are free: one bit each, set while the frame is free.
///
/// The bits live where the caller says, since this is what there is before there is a heap. Addresses are physical.
public struct FrameAllocator {
  public static let frameSize: UInt64 = 4096

  /// How many bytes of bits memory up to `end` needs.
  public static func storageSize(end: UInt64) -> Int { Int((end / frameSize + 63) / 64) * 8 }

  private let words: UnsafeMutablePointer<UInt64>
  private let wordCount: Int
  /// No word below has a free frame.
  private var firstCandidate = 0
  public private(set) var freeCount = 0

  /// No frame is free yet. `storage` holds `storageSize(end:)` bytes.
  public init(storage: UnsafeMutableRawPointer, end: UInt64) {
    wordCount = Self.storageSize(end: end) / 8
    words = storage.bindMemory(to: UInt64.self, capacity: wordCount)
    words.initialize(repeating: 0, count: wordCount)
  }

  public func isFree(_ address: UInt64) -> Bool {
    let frame = Int(address / Self.frameSize)
    return frame / 64 < wordCount && words[frame / 64] >> (frame % 64) & 1 != 0
  }

  /// Every frame that lies in the range as a whole becomes free.
  public mutating func add(_ range: Range<UInt64>) {
    let first = (range.lowerBound + Self.frameSize - 1) / Self.frameSize
    let end = range.upperBound / Self.frameSize
    if first < end { set(Int(first)..<Int(end), free: true) }
  }

  /// No frame that the range touches is free any more.
  public mutating func reserve(_ range: Range<UInt64>) {
    let first = range.lowerBound / Self.frameSize
    let end = (range.upperBound + Self.frameSize - 1) / Self.frameSize
    if first < end { set(Int(first)..<Int(end), free: false) }
  }

  /// One free frame, the lowest.
  public mutating func take() -> UInt64? {
    while firstCandidate < wordCount {
      let word = words[firstCandidate]
      if word != 0 {
        words[firstCandidate] = word & (word &- 1)
        freeCount -= 1
        return UInt64(firstCandidate * 64 + word.trailingZeroBitCount) * Self.frameSize
      }
      firstCandidate += 1
    }
    return nil
  }

  /// Neighbouring free frames, the lowest that there are.
  public mutating func take(count: Int) -> UInt64? {
    var run = 0
    var word = firstCandidate
    while word < wordCount {
      let bits = words[word]
      if bits == 0 {
        run = 0
      } else if bits == .max, run + 64 < count {
        run += 64
      } else {
        for bit in 0..<64 {
          run = bits >> bit & 1 != 0 ? run + 1 : 0
          if run == count {
            let first = word * 64 + bit + 1 - count
            set(first..<first + count, free: false)
            return UInt64(first) * Self.frameSize
          }
        }
      }
      word += 1
    }
    return nil
  }

  /// Gives frames back. False, and nothing changes, where one of them is free already or is no memory of ours.
  public mutating func release(_ address: UInt64, count: Int = 1) -> Bool {
    let first = Int(address / Self.frameSize)
    guard address % Self.frameSize == 0, count > 0, first + count <= wordCount * 64 else { return false }
    for frame in first..<first + count where isFree(UInt64(frame) * Self.frameSize) { return false }
    set(first..<first + count, free: true)
    return true
  }

  private mutating func set(_ frames: Range<Int>, free: Bool) {
    let frames = frames.clamped(to: 0..<wordCount * 64)
    guard !frames.isEmpty else { return }
    let firstWord = frames.lowerBound / 64
    let lastWord = (frames.upperBound - 1) / 64
    for word in firstWord...lastWord {
      var mask = UInt64.max
      if word == firstWord { mask &= .max << (frames.lowerBound % 64) }
      if word == lastWord { mask &= .max >> (63 - (frames.upperBound - 1) % 64) }
      let old = words[word]
      let new = free ? old | mask : old & ~mask
      words[word] = new
      freeCount += new.nonzeroBitCount - old.nonzeroBitCount
    }
    if free { firstCandidate = min(firstCandidate, firstWord) }
  }
}
