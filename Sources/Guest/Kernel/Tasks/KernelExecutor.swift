#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// The cooperative tasks of the kernel: keyboard and mouse, the serial line, what changes with time on the screen. They share the
  /// first thread.
  final class KernelExecutor {
    private final class Sleeper { let queue = WaitQueue() }
    private let sleeper = Sleeper()
    private let executor: Executor

    init() {
      let sleeper = sleeper
      executor = Executor { Threads.wakeAll(sleeper.queue) }
    }

    func spawn(_ task: any CooperativeTask) { executor.spawn(task) }

    func run() -> Never {
      while true {
        executor.runReady(now: KernelClock.now)
        let flags = interrupts_save()
        if !executor.hasReady { Threads.wait(in: sleeper.queue, until: executor.nextDeadline, interruptible: false) }
        interrupts_restore(flags)
      }
    }
  }

  /// Who is to be woken when something comes: one waker, left by a task and used by an interrupt.
  enum InputWaker {
    nonisolated(unsafe) static var keyboard: Waker?
    nonisolated(unsafe) static var serial: Waker?
  }

  /// What is typed on the serial line goes to the console's terminal.
  final class SerialTask: CooperativeTask {
    func poll(_ waker: Waker) -> TaskResult {
      Threads.withoutInterrupts { InputWaker.serial = waker }
      while let byte = SerialPort.read() {
        Preemption.off()
        Devices.console.type(byte)
        Preemption.on()
      }
      return .waiting
    }
  }

  /// What is typed and pointed at goes to the screen.
  final class InputTask: CooperativeTask {
    private let screen: Screen?
    private var input = Input()

    init(_ screen: Screen?) { self.screen = screen }

    func poll(_ waker: Waker) -> TaskResult {
      Threads.withoutInterrupts { InputWaker.keyboard = waker }
      input.deliver(to: screen)
      screen?.present()
      return .waiting
    }
  }

  /// What passes with time, twice a second.
  final class ClockTask: CooperativeTask {
    private let screen: Screen
    private static let period: UInt64 = 500_000_000

    init(_ screen: Screen) { self.screen = screen }

    func poll(_ waker: Waker) -> TaskResult {
      screen.update(ticks: IntervalTimer.ticks)
      screen.present()
      return .waitingUntil((KernelClock.now / Self.period + 1) * Self.period)
    }
  }
#endif
