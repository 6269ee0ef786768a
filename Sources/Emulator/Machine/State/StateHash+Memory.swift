extension StateHash {
  /// A region's bytes. Frames of zeros cost a comparison and do not count, so memory that was never used costs little.
  mutating func combine(_ region: MemoryRegion) {
    combine(region.name)
    combine(region.byteCount)
    let zeros = [UInt8](repeating: 0, count: Frame.byteCount)
    zeros.withUnsafeBytes { zeros in
      for index in 0..<region.frameCount {
        region.withFrame(index) { bytes in
          if bytes.isSame(as: zeros) { return }
          combine(UInt64(index))
          combine(bytes)
        }
      }
    }
  }
}
