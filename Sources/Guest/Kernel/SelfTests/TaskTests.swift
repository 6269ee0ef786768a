#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport
  import Synchronization

  extension SelfTest {
    /// A place that several threads write to.
    private final class Notes {
      var text = ""
      var count = 0
      var isDone = false
    }

    private final class Steps {
      let count = Atomic<Int>(0)
    }

    static var taskTests: [SelfTest] {
      [
        SelfTest(name: "threads take turns at their own will") {
          let notes = Notes()
          let threads = ["a", "b", "c"].map { name in
            Threads.spawn(name) {
              for _ in 0..<3 {
                notes.text += name
                Threads.yield()
              }
            }
          }
          for thread in threads { thread?.join() }
          return .expectEqual(notes.text, "abcabcabc")
        },
        SelfTest(name: "threads that yield to nobody are preempted") {
          // Each waits for the other without giving way.
          let steps = Steps()
          let first = Threads.spawn("first") {
            steps.count.add(1, ordering: .relaxed)
            while steps.count.load(ordering: .relaxed) < 2 {}
            steps.count.add(1, ordering: .relaxed)
          }
          let second = Threads.spawn("second") {
            while steps.count.load(ordering: .relaxed) < 1 {}
            steps.count.add(1, ordering: .relaxed)
            while steps.count.load(ordering: .relaxed) < 3 {}
          }
          first?.join()
          second?.join()
          return .expectEqual(steps.count.load(ordering: .relaxed), 3)
        },
        SelfTest(name: "preemption keeps registers") {
          // Long sums side by side, in floating point and in integers.
          func sum() -> Bool {
            var (real, whole) = (0.0, UInt64(1))
            for term in 1...400_000 {
              real += 1 / Double(term)
              whole = whole &* 6_364_136_223_846_793_005 &+ UInt64(term)
            }
            return real > 13.476 && real < 13.477 && whole == sumOfIntegers
          }
          let notes = Notes()
          let switches = Threads.switchCount
          // Longer than a time slice, each.
          let end = KernelClock.now + 60_000_000
          let threads = (0..<3).map { _ in
            Threads.spawn("sum") {
              var isRight = true
              while KernelClock.now < end { isRight = isRight && sum() }
              if isRight { notes.count += 1 }
            }
          }
          for thread in threads { thread?.join() }
          // Three starts and three ends; switches beyond those are preemptions.
          guard Threads.switchCount - switches >= 8 else { return .failed("nobody was preempted") }
          return .expectEqual(notes.count, 3)
        },
        SelfTest(name: "the heap survives preemption") {
          let notes = Notes()
          let before = KernelHeap.usedBlocks
          do {
            let threads = (0..<4).map { seed in
              Threads.spawn("allocate") {
                var lists: [[Int]] = []
                for round in 0..<3000 {
                  lists.append([Int](repeating: seed, count: (round * 7 + seed) % 60))
                  if lists.count > 20 { lists.remove(at: round % 20) }
                }
                if lists.allSatisfy({ $0.allSatisfy { $0 == seed } }) { notes.count += 1 }
              }
            }
            for thread in threads { thread?.join() }
          }
          guard notes.count == 4 else { return .failed("a list changed") }
          let left = KernelHeap.usedBlocks - before
          return .expect(left <= 4, "\(left) blocks remain")
        },
        SelfTest(name: "the more important go first") {
          let notes = Notes()
          Preemption.off()
          let low = Threads.spawn("low", priority: 9) { notes.text += "l" }
          let high = Threads.spawn("high", priority: 12) { notes.text += "h" }
          let middle = Threads.spawn("middle", priority: 10) { notes.text += "m" }
          Preemption.on()
          for thread in [low, high, middle] { thread?.join() }
          return .expectEqual(notes.text, "hml")
        },
        SelfTest(name: "sleepers wake in the order of their times") {
          let notes = Notes()
          let threads = [3, 1, 2].map { time in
            Threads.spawn("sleeper") {
              Threads.sleep(until: KernelClock.now + UInt64(time) * 4_000_000)
              notes.text += "\(time)"
            }
          }
          for thread in threads { thread?.join() }
          return .expectEqual(notes.text, "123")
        },
        SelfTest(name: "a mutex lends priority") {
          // Low holds it, middle never waits, high wants it: high must not wait for middle.
          let (notes, mutex) = (Notes(), Mutex())
          let low = Threads.spawn("low", priority: 9) {
            mutex.lock()
            let high = Threads.spawn("high", priority: 12) {
              mutex.withLock { notes.text += "h" }
            }
            let middle = Threads.spawn("middle", priority: 10) { notes.text += "m" }
            notes.text += "l"
            mutex.unlock()
            high?.join()
            middle?.join()
          }
          low?.join()
          return .expectEqual(notes.text, "lhm")
        },
        SelfTest(name: "a mutex keeps others out") {
          let (notes, mutex) = (Notes(), Mutex())
          let threads = (0..<3).map { _ in
            Threads.spawn("counter") {
              for _ in 0..<2000 {
                mutex.withLock {
                  let old = notes.count
                  if old % 100 == 0 { Threads.yield() }
                  notes.count = old + 1
                }
              }
            }
          }
          for thread in threads { thread?.join() }
          return .expectEqual(notes.count, 6000)
        },
        SelfTest(name: "semaphores and conditions") {
          let (items, room, mutex, changed) = (Semaphore(0), Semaphore(4), Mutex(), Condition())
          let notes = Notes()
          let producer = Threads.spawn("producer") {
            for _ in 0..<100 {
              room.wait()
              mutex.withLock { notes.count += 1 }
              items.signal()
            }
          }
          let consumer = Threads.spawn("consumer") {
            for _ in 0..<100 {
              items.wait()
              mutex.withLock { notes.count -= 1 }
              room.signal()
            }
            mutex.lock()
            notes.isDone = true
            changed.broadcast()
            mutex.unlock()
          }
          mutex.lock()
          while !notes.isDone { changed.wait(mutex) }
          let timedOut = !changed.wait(mutex, until: KernelClock.now + 2_000_000)
          mutex.unlock()
          producer?.join()
          consumer?.join()
          return .expect(notes.count == 0 && timedOut, "count \(notes.count), timed out \(timedOut)")
        },
        SelfTest(name: "cooperative tasks are woken") {
          final class Counter: CooperativeTask {
            var waker: Waker?
            var polls = 0
            func poll(_ waker: Waker) -> TaskResult {
              self.waker = waker
              polls += 1
              return polls == 4 ? .finished : polls == 2 ? .waitingUntil(100) : .waiting
            }
          }
          let notes = Notes()
          let executor = Executor { notes.count += 1 }
          let task = Counter()
          executor.spawn(task)
          executor.runReady(now: 0)
          task.waker?.wake()
          executor.runReady(now: 0)
          let early = task.polls
          executor.runReady(now: 99)
          executor.runReady(now: 100)
          task.waker?.wake()
          executor.runReady(now: 100)
          return .expect(
            early == 2 && task.polls == 4 && executor.count == 0 && notes.count == 3,
            "\(early) and \(task.polls) polls, \(notes.count) wake-ups")
        },
        SelfTest(name: "a guard page lies below every thread's stack") {
          let thread = Threads.spawn("stack") {}
          thread?.join()
          guard let stack = KernelStacks.take() else { return .failed("there is no stack") }
          defer { KernelStacks.giveBack(stack) }
          guard let frame = ExpectedTrap.catching(.pageFault, { provoke_write(stack.bottom - 8) }) else {
            return .failed("there was no page fault")
          }
          return .expectEqual(frame.error, 2)
        },
      ]
    }

    /// What the integers of the sum test come to, computed without interruption.
    private static var sumOfIntegers: UInt64 {
      var whole = UInt64(1)
      for term in 1...400_000 { whole = whole &* 6_364_136_223_846_793_005 &+ UInt64(term) }
      return whole
    }
  }
#endif
