import X86

/// INVPCID. There is nothing to invalidate: the translation cache is always what the page tables say.
extension Processor {
  func invalidateByContext(_ i: InstructionPointer) throws(Fault) {
    try requirePrivilege()
    let kind = register(i.pointee.operand0)
    let linear = try linearAddress(i, size: 16)
    let context = try read(linear, as: UInt64.self)
    let address = try read(truncate(linear &+ 8), as: UInt64.self)
    if kind > 3 || context >> 12 != 0 { throw .generalProtection(0) }
    let isOffered = system.cr4 & CR4.processContextIdentifiers != 0
    if kind < 2 && context != 0 && !isOffered { throw .generalProtection(0) }
    if kind == 0 && !isCanonical(address) { throw .generalProtection(0) }
  }
}
