/// How an x87 exception that waits is reported (SDM volume 1, section 8.7).
///
/// With CR0.NE set, as #MF. With it clear, as on the first PCs: the processor drives FERR#, the board makes an interrupt of it,
/// and the waiting instruction stands still until the interrupt comes, or until the board drives IGNNE#.
extension Processor {
  /// What a waiting x87 or MMX instruction does first.
  func raisePendingX87() throws(Fault) {
    guard x87.isPending else { return }
    if system.cr0 & CR0.numericError != 0 { throw .floatingPoint }
    if ignoresNumericErrors { return }
    if !system.numericErrorSignalled {
      system.numericErrorSignalled = true
      onNumericError?(true)
      // An answer may have come at once.
      if ignoresNumericErrors { return }
    }
    throw .standstill
  }

  /// Takes FERR# back once nothing waits any more.
  func updateNumericError() {
    guard system.numericErrorSignalled, !x87.isPending else { return }
    system.numericErrorSignalled = false
    onNumericError?(false)
  }
}
