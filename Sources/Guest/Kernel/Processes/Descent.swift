#if hasFeature(Embedded)
  /// From which of the programs that the kernel itself started a process descends: the desktop, the shell on the console.
  ///
  /// Such a founder is to its descendants what init is to a system: they cannot signal it, however many of them try. Who sits at the
  /// console can end the desktop.
  struct Descent {
    /// The founder's identifier.
    let founder: Int
    /// Whether the founder has the console.
    let isFromConsole: Bool

    /// Whether a process with this descent, not the founder itself, may send a signal to `target`.
    func maySignal(_ target: Process) -> Bool {
      if target.descent.founder != target.identifier { return true }
      return isFromConsole && target.identifier != founder
    }
  }
#endif
