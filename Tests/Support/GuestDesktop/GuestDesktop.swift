import Machine

/// The guest's desktop on our machine, with somebody at its keyboard and mouse. All of it is the same in every run.
package final class GuestDesktop {
  package let machine: Machine
  /// Where the pointer is, as long as it is only moved here: it starts in the middle.
  package private(set) var pointer: (x: Int, y: Int)

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Boots to the desktop, which has drawn its first picture then.
  package init(kernel: [UInt8], commandLine: String = "still", width: Int = 1024, height: Int = 768) throws {
    machine = try Machine(Configuration(restartsOnReset: false))
    try machine.load(kernel: kernel, commandLine: commandLine)
    pointer = (width / 2, height / 2)
    let stop = machine.run(until: .serial("desktop: ready"))
    guard stop.isMet else { throw Failure(description: "no desktop: \(stop)\n\(machine.serialOutput)") }
  }

  /// Lets time pass in the guest.
  package func wait(milliseconds: UInt64) {
    machine.run(limit: .ticks(machine.configuration.frequency / 1000 * milliseconds))
  }

  package func type(_ text: String) {
    machine.input.type(text)
    finishTyping()
  }

  package func press(_ keys: Key..., holding modifiers: [Key] = []) {
    for key in keys { machine.input.press(key, holding: modifiers) }
    finishTyping()
  }

  private func finishTyping() {
    // A guest that takes no keys any more has come to grief; whoever asks it something then finds out.
    for _ in 0..<1000 {
      wait(milliseconds: 10)
      if !machine.input.isTyping { break }
    }
    wait(milliseconds: 50)
  }

  /// Starts a program as people do: the launcher, a few letters of its name, Enter.
  package func launch(_ letters: String) {
    press(.metaLeft)
    type(letters + "\n")
    wait(milliseconds: 1_000)
  }

  package func move(to x: Int, _ y: Int) {
    var (dx, dy) = (x - pointer.x, y - pointer.y)
    // A mouse says so much at once, at the most.
    while dx != 0 || dy != 0 {
      let (stepX, stepY) = (min(max(dx, -200), 200), min(max(dy, -200), 200))
      machine.input.move(stepX, stepY)
      (dx, dy) = (dx - stepX, dy - stepY)
      wait(milliseconds: 20)
    }
    pointer = (x, y)
  }

  package func button(_ button: MouseButtons = .left, isDown: Bool) {
    machine.input.button(button, isDown: isDown)
    wait(milliseconds: 20)
  }

  package func click(_ x: Int, _ y: Int, _ which: MouseButtons = .left, count: Int = 1) {
    move(to: x, y)
    for _ in 0..<count {
      button(which, isDown: true)
      button(which, isDown: false)
    }
    wait(milliseconds: 100)
  }

  package func drag(from: (Int, Int), to: (Int, Int), steps: Int = 10) {
    move(to: from.0, from.1)
    button(isDown: true)
    for step in 1...steps {
      move(to: from.0 + (to.0 - from.0) * step / steps, from.1 + (to.1 - from.1) * step / steps)
    }
    button(isDown: false)
  }

  /// Instructions that something takes, until a while after it, without those that pass in as much time with nothing to do.
  package func instructions(_ milliseconds: UInt64 = 500, of action: () -> Void) -> Int {
    let idle = sample { wait(milliseconds: 1_000) }
    let busy = sample {
      action()
      wait(milliseconds: milliseconds)
    }
    return Int(busy.instructions) - Int(idle.instructions * busy.ticks / idle.ticks)
  }

  private func sample(_ action: () -> Void) -> (instructions: UInt64, ticks: UInt64) {
    let (instructions, ticks) = (machine.instructionCount, machine.now)
    action()
    return (machine.instructionCount - instructions, machine.now - ticks)
  }
}
