import SystemCalls

/// Reads a file line by line, in large pieces.
struct LineReader {
  private let tool: Tool
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(_ tool: Tool, _ descriptor: Int32) { (self.tool, self.descriptor) = (tool, descriptor) }

  /// The next line without its end; `isWhole` is false for a last line that has none. Nil at the end.
  mutating func next() throws(SystemError) -> (bytes: ArraySlice<UInt8>, isWhole: Bool)? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        defer { start = end + 1 }
        return (buffer[start..<end], true)
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return (buffer[start...], false)
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      let part = try tool.read(descriptor)
      if part.isEmpty { isAtEnd = true } else { buffer += part }
    }
  }
}
