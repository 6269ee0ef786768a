#if hasFeature(Embedded)
  import KernelSupport

  extension SelfTest {
    static var processorTests: [SelfTest] {
      [
        SelfTest(name: "a breakpoint is survived") {
          let before = Breakpoints.count
          provoke_breakpoint()
          return .expectEqual(Breakpoints.count, before + 1)
        },
        exception(.divide) { provoke_divide() },
        exception(.overflow) { provoke_overflow() },
        exception(.invalidOpcode) { provoke_invalid_opcode() },
        exception(.deviceNotAvailable) { provoke_device_not_available() },
        exception(.segmentNotPresent, code: UInt64(Segments.notPresent)) {
          provoke_segment_not_present(UInt32(Segments.notPresent))
        },
        exception(.stackFault, code: UInt64(Segments.notPresent)) { provoke_stack_fault(UInt32(Segments.notPresent)) },
        exception(.generalProtection) { provoke_general_protection() },
        SelfTest(name: "a fault leaves the other registers alone") {
          guard let frame = ExpectedTrap.catching(.pageFault, { provoke_read(0x123) }) else {
            return .failed("there was no page fault")
          }
          return .expect(frame.rdi == 0x123 && read_cr2() == 0x123, "rdi or cr2 is wrong")
        },
        SelfTest(name: "the timer interrupts a halted processor") {
          let start = IntervalTimer.ticks
          // Other interrupts may wake it too, but not so many.
          for _ in 0..<100 where IntervalTimer.ticks < start + 3 { interrupts_on_and_halt() }
          return .expect(IntervalTimer.ticks >= start + 3, "no tick came")
        },
        SelfTest(name: "interrupts keep floating-point registers") {
          let start = IntervalTimer.ticks
          var rounds = 0
          while IntervalTimer.ticks == start {
            var sum = 0.0
            for term in 1...200 { sum += 1 / Double(term) }
            guard sum > 5.878_030_948 && sum < 5.878_030_949 else { return .failed("a sum came to \(sum)") }
            rounds += 1
          }
          return .expect(rounds > 0, "no time passed")
        },
        SelfTest(name: "addresses have names") {
          guard let symbol = Symbols.find(kernel_text_range().start) else { return .failed("there are no symbols") }
          return .expectEqual(symbol.name, "kernel_entry")
        },
        SelfTest(name: "a backtrace ends at the entry") {
          let lines = Backtrace(framePointer: frame_pointer()).lines
          return .expect(
            lines.last?.split(separator: " ").contains("kernel_entry") == true, "it ends at \(lines.last ?? "nothing")")
        },
      ]
    }

    private static func exception(_ trap: Trap, code: UInt64 = 0, _ body: @escaping () -> Void) -> SelfTest {
      SelfTest(name: "\(trap.name) is caught") {
        guard let frame = ExpectedTrap.catching(trap, body) else { return .failed("nothing happened") }
        return .expectEqual(frame.error, code)
      }
    }
  }
#endif
