#if hasFeature(Embedded)
  import GuestGraphics
  import KernelSupport

  @main
  struct Kernel {
    static func main() {
      SerialPort.start()
      KernelHeap.start()
      KernelLog.start()
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
      KernelHeap.useFrames(checks: commandLine.value(of: "heap") == "checked")
      print("memory: \(information.usableBytes >> 20) MiB usable, \(Memory.freeBytes >> 20) MiB free")
      print("processor: \(Processor.brand)")
      InterruptController.start()
      IntervalTimer.start()
      SerialPort.startReceiving()
      print("keyboard controller: \(KeyboardController.start() ? describeInput() : "none")")
      Processor.protectFromPrograms()
      Processor.enableSystemCalls()
      KernelClock.start()
      Threads.start()
      Processes.start()
      Pollers.start()
      interrupts_on()

      provoke_breakpoint()
      print("int3: survived")

      if commandLine.has("still") { KernelClock.stop(at: WallTime.fixed.nanoseconds) }
      Files.start(information)
      var screenProgram = ScreenProgram(commandLine)
      if screenProgram != nil, !ScreenProgram.startDisplay(commandLine) { screenProgram = nil }
      let screen = screenProgram == nil ? Screen(information) : nil
      if let front = BochsDisplay.current {
        print("display: \(front.width) x \(front.height)")
      } else {
        print("display: none")
      }
      print("apus: ready")

      if let kind = commandLine.value(of: "panic") { Provocation.provoke(kind: kind) }
      if commandLine.has("test") {
        SelfTest.runAll(screen, chaosCalls: commandLine.value(of: "chaos").flatMap { Int($0) } ?? 10000)
      }
      if commandLine.has("figures") { AllocatorFigures.printAll(boot: time_stamp()) }
      if commandLine.has("exit"), commandLine.value(of: "run") == nil { DebugExit.leave(.success) }
      let executor = KernelExecutor()
      executor.spawn(InputTask(screen))
      executor.spawn(SerialTask())
      if let screen { executor.spawn(ClockTask(screen)) }
      screenProgram?.start(commandLine)
      if let path = commandLine.value(of: "run") {
        ProgramRun.start(path, leaves: commandLine.has("exit"))
      } else {
        ProgramRun.startShell()
      }
      executor.run()
    }

    private static func describeInput() -> String {
      KeyboardController.hasMouse
        ? "keyboard, mouse\(KeyboardController.hasWheel ? " with wheel" : "")" : "keyboard, no mouse"
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
