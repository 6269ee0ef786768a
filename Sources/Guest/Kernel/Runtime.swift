#if hasFeature(Embedded)
  import KernelSupport

  /// What compiled Swift calls to write a character of `print`.
  @c(putchar)
  public func putCharacter(_ character: Int32) -> Int32 {
    let byte = UInt8(truncatingIfNeeded: character)
    KernelLog.put(byte)
    SerialPort.write(byte)
    return character
  }
#endif
