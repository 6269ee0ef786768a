import Devices

/// A moving picture in a PNG file, which browsers play and every other program shows the first frame of. (PNG specification, third
/// edition, sections 11.3.6: acTL, fcTL, fdAT.)
///
///     var animation = AnimatedPNG()
///     try animation.append(machine.screen, milliseconds: 100)   // again and again
///     let bytes = try animation.encode()
///
/// Of each frame only the rectangle that changed is kept, compressed. Frames may differ in size: the picture is as large as the largest
/// width and height, and what a frame does not cover is black.
public struct AnimatedPNG {
  private struct Frame {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
    var milliseconds: Int
    /// What libpng made of the rectangle: one zlib stream.
    var data: [UInt8]
  }

  /// A frame lasts no longer than this; a longer one is written as several. (A delay is a fraction of two 16-bit numbers.)
  private static let longestDelay = 65_535

  private var frames: [Frame] = []
  private var first: Picture?
  private var canvas: Picture?

  public init() {}

  /// How many pictures the file will have: those that differ from the one before.
  public var frameCount: Int { frames.count }

  /// Shows `picture` for a time from 0 up. The same picture as the last one only makes that one last longer.
  public mutating func append(_ picture: Picture, milliseconds: Int) throws(PNGError) {
    var milliseconds = max(milliseconds, 0)
    let width = max(picture.width, canvas?.width ?? 0)
    let height = max(picture.height, canvas?.height ?? 0)
    let next = picture.padded(width: width, height: height)
    if let before = canvas?.padded(width: width, height: height) {
      if let change = next.difference(from: before) {
        try add(next, change.columns, change.rows)
      }
    } else {
      first = picture
      try add(next, 0..<width, 0..<height)
    }
    canvas = next
    // What does not fit into the last frame's time goes into further ones that change a pixel into itself.
    while milliseconds > 0 {
      let room = Self.longestDelay - frames[frames.count - 1].milliseconds
      frames[frames.count - 1].milliseconds += min(room, milliseconds)
      milliseconds -= min(room, milliseconds)
      if milliseconds > 0 { try add(next, 0..<1, 0..<1) }
    }
  }

  private mutating func add(_ picture: Picture, _ columns: Range<Int>, _ rows: Range<Int>) throws(PNGError) {
    let file = try PNG.encode(picture[columns: columns, rows: rows])
    frames.append(
      Frame(
        x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count, milliseconds: 0,
        data: Self.imageData(of: file)))
  }

  private static func imageData(of file: [UInt8]) -> [UInt8] {
    PNGChunk.chunks(of: file).filter { $0.type == "IDAT" }.flatMap(\.data)
  }

  /// The file's bytes. It plays for ever.
  /// - Throws: ``PNGError`` when there is no frame.
  public func encode() throws(PNGError) -> [UInt8] {
    guard let first, let canvas else { throw PNGError(description: "PNG: an animation needs a frame") }
    // The first frame is the still picture, and as such as large as the whole.
    let still = PNGChunk.chunks(of: try PNG.encode(first.padded(width: canvas.width, height: canvas.height)))
    var bytes = PNGChunk.signature
    var sequence: UInt32 = 0
    for chunk in still where chunk.type != "IDAT" && chunk.type != "IEND" { bytes += chunk.bytes }
    bytes += PNGChunk(type: "acTL", data: UInt32(frames.count).bigEndianBytes + UInt32(0).bigEndianBytes).bytes
    for (index, frame) in frames.enumerated() {
      var frame = frame
      if index == 0 { (frame.width, frame.height) = (canvas.width, canvas.height) }
      bytes += control(frame, sequence).bytes
      sequence += 1
      if index == 0 {
        for chunk in still where chunk.type == "IDAT" { bytes += chunk.bytes }
      } else {
        bytes += PNGChunk(type: "fdAT", data: sequence.bigEndianBytes + frame.data).bytes
        sequence += 1
      }
    }
    return bytes + PNGChunk(type: "IEND", data: []).bytes
  }

  /// Where a frame goes, and for how long; it is left there, and covers what was before.
  private func control(_ frame: Frame, _ sequence: UInt32) -> PNGChunk {
    let numbers = [sequence] + [frame.width, frame.height, frame.x, frame.y].map { UInt32($0) }
    let delay = UInt16(frame.milliseconds).bigEndianBytes + UInt16(1000).bigEndianBytes
    return PNGChunk(type: "fcTL", data: numbers.flatMap(\.bigEndianBytes) + delay + [0, 0])
  }
}
