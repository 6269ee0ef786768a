#if hasFeature(Embedded)
  import KernelSupport

  extension SelfTest {
    static func deviceTests(_ screen: Screen?) -> [SelfTest] {
      [
        SelfTest(name: "the clock tells a time") {
          guard let time = RealTimeClock.now() else { return .failed("there is none") }
          return .expect(time.year >= 1970, "the year is \(time.year)")
        },
        SelfTest(name: "the interval timer counts down") {
          // Command 0: latch counter 0. Its two bytes then hold still.
          func count() -> Int {
            outb(0x43, 0)
            let low = inb(0x40)
            return Int(low) | Int(inb(0x40)) << 8
          }
          let first = count()
          for _ in 0..<100_000 where count() != first { return .passed }
          return .failed("it stands at \(first)")
        },
        SelfTest(name: "the mouse has a wheel") {
          .expect(KeyboardController.hasMouse && KeyboardController.hasWheel, "it has none")
        },
        SelfTest(name: "the display shows what was drawn") {
          guard let screen else { return .skipped("there is no display") }
          return .expect(screen.isShown, "a pixel differs")
        },
      ]
    }
  }
#endif
