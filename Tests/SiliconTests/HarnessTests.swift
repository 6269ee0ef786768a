import Silicon
import Testing

/// The harness itself.
@Suite struct HarnessTests {
  @Test(.enabled(if: silicon_is_available() != 0, "the host is not an x86-64 Linux machine"))
  func executesAndCatches() {
    silicon_lock()
    defer { silicon_unlock() }
    var state = silicon_state()
    state.rflags = 2
    silicon_initialize_fxsave(&state.fxsave.0)
    state.gpr.0 = 5
    state.gpr.4 = 0x123_4567
    var fault = silicon_fault()
    #expect(silicon_run([0x48, 0x01, 0xC0], 3, 0, &state, &fault) == -1)
    #expect(state.gpr.0 == 10)
    #expect(state.gpr.4 == 0x123_4567)
    #expect(state.rip_after == SILICON_CODE + 3)
    #expect(silicon_run([0x0F, 0x0B], 2, 0, &state, &fault) == 6)
    #expect(silicon_run([0x8B, 0x00], 2, 0, &state, &fault) == 14)
    #expect(fault.address == 10)
  }
}
