#if hasFeature(Embedded)
  import ProgramSupport
  import SystemCalls

  /// From ProgramSupport/start.S: arguments and environment, then `main`, then the end.
  @c(program_begin)
  public func beginProgram(_ stack: UnsafePointer<UInt>) {
    Process.start(stack)
    Process.exit(program_entry())
  }
#endif
