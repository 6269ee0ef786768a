import SystemCalls

/// What is behind a device node. The kernel has one object a device; programs open it by its node's name.
///
/// Unlike everything else here, these calls may wait (for a key, say): the kernel makes them without the file system's lock.
public protocol CharacterDevice: AnyObject {
  /// Reads at least one byte, waiting for it where there is none, unless the device is at its end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) -> Int
  func write(from buffer: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) -> Int
  /// The size of a device whose bytes have places, such as a framebuffer; nil of one that is a stream.
  var seekableSize: Int? { get }
}

/// Takes everything and has nothing.
public final class NullDevice: CharacterDevice {
  public init() {}
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int { 0 }
  public func write(from buffer: UnsafeRawBufferPointer, at offset: Int) -> Int { buffer.count }
  public var seekableSize: Int? { nil }
}

/// Takes everything and has zeroes without end.
public final class ZeroDevice: CharacterDevice {
  public init() {}
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    if let start = buffer.baseAddress { start.initializeMemory(as: UInt8.self, repeating: 0, count: buffer.count) }
    return buffer.count
  }
  public func write(from buffer: UnsafeRawBufferPointer, at offset: Int) -> Int { buffer.count }
  public var seekableSize: Int? { nil }
}

/// A disk on which there is no room: for tests of programs.
public final class FullDevice: CharacterDevice {
  public init() {}
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    if let start = buffer.baseAddress { start.initializeMemory(as: UInt8.self, repeating: 0, count: buffer.count) }
    return buffer.count
  }
  public func write(from buffer: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) -> Int { throw .noSpace }
  public var seekableSize: Int? { nil }
}
