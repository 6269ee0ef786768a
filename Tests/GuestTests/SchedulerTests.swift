import GuestTasks
import RandomInput
import Testing

/// A scheduler and the threads that it schedules, without a kernel: whoever is chosen "runs".
private final class PretendThreads {
  var scheduler: Scheduler
  var threads: [ThreadPointer] = []

  init(priorities: [UInt8]) {
    threads = priorities.enumerated().map { index, priority in
      let thread = ThreadPointer.allocate(capacity: 1)
      thread.initialize(to: Thread(identifier: UInt32(index), priority: priority))
      return thread
    }
    scheduler = Scheduler(first: threads[0], stamp: 0)
    for thread in threads.dropFirst() { scheduler.add(thread) }
  }

  deinit {
    scheduler.deallocate()
    for thread in threads { thread.deallocate() }
  }

  /// Who runs next, by number.
  func choose() -> Int? { scheduler.choose(stamp: 0).map { Int($0.pointee.identifier) } }
  var current: Int { Int(scheduler.current.pointee.identifier) }
}

struct SchedulerTests {
  @Test func equalsTakeTurnsInOrder() {
    let world = PretendThreads(priorities: [8, 8, 8])
    var turns: [Int] = []
    for _ in 0..<9 {
      world.scheduler.yield()
      turns.append(world.choose() ?? -1)
    }
    #expect(turns == [1, 2, 0, 1, 2, 0, 1, 2, 0])
  }

  @Test func aSliceEndsOnlyWhereAnEqualWaits() {
    let alone = PretendThreads(priorities: [8, 7])
    for now in 0..<100 { alone.scheduler.tick(now: UInt64(now)) }
    #expect(!alone.scheduler.needsReschedule && alone.choose() == 0)

    let two = PretendThreads(priorities: [8, 8])
    for now in 0..<Int(Scheduler.sliceTicks) - 1 { two.scheduler.tick(now: UInt64(now)) }
    #expect(!two.scheduler.needsReschedule)
    two.scheduler.tick(now: 100)
    #expect(two.scheduler.needsReschedule && two.choose() == 1)
  }

  /// Whoever is preempted by somebody more important goes on before its equals.
  @Test func thePreemptedKeepTheirTurn() {
    let world = PretendThreads(priorities: [8, 8, 12])
    #expect(world.scheduler.needsReschedule && world.choose() == 2)
    world.scheduler.wait(until: 50)
    #expect(world.choose() == 0)
    world.scheduler.tick(now: 50)
    #expect(world.scheduler.needsReschedule && world.choose() == 2)
  }

  @Test func theProcessorHasNothingToDo() {
    let world = PretendThreads(priorities: [8])
    let queue = WaitQueue()
    world.scheduler.wait(in: queue, until: 10)
    #expect(world.choose() == nil)
    world.scheduler.tick(now: 9)
    #expect(world.choose() == nil)
    world.scheduler.tick(now: 10)
    #expect(world.choose() == 0 && world.threads[0].pointee.wakeReason == .timedOut)
    let isEmpty = queue.isEmpty
    #expect(isEmpty)
  }

  @Test func signalsEndOnlyWaitsThatAllowIt() {
    let world = PretendThreads(priorities: [8, 8])
    let queue = WaitQueue()
    world.scheduler.wait(in: queue, interruptible: false)
    #expect(world.choose() == 1)
    world.scheduler.interrupt(world.threads[0])
    let stillWaits = !queue.isEmpty
    #expect(stillWaits)
    world.scheduler.wakeOne(queue)
    #expect(world.threads[0].pointee.wakeReason == .woken)
    world.scheduler.wait(in: queue)
    #expect(world.choose() == 0)
    world.scheduler.interrupt(world.threads[1])
    let isEmpty = queue.isEmpty
    #expect(world.threads[1].pointee.wakeReason == .interrupted && isEmpty)
  }

  @Test func queuesWakeTheMostImportantFirst() {
    let world = PretendThreads(priorities: [3, 5, 9, 5, 9])
    let queue = WaitQueue()
    for _ in 0..<5 {
      world.scheduler.wait(in: queue)
      _ = world.choose()
    }
    var woken: [Int] = []
    while !queue.isEmpty {
      world.scheduler.wakeOne(queue)
      woken += (0..<5).filter { world.threads[$0].pointee.state != .waiting && !woken.contains($0) }
    }
    #expect(woken == [2, 4, 1, 3, 0])
  }

  /// Low holds the first lock and wants the second, which middle holds; high wants the first.
  @Test func priorityIsLentAlongAChain() {
    let world = PretendThreads(priorities: [4])
    func add(_ priority: UInt8) -> ThreadPointer {
      let thread = ThreadPointer.allocate(capacity: 1)
      thread.initialize(to: Thread(identifier: UInt32(world.threads.count), priority: priority))
      world.threads.append(thread)
      world.scheduler.add(thread)
      return thread
    }
    let low = world.threads[0]
    let first = PriorityMutex()
    let second = PriorityMutex()
    let locked1 = world.scheduler.lock(first)
    #expect(locked1)
    let middle = add(6)
    #expect(world.choose() == 1)
    let locked2 = world.scheduler.lock(second)
    #expect(locked2)
    world.scheduler.wait(until: 1000)
    #expect(world.choose() == 0)
    let locked3 = world.scheduler.lock(second)
    #expect(!locked3)
    #expect(middle.pointee.priority == 6)
    let high = add(10)
    #expect(world.choose() == 2)
    let locked4 = world.scheduler.lock(first)
    #expect(!locked4)
    #expect(low.pointee.priority == 10 && middle.pointee.priority == 10)

    world.scheduler.tick(now: 1000)
    #expect(world.choose() == 1)
    world.scheduler.unlock(second)
    #expect(middle.pointee.priority == 6)
    let secondOwner = second.owner
    #expect(secondOwner == low)
    #expect(world.choose() == 0)
    world.scheduler.unlock(first)
    #expect(low.pointee.priority == 4)
    let firstOwner = first.owner
    #expect(firstOwner == high)
    #expect(world.choose() == 2)
    world.scheduler.unlock(first)
    world.scheduler.finish()
    #expect(world.choose() == 1)
    world.scheduler.finish()
    #expect(world.choose() == 0)
    world.scheduler.unlock(second)
  }

  /// Random sleeping, waking and ticking, held against a plain list.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomWorkKeepsTheRules(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let world = PretendThreads(priorities: (0..<12).map { _ in UInt8.random(in: 1...16, using: &random) })
    let queue = WaitQueue()
    var deadlines = [UInt64?](repeating: nil, count: 12)
    var (inQueue, now): (Set<Int>, UInt64) = ([], 0)
    for step in 0..<5000 {
      let place: Comment = "seed \(seed), step \(step)"
      let isRunning = world.threads[world.current].pointee.state == .running
      switch Int.random(in: 0..<6, using: &random) {
      case 0 where isRunning:
        deadlines[world.current] = now + UInt64.random(in: 1...20, using: &random)
        world.scheduler.wait(until: deadlines[world.current] ?? 0)
      case 1 where isRunning:
        inQueue.insert(world.current)
        world.scheduler.wait(in: queue)
      case 2:
        let waiting = inQueue.map { world.threads[$0].pointee.priority }.max()
        world.scheduler.wakeOne(queue)
        let woken = inQueue.filter { world.threads[$0].pointee.state != .waiting }
        #expect(woken.count == (waiting == nil ? 0 : 1), place)
        for index in woken { #expect(world.threads[index].pointee.priority == waiting, place) }
        inQueue.subtract(woken)
      case 3 where isRunning: world.scheduler.yield()
      case 4:
        let priority = UInt8.random(in: 1...16, using: &random)
        world.scheduler.setBasePriority(world.threads[Int.random(in: 0..<12, using: &random)], priority)
      default:
        now += 1
        world.scheduler.tick(now: now)
        for index in deadlines.indices {
          if let deadline = deadlines[index], deadline <= now {
            #expect(world.threads[index].pointee.state != .waiting, place)
            deadlines[index] = nil
          }
        }
      }
      for index in 0..<12 where deadlines[index] != nil || inQueue.contains(index) {
        #expect(world.threads[index].pointee.state == .waiting, place)
      }
      let able = (0..<12).filter { deadlines[$0] == nil && !inQueue.contains($0) }
      let chosen = world.choose()
      #expect((chosen == nil) == able.isEmpty, place)
      if let chosen {
        let most = able.map { world.threads[$0].pointee.priority }.max()
        #expect(world.threads[chosen].pointee.priority == most, place)
      }
    }
    world.scheduler.wakeAll(queue)
  }
}
