#if hasFeature(Embedded)
  import ProgramSupport
  import SystemCalls

  /// A system call as it is: what the kernel returned.
  @discardableResult
  public func systemCall(
    _ call: SystemCall, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0
  ) -> Int {
    system_call(call.rawValue, a, b, c, d, e, f)
  }

  /// A system call by any number, for those who test the kernel.
  @discardableResult
  public func systemCallRaw(_ number: UInt, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int, _ f: Int) -> Int {
    system_call(number, a, b, c, d, e, f)
  }

  /// The result, or the error that it is.
  @discardableResult
  func check(_ result: Int) throws(SystemError) -> Int {
    if let error = SystemError(result: result) { throw error }
    return result
  }

  /// Calls with a text's address and length.
  func withText(_ text: String, _ call: (Int, Int) -> Int) -> Int {
    var text = text
    return text.withUTF8 { call(Int(bitPattern: $0.baseAddress), $0.count) }
  }
#endif
