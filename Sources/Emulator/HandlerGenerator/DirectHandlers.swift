/// Operations that go straight to what executes their instruction in the general tier, past the switch over all mnemonics: for what
/// has no fast operation (or not in every form) and still runs often.
private let directRows: [(name: String, mnemonics: String, body: String)] = [
  ("string", "movs stos lods scas cmps", "string(i)"),
  ("move", "mov", "move(i)"),
  ("push", "push", "pushInstruction(i)"),
  ("pop", "pop", "popInstruction(i)"),
  ("pushFlags", "pushf", "pushFlags(i)"),
  ("popFlags", "popf", "popFlags(i)"),
  ("input", "in", "input(i)"),
  ("output", "out", "output(i)"),
  ("clearInterrupt", "cli", "clearInterruptFlag()"),
  ("setInterrupt", "sti", "setInterruptFlag()"),
  ("readMSR", "rdmsr", "readModelSpecificRegister()"),
  ("writeMSR", "wrmsr", "writeModelSpecificRegister()"),
  ("readTime", "rdtsc", "readTimeStampCounter(withAuxiliary: false)"),
  ("swapGS", "swapgs", "swapGS()"),
  ("invalidate", "invlpg", "requirePrivilege()"),
  ("compareExchange", "cmpxchg8b", "compareExchange8B(i)"),
  ("compareExchangeWide", "cmpxchg16b", "compareExchange16B(i)"),
  (
    "x87Arithmetic",
    "fadd faddp fsub fsubp fsubr fsubrp fmul fmulp fdiv fdivp fdivr fdivrp fiadd fisub fisubr fimul fidiv fidivr",
    "x87Waiting(i) { (i) throws(Fault) in try x87Arithmetic(i) }"
  ),
  ("x87Load", "fld fild", "x87Waiting(i) { (i) throws(Fault) in try x87Load(i) }"),
  ("x87Store", "fst fstp fist fistp fisttp", "x87Waiting(i) { (i) throws(Fault) in try x87Store(i) }"),
  ("x87Exchange", "fxch", "x87Waiting(i) { x87Exchange($0) }"),
  ("x87Compare", "fcom fcomp fcompp fucom fucomp fucompp", "x87Waiting(i) { (i) throws(Fault) in try x87Compare(i) }"),
  ("x87CompareToFlags", "fcomi fcomip fucomi fucomip", "x87Waiting(i) { x87CompareToFlags($0) }"),
  ("x87Unary", "fabs fchs fsqrt frndint", "x87Waiting(i) { x87Unary($0) }"),
]

extension Output {
  mutating func direct() {
    var cases = ""
    for row in directRows + [("x87", "", "executeX87(i)"), ("vector", "", "executeExtension(i)")] {
      functions += """
        extension Processor {
          @inline(never)
          fileprivate func \(row.name)InBlock(_ o: UnsafePointer<Operation>) -> Bool {
            inBlock(o) { (i) throws(Fault) in try \(row.body) }
          }
        }
        @c func directOperation_\(row.name)(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
          let c = cpu(core)
          let o = operation(raw)
          if withProcessor(c, { $0.\(row.name)InBlock(o) }) { next(c, o) }
        }

        """
      if row.mnemonics.isEmpty { continue }
      let patterns = row.mnemonics.split(separator: " ").map { ".\($0)" }.joined(separator: ", ")
      cases += "  case \(patterns): return directOperation_\(row.name)\n"
    }
    tables += """
      func directHandler(_ mnemonic: Mnemonic) -> Handler? {
        switch mnemonic {
      \(cases)  default: return nil
        }
      }

      """
  }
}
