// The registers by the names that the field uses.
extension Processor {
  public var rax: UInt64 {
    get { self[general: 0] }
    set { self[general: 0] = newValue }
  }
  public var rcx: UInt64 {
    get { self[general: 1] }
    set { self[general: 1] = newValue }
  }
  public var rdx: UInt64 {
    get { self[general: 2] }
    set { self[general: 2] = newValue }
  }
  public var rbx: UInt64 {
    get { self[general: 3] }
    set { self[general: 3] = newValue }
  }
  public var rsp: UInt64 {
    get { self[general: 4] }
    set { self[general: 4] = newValue }
  }
  public var rbp: UInt64 {
    get { self[general: 5] }
    set { self[general: 5] = newValue }
  }
  public var rsi: UInt64 {
    get { self[general: 6] }
    set { self[general: 6] = newValue }
  }
  public var rdi: UInt64 {
    get { self[general: 7] }
    set { self[general: 7] = newValue }
  }
  public var r8: UInt64 {
    get { self[general: 8] }
    set { self[general: 8] = newValue }
  }
  public var r9: UInt64 {
    get { self[general: 9] }
    set { self[general: 9] = newValue }
  }
  public var r10: UInt64 {
    get { self[general: 10] }
    set { self[general: 10] = newValue }
  }
  public var r11: UInt64 {
    get { self[general: 11] }
    set { self[general: 11] = newValue }
  }
  public var r12: UInt64 {
    get { self[general: 12] }
    set { self[general: 12] = newValue }
  }
  public var r13: UInt64 {
    get { self[general: 13] }
    set { self[general: 13] = newValue }
  }
  public var r14: UInt64 {
    get { self[general: 14] }
    set { self[general: 14] = newValue }
  }
  public var r15: UInt64 {
    get { self[general: 15] }
    set { self[general: 15] = newValue }
  }
}
