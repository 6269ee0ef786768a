/// The bytes of a file that a machine is to hold in its memory: shared with the machine's frames rather than copied, until they are written.
///
/// What makes a machine with a large kernel or initrd start, and start again, in no time.
public final class FileContents: Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Where the bytes are, as long as this object lives: an array of numbers has its elements in one piece of memory, which stays
  /// where it is while nobody changes the array, and this one nobody can.
  var base: UnsafeMutableRawPointer {
    bytes.withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress) ?? ZeroPage.host }
  }
}

extension PhysicalMemory {
  /// Less than this is copied: frames beside it are going to be written, and are better off in one piece of host memory.
  private static let smallest = 1 << 20

  /// Writes a part of a file, ROM included. Whole frames of it are not copied before somebody writes to them.
  ///
  /// - Parameters:
  ///   - part: indices of the file's bytes.
  ///   - address: where the first of them goes.
  /// - Returns: how many bytes went before the first address without storage.
  /// - Complexity: O(frames), and O(bytes) for parts of less than 1 MiB.
  @discardableResult
  public func write(_ file: FileContents, _ part: Range<Int>, at address: UInt64) -> Int {
    precondition(part.lowerBound >= 0 && part.upperBound <= file.bytes.count, "the file has no such bytes")
    let head = Int((0 &- address) & 0xFFF)
    let host = file.base + part.lowerBound + head
    // Frames are at least as aligned as anything that the processor reads with an aligned instruction.
    guard part.count >= Self.smallest, Int(bitPattern: host) & 15 == 0 else { return copy(file, part, to: address) }
    var done = copy(file, part.prefix(head), to: address)
    guard done == head else { return done }
    while part.count - done >= Frame.byteCount {
      let count = share(file, part.dropFirst(done), at: address + UInt64(done))
      if count == 0 { return done }
      done += count
    }
    return done + copy(file, part.dropFirst(done), to: address + UInt64(done))
  }

  private func copy(_ file: FileContents, _ part: Range<Int>, to address: UInt64) -> Int {
    file.bytes.withUnsafeBytes { write(address, from: UnsafeRawBufferPointer(rebasing: $0[part])) }
  }

  /// Shares as many frames as are one after the other in one group; returns how many bytes that is.
  private func share(_ file: FileContents, _ part: Range<Int>, at address: UInt64) -> Int {
    guard let first = frame(at: address) else { return 0 }
    let position = Int(first.pointee.index) & (FrameGroup.frameCount - 1)
    let most = min(part.count >> Int(Frame.shift), FrameGroup.frameCount - position)
    var count = 1
    while count < most, frame(at: address + UInt64(count) << Frame.shift) == first + count { count += 1 }
    let slab = Slab(file, base: file.base + part.lowerBound - position * Frame.byteCount)
    FrameGroup.of(first).share(position..<position + count, of: slab)
    return count * Frame.byteCount
  }
}
