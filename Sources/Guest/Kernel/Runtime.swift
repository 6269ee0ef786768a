#if hasFeature(Embedded)
  import KernelSupport

  /// What compiled Swift calls to write a character of `print`.
  @c(putchar)
  public func putCharacter(_ character: Int32) -> Int32 {
    SerialPort.write(UInt8(truncatingIfNeeded: character))
    return character
  }
#endif
