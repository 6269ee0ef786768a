#if hasFeature(Embedded)
  import KernelSupport

  @main
  struct Kernel {
    static func main() {
      SerialPort.start()
      KernelHeap.start()
      print("apus: a kernel written in Swift")
      let information = StartInformation()
      let commandLine = information.commandLine
      Panic.leaves = commandLine.has("exit") || commandLine.has("test")
      print("command line: \(commandLine.text)")
      for range in information.memory {
        let (first, last) = (range.start.hexadecimal(digits: 10), (range.end - 1).hexadecimal(digits: 10))
        print("memory: \(first) to \(last) \(range.kind.name)")
      }

      Segments.start()
      InterruptTable.start()
      Memory.start(information)
      print("memory: \(information.usableBytes >> 20) MiB usable, \(Memory.freeBytes >> 20) MiB free")
      print("processor: \(Processor.brand)")
      InterruptController.start()
      IntervalTimer.start()
      print("keyboard controller: \(KeyboardController.start() ? describeInput() : "none")")
      interrupts_on()

      provoke_breakpoint()
      print("int3: survived")

      let screen = Screen(information)
      print("display: \(screen == nil ? "none" : "1024 x 768")")
      print("apus: ready")

      if let kind = commandLine.value(of: "panic") { Provocation.provoke(kind: kind) }
      if commandLine.has("test") { SelfTest.runAll(screen) }
      if commandLine.has("exit") { DebugExit.leave(.success) }
      run(screen)
    }

    private static func describeInput() -> String {
      KeyboardController.hasMouse
        ? "keyboard, mouse\(KeyboardController.hasWheel ? " with wheel" : "")" : "keyboard, no mouse"
    }

    /// Everything that happens from now on: the processor sleeps until there is something.
    private static func run(_ screen: Screen?) -> Never {
      var input = Input()
      var lastTicks = 0
      while true {
        interrupts_off()
        if InputQueue.isEmpty, IntervalTimer.ticks == lastTicks {
          interrupts_on_and_halt()
        } else {
          interrupts_on()
        }
        lastTicks = IntervalTimer.ticks
        input.deliver(to: screen)
        screen?.update(ticks: lastTicks)
        screen?.present()
      }
    }
  }
#else
  @main
  struct Kernel {
    static func main() {
      print(
        "The kernel runs on a machine of its own. Build it with Firmware/build-kernel.sh and boot Images/kernel.elf.")
    }
  }
#endif
