import KernelFixtures
import RandomInput
import Testing

@testable import Machine

@Suite("Conditions")
struct ConditionTests {
  private func machine(_ kernel: [UInt8] = SmallKernel.ticker) throws -> Machine {
    let machine = try Machine(.small)
    try machine.load(kernel: kernel)
    return machine
  }

  @Test("A write is met after the instruction that wrote, a read after the one that read")
  func memory() throws {
    let machine = try machine()
    let ticks = try #require(machine.symbols["ticks"])
    // handler: push eax; inc [ticks]
    #expect(machine.run(until: .write(at: ticks, length: 4)).isMet)
    #expect(machine.cpu.rip == 0x10_0052)
    #expect(machine.memory.virtual.load(ticks, as: UInt32.self) == 1)
    #expect(machine.run(until: .read(at: ticks + 3)).isMet)
    #expect(machine.memory.virtual.load(ticks, as: UInt32.self) == 2)
    #expect(machine.run(until: .access(at: 0x10_006C, length: 100)).isMet)
    #expect(machine.cpu.rip == 0x10_0049, "after add [woken],1")
    #expect(machine.run(until: .physicalWrite(at: ticks)).isMet)
    #expect(machine.memory.virtual.load(ticks, as: UInt32.self) == 3)
    #expect(machine.run(until: .write(at: ticks + 0x80), limit: 2_000).reason == .limit, "nobody writes there")
  }

  @Test("Writes across a page, and inside a REP, are met at once")
  func hardWrites() throws {
    let kernel = KernelFile.bare(
      SmallKernel.assemble(
        """
        c7 05 fe 0f 12 00 78 56 34 12   ; mov DWORD PTR ds:0x120ffe,0x12345678
        bf 00 00 13 00                  ; mov edi,0x130000
        b9 00 10 00 00                  ; mov ecx,0x1000
        f3 aa                           ; rep stos BYTE PTR es:[edi],al
        f4                              ; hlt
        """)
    ).bytes
    for address in [0x12_0FFE, 0x12_0FFF, 0x12_1000, 0x12_1001] as [UInt64] {
      let machine = try machine(kernel)
      #expect(machine.run(until: .write(at: address)).isMet)
      #expect(machine.instructionCount == 1)
    }
    for offset in [0, 1, 0x7FF, 0xFFF] as [UInt64] {
      let machine = try machine(kernel)
      let stop = machine.run(until: .write(at: 0x13_0000 + offset))
      #expect(stop.isMet && machine.instructionCount == 4 + offset, "\(stop)")
      #expect(machine.cpu.rcx == 0xFFF - offset)
    }
  }

  @Test("Any number of watches, of any length, find each write and nothing else")
  func many() throws {
    let machine = try machine()
    let plain = try self.machine()
    let watches = (0..<300).map { Condition.write(at: 0x10_1000 + $0 * 24, length: 8) }
    let ticks = try #require(machine.symbols["ticks"])
    for count in 1...5 as ClosedRange<UInt32> {
      let stop = machine.run(until: watches + [.write(at: ticks, length: 1)], limit: .standard)
      #expect(stop.reason == .condition(300, "the guest writes 0x100068"))
      #expect(machine.memory.virtual.load(ticks, as: UInt32.self) == count)
    }
    plain.run(machine.instructionCount)
    #expect(plain.stateHash == machine.stateHash)
  }

  @Test("Ports: one, a range, by direction, also where no device is")
  func ports() throws {
    let machine = try machine()
    #expect(machine.run(until: .port(0x21)).isMet)
    #expect(machine.cpu.rip == 0x10_0028)
    #expect(machine.run(until: .port(0x40...0x43, .write)).isMet)
    #expect(machine.cpu.rax & 0xFF == 0x34)
    #expect(machine.run(until: .port(0x40...0x43, .read), limit: 1_000).reason == .limit)
    let other = try self.machine(KernelFile.bare([0xE4, 0xEE, 0xF4]).bytes)
    #expect(other.run(until: .port(0xEE, .read)).isMet)
  }

  @Test("Interrupts stop before the handler, by vector and by line; the next step is in it")
  func interrupts() throws {
    let machine = try machine()
    #expect(machine.run(until: .irq(0)).isMet)
    #expect(machine.cpu.rip == 0x10_0042 && machine.cpu.isHalted, "still in HLT")
    machine.step()
    #expect(machine.cpu.rip == 0x10_004C, "push eax, the handler's first, is done")
    let count = machine.instructionCount
    #expect(machine.run(until: .interrupt(0x20)).isMet)
    #expect(machine.instructionCount > count)
    #expect(machine.run(until: .interrupt(0x21), .irq(1), limit: 1_000).reason == .limit)
    #expect(machine.run(until: .interrupt()).isMet)
  }

  @Test("Exceptions stop at the handler, faults and software interrupts")
  func exceptions() throws {
    // A gate for vector 6 and one for 0x30, both to `handler`.
    let kernel = KernelFile.bare(
      SmallKernel.assemble(
        """
        bc 00 00 11 00                  ; mov esp,0x110000
        0f 01 1d 40 00 10 00            ; lidtd ds:0x100040
        cd 06                           ; int 6
        cd 06                           ; int 6
        0f 0b                           ; ud2
        f4                              ; hlt
        90 90 90 90 90 90 90 90 90 90 90
        cf                              ; handler at 0x1e: iret
        90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90
        37 00 18 00 10 00 00 00         ; idtr at 0x40: base 0x100018
        1e 00 08 00 00 8e 10 00         ; the gate of vector 6
        """)
    ).bytes
    let machine = try machine(kernel)
    #expect(machine.run(until: .exception(6), .interrupt(6)).reason == .condition(1, "interrupt 0x6 comes"))
    let first = machine.run(until: .exception(6), limit: 100)
    #expect(first.isMet && machine.cpu.rip == 0x10_001E, "\(first)")
    let stack = machine.cpu.rsp
    #expect(machine.memory.virtual.load(stack, as: UInt32.self) == 0x10_0010, "the UD2 is the one that faulted")
    #expect(machine.run(until: .exception(), limit: 100).isMet)
  }

  @Test("A condition with a closure is met only when both hold")
  func combined() throws {
    let machine = try machine()
    let ticks = try #require(machine.symbols["ticks"])
    func count(_ machine: Machine) -> UInt32 { machine.memory.virtual.load(ticks) ?? 0 }
    let stop = machine.run(
      until: .interrupt(0x20).when { count($0) == 7 }, .symbol("handler").when { count($0) == 9 },
      .write(at: ticks).when { count($0) == 30 }, .port(0x20).when { _ in false })
    #expect(stop.reason == .condition(0, "interrupt 0x20 comes") && count(machine) == 7)
    #expect(machine.run(until: .address(0x10_004C).when { count($0) == 9 }, .irq(0).when { _ in false }).isMet)
    #expect(count(machine) == 9)
  }

  @Test("None of them changes what the guest does", arguments: ["ticker", "echo", "keys"])
  func invisible(name: String) throws {
    let kernel = try #require(SmallKernel.endless[name])
    let plain = try Machine(.slow)
    let watched = try Machine(.slow)
    var dice = SeededGenerator(seed: 12)
    for machine in [plain, watched] { try machine.load(kernel: kernel) }
    for step in 0..<40 {
      for machine in [plain, watched] {
        if step % 4 == 0 { machine.input.press(.a) }
        if step % 6 == 0 { machine.input.serial("hello") }
      }
      let end = plain.now + .random(in: 1...8_000, using: &dice)
      plain.run(limit: .ticks(end - plain.now))
      while watched.now < end {
        let stop = watched.run(
          until: [
            .interrupt(), .exception(), .port(0...0xFFFF), .access(at: 0, length: 1 << 22), .irq(1),
            .physicalAccess(at: 0x10_F000, length: 0x2000), .halt,
          ], limit: .ticks(end - watched.now))
        if !stop.isMet { break }
        // Input comes at moments that others have, too.
        _ = watched.stateHash
      }
      guard plain.stateHash == watched.stateHash else {
        Issue.record("step \(step)")
        return
      }
    }
  }
}
