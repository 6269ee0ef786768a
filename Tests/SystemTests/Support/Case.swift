/// One question to both machines: what happens when this code runs in this state?
struct Case {
  enum Mode: UInt64 { case long, protected, real }

  /// Slots of the case's header, as Monitor.S numbers them.
  enum Slot: Int {
    case mode, changeCount, cr0, cr3, cr4, efer
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
    case rip, cs, rflags, ss, ds, es, fs, gs, ldtr, tr
    case dr0, dr1, dr2, dr3, dr7
    case star, lstar, fmask, sysenterCS, sysenterESP, sysenterEIP, kernelGSBase, fsBase, gsBase
    case gdtLimit, gdtBase, idtLimit, idtBase
  }

  let title: String
  let mode: Mode
  private var slots = [UInt64](repeating: 0, count: 50)
  /// Quadwords of the arena to set first.
  private(set) var changes: [(address: UInt64, value: UInt64)] = []
  private(set) var code: [UInt8] = []

  subscript(_ slot: Slot) -> UInt64 {
    get { slots[slot.rawValue] }
    set { slots[slot.rawValue] = newValue }
  }

  /// Where code runs: bits of CS, whether it is user code, whether with paging.
  enum Place {
    case kernel64, user64, compatibility, kernel32, user32, kernel16, real
  }

  /// The state in which everything works: flat segments, paging with the arena in the window, stacks.
  init(_ title: String, _ place: Place, paging: Bool = true) {
    self.title = title
    switch place {
    case .kernel64, .user64, .compatibility: mode = .long
    case .kernel32, .user32, .kernel16: mode = .protected
    case .real: mode = .real
    }
    let isUser = place == .user64 || place == .user32 || place == .compatibility
    self[.mode] = mode.rawValue
    self[.cr0] = 0x11 | 0x20 | (paging && mode != .real ? 1 << 31 | 1 << 16 : 0) & (mode == .real ? ~1 : ~0)
    if mode == .real { self[.cr0] = 0x10 }
    self[.cr3] = Arena.topTable
    self[.cr4] = mode == .real ? 0 : 1 << 5
    self[.efer] = mode == .long ? 0xD01 : mode == .protected ? 0x800 : 0
    self[.rip] = isUser && paging ? Arena.linear(page: Arena.codePage) : Arena.address(page: Arena.codePage)
    self[.rsp] =
      isUser && paging ? Arena.linear(page: Arena.userStackPage) + 0xF00 : Arena.kernelStack - 0x40
    let data = isUser ? Arena.userData : Arena.data
    for slot in [Slot.ss, .ds, .es, .fs, .gs] { self[slot] = data }
    switch place {
    case .kernel64: self[.cs] = Arena.code64
    case .user64: self[.cs] = Arena.userCode64
    case .compatibility, .user32: self[.cs] = Arena.userCode32
    case .kernel32: self[.cs] = Arena.code32
    case .kernel16:
      self[.cs] = Arena.code16
      self[.rip] &= 0xFFFF
    case .real:
      self[.cs] = 0x1000
      for slot in [Slot.ss, .ds, .es, .fs, .gs] { self[slot] = 0x1000 }
      self[.rip] &= 0xFFFF
      self[.rsp] = 0xBFC0
    }
    self[.rflags] = 2
    self[.tr] = Arena.task
    self[.ldtr] = Arena.table
    self[.dr7] = 0x400
    self[.star] = 0x0028_0008 << 32
    self[.gdtLimit] = Arena.gdtLimit | (Arena.gdt & 0xFFFF_FFFF_FFFF) << 16
    self[.idtLimit] = (mode == .long ? 0xFFF : mode == .protected ? 0x7FF : 0x3FF) | Arena.idt << 16
    for (index, slot) in [Slot.rax, .rcx, .rdx, .rbx, .rbp, .rsi, .rdi].enumerated() {
      self[slot] = 0x1111_0000 + UInt64(index) * 0x101
    }
  }

  /// Sets a quadword of the arena. Of several at one address the last counts.
  mutating func set(_ address: UInt64, _ value: UInt64) { changes.append((address, value)) }

  /// Puts code at the start of a page, the code page unless another is named; breakpoints follow it.
  mutating func setCode(_ bytes: [UInt8], page: UInt64 = Arena.codePage, offset: UInt64 = 0) {
    if page == Arena.codePage { code = bytes }
    var padded = bytes
    while padded.count % 8 != 0 { padded.append(0xCC) }
    for index in stride(from: 0, to: padded.count, by: 8) {
      let value = (0..<8).reduce(0 as UInt64) { $0 | UInt64(padded[index + $1]) << UInt64($1 * 8) }
      set(Arena.address(page: page) + offset + UInt64(index), value)
    }
  }

  var encoded: [UInt64] {
    var header = slots
    header[Slot.changeCount.rawValue] = UInt64(changes.count)
    return header + changes.flatMap { [$0.address, $0.value] }
  }
}

extension Case: CustomStringConvertible {
  var description: String {
    let bytes = code.map { hex(UInt64($0)).dropFirst(2) }.joined(separator: " ")
    let set = changes.filter {
      $0.address < Arena.address(page: Arena.codePage) || $0.address >= Arena.address(page: Arena.dataPage)
    }
    let registers: [Slot] = [.cs, .rip, .rsp, .rflags, .rax, .rbx, .rcx, .rdx, .cr0, .cr4, .efer, .dr7]
    return "\(title): [\(bytes)] \(registers.map { "\($0) \(hex(self[$0]))" }.joined(separator: " "))\n  "
      + set.map { "[\(hex($0.address))] = \(hex($0.value))" }.joined(separator: " ")
  }
}
