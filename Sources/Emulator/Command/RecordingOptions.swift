import ArgumentParser

/// What becomes of a run, and where it comes from.
struct RecordingOptions: ParsableArguments {
  @Option(help: "Write the run to this trace, to be replayed.", completion: .file())
  var record: String?

  @Option(
    help: "Repeat the run of this trace, and check that it is the same. With another kernel, say where they part.",
    completion: .file())
  var replay: String?

  @Option(
    help: ArgumentHelp(
      "The recorded kernel, when it is no longer where the trace says: to find the first difference.",
      valueName: "kernel"), completion: .file())
  var reference: String?

  @Option(help: "Write the machine's state to this file at the end.", completion: .file())
  var saveSnapshot: String?

  @Option(help: "Start from the state in this file instead of a kernel.", completion: .file())
  var loadSnapshot: String?

  @Option(help: "Do what this script says (type, press, mouse, wait-for, ...), then end.", completion: .file())
  var script: String?
}

/// What is written about a run.
struct LookingOptions: ParsableArguments {
  /// What a trace of instructions can have.
  enum Event: String, ExpressibleByArgument, CaseIterable {
    case instructions, interrupts, exceptions, ports, devices
  }

  @Option(
    help: "Write what the guest does to this file: instructions, unless --trace-event says otherwise.",
    completion: .file())
  var trace: String?

  @Option(help: "What to write to --trace. May be repeated.")
  var traceEvent: [Event] = []

  @Option(
    help: ArgumentHelp(
      "Write only instructions in this range: a symbol, an address, or FIRST-LAST. May be repeated.", valueName: "range"
    ))
  var traceRange: [String] = []

  @Flag(help: "Say at the end how often things happened: exceptions, interrupts, accesses of devices, blocks.")
  var counters = false
}
