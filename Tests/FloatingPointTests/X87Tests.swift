import FloatOracle
import FloatingPoint
import Testing

extension X87Operation {
  /// ST(0) becomes a function of ST(0) and ST(1).
  static func top(
    _ name: String, _ oracle: Int, mask: UInt16 = 0x82BF,
    _ body: @escaping @Sendable (ExtendedReal, ExtendedReal, inout X87) -> ExtendedReal
  ) -> X87Operation {
    X87Operation(name: name, oracle: oracle, statusMask: mask) { input, outcome, x87 in
      let result = body(input.a, input.b, &x87)
      if x87.retire() { outcome.st0 = result }
    }
  }

  /// ST(0) becomes a function of ST(0) and memory.
  static func memory(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (ExtendedReal, Vector, inout X87) -> ExtendedReal
  ) -> X87Operation {
    X87Operation(name: name, oracle: oracle) { input, outcome, x87 in
      let result = body(input.a, input.memory, &x87)
      if x87.retire() { outcome.st0 = result }
    }
  }

  /// A value is pushed.
  static func push(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (Vector, inout X87) -> ExtendedReal
  ) -> X87Operation {
    X87Operation(name: name, oracle: oracle) { input, outcome, x87 in
      let result = body(input.memory, &x87)
      if x87.retire() { (outcome.st0, outcome.st1) = (result, input.a) }
    }
  }

  /// ST(0) goes to the low bytes of memory.
  static func store(
    _ name: String, _ oracle: Int, bytes: Int, pops: Bool,
    _ body: @escaping @Sendable (ExtendedReal, inout X87) -> (UInt64, UInt16)
  ) -> X87Operation {
    X87Operation(name: name, oracle: oracle) { input, outcome, x87 in
      let (low, high) = body(input.a, &x87)
      guard x87.retire() else { return }
      let mask = bytes >= 8 ? UInt64.max : 1 << UInt64(8 * bytes) - 1
      outcome.memory.x = outcome.memory.x & ~mask | low & mask
      if bytes == 10 { outcome.memory.y = outcome.memory.y & ~0xFFFF | UInt64(high) }
      if pops { (outcome.st0, outcome.st1) = (input.b, unknownRegister) }
    }
  }

  static func comparison(_ name: String, _ oracle: Int, signaling: Bool) -> X87Operation {
    X87Operation(
      name: name, oracle: oracle, statusMask: 0xC7BF,
      excuse: { input, outcome in
        // An unmasked #IA leaves the condition codes alone (SDM vol. 2, FCOM); Zen 5 sets them.
        if input.control & 1 == 0, outcome.status & 1 != 0 { outcome.status &= ~0x4500 }
      },
      compute: { input, outcome, x87 in
        let operand = X87Operand(name == "ftst" ? .zero : input.b)
        let relation = x87.compare(input.a, operand, signaling: signaling)
        if x87.retire(relation), name.hasSuffix("p") { (outcome.st0, outcome.st1) = (input.b, unknownRegister) }
      })
  }

  static func flagComparison(_ name: String, _ oracle: Int, signaling: Bool) -> X87Operation {
    // C1 becomes zero (SDM vol. 2, FCOMI); Zen 5 leaves it alone.
    X87Operation(
      name: name, oracle: oracle, statusMask: 0x80BF,
      excuse: { input, outcome in
        // An unmasked #IA leaves EFLAGS alone (SDM vol. 2, FCOMI); Zen 5 sets them.
        if input.control & 1 == 0, outcome.status & 1 != 0 { outcome.eflags = 0 }
      },
      compute: { input, outcome, x87 in
        let relation = x87.compare(input.a, X87Operand(input.b), signaling: signaling)
        // The oracle starts with ZF and PF set.
        outcome.eflags = 0x44
        if x87.retire(relation, eflags: &outcome.eflags), name.hasSuffix("p") {
          (outcome.st0, outcome.st1) = (input.b, unknownRegister)
        }
      })
  }
}

private func int(_ bits: UInt64, _ width: Int) -> Int64 {
  Int64(bitPattern: bits << UInt64(64 - width)) >> Int64(64 - width)
}

let x87Operations: [X87Operation] = [
  .top("fadd", float_oracle_fadd) { $2.add($0, X87Operand($1)) },
  .top("fsub", float_oracle_fsub) { $2.subtract($0, X87Operand($1)) },
  .top("fsubr", float_oracle_fsubr) { $2.subtractReversed($0, X87Operand($1)) },
  .top("fmul", float_oracle_fmul) { $2.multiply($0, X87Operand($1)) },
  .top("fdiv", float_oracle_fdiv) { $2.divide($0, X87Operand($1)) },
  .top("fdivr", float_oracle_fdivr) { $2.divideReversed($0, X87Operand($1)) },
  .top("fsqrt", float_oracle_fsqrt) { a, _, x87 in x87.squareRoot(a) },
  .top("frndint", float_oracle_frndint) { a, _, x87 in x87.roundToInteger(a) },
  .top("fscale", float_oracle_fscale) { $2.scale($0, by: $1) },
  .top("fprem", float_oracle_fprem, mask: 0xC7BF) { $2.remainder($0, by: $1, toNearest: false) },
  .top("fprem1", float_oracle_fprem1, mask: 0xC7BF) { $2.remainder($0, by: $1, toNearest: true) },
  X87Operation(name: "fxtract", oracle: float_oracle_fxtract) { input, outcome, x87 in
    let result = x87.extract(input.a)
    if x87.retire() { (outcome.st0, outcome.st1) = (result.significand, result.exponent) }
  },
  X87Operation(name: "fxam", oracle: float_oracle_fxam, statusMask: 0xC7BF) { input, _, x87 in
    x87.examine(input.a, isEmpty: false)
  },
  .comparison("fcom", float_oracle_fcom, signaling: true),
  .comparison("fcomp", float_oracle_fcomp, signaling: true),
  .comparison("fucom", float_oracle_fucom, signaling: false),
  .comparison("ftst", float_oracle_ftst, signaling: true),
  .flagComparison("fcomi", float_oracle_fcomi, signaling: true),
  .flagComparison("fcomip", float_oracle_fcomip, signaling: true),
  .flagComparison("fucomi", float_oracle_fucomi, signaling: false),
  .push("fld1", float_oracle_fld1) { $1.load(.one) },
  .push("fldl2t", float_oracle_fldl2t) { $1.load(.log2Of10) },
  .push("fldl2e", float_oracle_fldl2e) { $1.load(.log2OfE) },
  .push("fldpi", float_oracle_fldpi) { $1.load(.pi) },
  .push("fldlg2", float_oracle_fldlg2) { $1.load(.log10Of2) },
  .push("fldln2", float_oracle_fldln2) { $1.load(.lnOf2) },
  .push("fldz", float_oracle_fldz) { $1.load(.zero) },
  .push("fld m32", float_oracle_flds) { $1.load(binary32: UInt32(truncatingIfNeeded: $0.x)) },
  .push("fld m64", float_oracle_fldl) { $1.load(binary64: $0.x) },
  .push("fild m16", float_oracle_fildw) { $1.load(integer: int($0.x, 16)) },
  .push("fild m32", float_oracle_fildl) { $1.load(integer: int($0.x, 32)) },
  .push("fild m64", float_oracle_fildq) { $1.load(integer: int($0.x, 64)) },
  .push("fbld", float_oracle_fbld) { $1.load(decimalLow: $0.x, high: UInt16(truncatingIfNeeded: $0.y)) },
  .memory("fadd m32", float_oracle_fadds) { $2.add($0, X87Operand(binary32: UInt32(truncatingIfNeeded: $1.x))) },
  .memory("fadd m64", float_oracle_faddl) { $2.add($0, X87Operand(binary64: $1.x)) },
  .memory("fiadd m16", float_oracle_fiaddw) { $2.add($0, X87Operand(integer: int($1.x, 16))) },
  .store("fst m32", float_oracle_fsts, bytes: 4, pops: false) { (UInt64($1.storeBinary32($0)), 0) },
  .store("fst m64", float_oracle_fstl, bytes: 8, pops: false) { ($1.storeBinary64($0), 0) },
  .store("fist m16", float_oracle_fistw, bytes: 2, pops: false) {
    (UInt64(bitPattern: $1.storeInteger($0, width: 16, truncating: false)), 0)
  },
  .store("fist m32", float_oracle_fistl, bytes: 4, pops: false) {
    (UInt64(bitPattern: $1.storeInteger($0, width: 32, truncating: false)), 0)
  },
  .store("fistp m64", float_oracle_fistpq, bytes: 8, pops: true) {
    (UInt64(bitPattern: $1.storeInteger($0, width: 64, truncating: false)), 0)
  },
  .store("fisttp m16", float_oracle_fisttpw, bytes: 2, pops: true) {
    (UInt64(bitPattern: $1.storeInteger($0, width: 16, truncating: true)), 0)
  },
  .store("fisttp m32", float_oracle_fisttpl, bytes: 4, pops: true) {
    (UInt64(bitPattern: $1.storeInteger($0, width: 32, truncating: true)), 0)
  },
  .store("fisttp m64", float_oracle_fisttpq, bytes: 8, pops: true) {
    (UInt64(bitPattern: $1.storeInteger($0, width: 64, truncating: true)), 0)
  },
  .store("fbstp", float_oracle_fbstp, bytes: 10, pops: true) { $1.storeDecimal($0) },
]

@Suite("x87 against silicon", .enabled(if: float_oracle_is_available() != 0, "the host is not x86-64"))
struct X87Tests {
  @Test(arguments: x87Operations)
  func sameBits(_ operation: X87Operation) { operation.compareWithSilicon(count: Trial.count) }
}
