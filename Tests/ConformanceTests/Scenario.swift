import Foundation
import KernelFixtures
import Machine
import Pictures
import Testing

/// A kernel, its command line and what the person does: run on both machines, which must say and show the same.
struct Scenario {
  enum Step {
    /// Wait until the serial port has said this.
    case wait(String)
    /// Wait until a guest that says nothing has surely come to rest.
    case boot
    case type(String)
    case move(Int, Int)
    /// Keys one after the other, while others are held.
    case press([Key], holding: [Key])
    /// The left button of the mouse.
    case button(isDown: Bool)
    /// Wait until the screen stands still.
    case settle
  }

  /// What a machine left.
  struct Outcome: Equatable {
    var serial: String
    /// Nil while the guest still runs.
    var status: Int32?
    var picture: Picture?
  }

  var commandLine: String
  var initrd: [UInt8]?
  var steps: [Step] = []
  var end = End.exit
  /// What is done to the serial text of both before they are compared: for what QEMU does unlike any processor.
  var normalize: (String) -> String = { $0 }

  enum End {
    /// The guest leaves by itself.
    case exit
    /// Its screen comes to rest, and is compared.
    case screen
    /// It says no more for a while.
    case silence
  }

  /// A character for each byte, so that no byte is hidden.
  static func text(_ bytes: [UInt8]) -> String { String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) }

  /// Guest time for our machine, host seconds for QEMU: far more than anything here takes.
  private static let patience: UInt64 = 20

  /// With `golden`, our picture is also compared with the one of that name in Images/Golden/Desktop.
  func run(_ kernel: [UInt8], golden: String? = nil) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("c\(UInt32.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("kernel.elf")
    try Data(kernel).write(to: file)
    let module = initrd.map { _ in folder.appendingPathComponent("initrd") }
    if let initrd, let module { try Data(initrd).write(to: module) }

    let ours = try onOurs(kernel)
    if let golden, let picture = ours.picture { try GoldenPicture(name: golden).check(picture) }
    guard QEMU.executable != nil else { return }
    let theirs = try onQEMU(file, module)
    #expect(normalize(ours.serial) == normalize(theirs.serial))
    #expect(ours.status == theirs.status)
    if let here = ours.picture, let there = theirs.picture { compare(here, there) }
  }

  private func compare(_ ours: Picture, _ theirs: Picture) {
    guard let difference = ours.difference(from: theirs) else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("apus-conformance")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, picture) in [("ours", ours), ("theirs", theirs), ("difference", ours.marked(against: theirs))] {
      try? Data(PNG.encode(picture)).write(to: folder.appendingPathComponent("\(name).png"))
    }
    Issue.record("the screens differ from QEMU's: \(difference); see \(folder.path)")
  }

  private func onQEMU(_ kernel: URL, _ module: URL?) throws -> Outcome {
    let qemu = try QEMU(kernel: kernel, commandLine: commandLine, initrd: module)
    for step in steps {
      switch step {
      case .wait(let text):
        guard qemu.waitForSerial(text, seconds: Double(Self.patience)) else {
          throw QEMU.Failure("QEMU's guest does not say '\(text)'; it says:\n\(qemu.serialOutput)")
        }
      case .boot: sleep(2)
      case .type(let text): try qemu.type(text)
      case .move(let dx, let dy): try qemu.moveMouse(dx: dx, dy: dy)
      case .press(let keys, let held): try qemu.press(keys, holding: held)
      case .button(let isDown): try qemu.button(isDown: isDown)
      case .settle: _ = try qemu.settledScreen(seconds: Double(Self.patience))
      }
    }
    switch end {
    case .exit:
      guard let status = qemu.waitForExit(seconds: Double(Self.patience)) else {
        throw QEMU.Failure("QEMU's guest does not end; it says:\n\(qemu.serialOutput)")
      }
      return Outcome(serial: qemu.serialOutput, status: status)
    case .screen:
      let picture = try qemu.settledScreen(seconds: Double(Self.patience))
      return Outcome(serial: qemu.serialOutput, picture: picture)
    case .silence:
      return Outcome(serial: qemu.settledSerialOutput())
    }
  }

  private func finishTyping(_ machine: Machine) throws {
    for _ in 0..<10 * Self.patience {
      machine.run(limit: .ticks(machine.configuration.frequency / 10))
      if !machine.input.isTyping { return }
    }
    throw QEMU.Failure("our guest takes no more keys; it says:\n\(machine.serialOutput)")
  }

  private func onOurs(_ kernel: [UInt8]) throws -> Outcome {
    let machine = try Machine(Configuration(restartsOnReset: false))
    try machine.load(kernel: kernel, commandLine: commandLine, initrd: initrd)
    let limit = Limit.ticks(Self.patience * machine.configuration.frequency)
    for step in steps {
      switch step {
      case .wait(let text):
        let stop = machine.run(until: .serial(text), limit: limit)
        if !stop.isMet { throw QEMU.Failure("our guest does not say '\(text)': \(stop)\n\(machine.serialOutput)") }
        machine.run(until: .waitingForInput, limit: limit)
      case .boot: machine.run(until: .waitingForInput, limit: limit)
      case .type(let text):
        machine.input.type(text)
        try finishTyping(machine)
      case .press(let keys, let held):
        for key in keys { machine.input.press(key, holding: held) }
        try finishTyping(machine)
      case .move(let dx, let dy):
        machine.input.move(dx, dy)
        machine.run(limit: .ticks(machine.configuration.frequency / 20))
      case .button(let isDown):
        machine.input.button(.left, isDown: isDown)
        machine.run(limit: .ticks(machine.configuration.frequency / 20))
      case .settle: machine.run(limit: .ticks(machine.configuration.frequency * 2))
      }
    }
    if end == .exit {
      let stop = machine.run(limit: limit)
      let status: Int32
      switch stop.reason {
      case .exited(let value): status = Int32(value)
      case .poweredOff, .reset: status = 0
      default: throw QEMU.Failure("our guest does not end: \(stop)\n\(machine.serialOutput)")
      }
      return Outcome(serial: Self.text(machine.serialBytes), status: status)
    }
    machine.run(limit: .ticks(machine.configuration.frequency))
    return Outcome(serial: Self.text(machine.serialBytes), picture: end == .screen ? machine.screen : nil)
  }
}
