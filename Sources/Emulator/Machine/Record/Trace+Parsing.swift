// Reading a trace.
extension Trace {
  /// Reads a trace from a file, and checks that it is whole and as it was written.
  public init(contentsOf path: String) throws(TraceError) {
    let bytes: [UInt8]
    do {
      bytes = try HostFiles.read(path)
    } catch {
      throw TraceError(error.description)
    }
    do {
      try self.init(bytes)
    } catch {
      throw TraceError("'\(path)' \(error)")
    }
  }

  /// Reads a trace from its text.
  public init(parsing text: String) throws(TraceError) {
    do {
      try self.init(Array(text.utf8))
    } catch {
      throw TraceError("the trace \(error)")
    }
  }

  private init(_ bytes: [UInt8]) throws(TraceError) {
    guard bytes.starts(with: Array("Apus trace ".utf8)) else {
      throw TraceError("is no trace: \(FileKind.describe(bytes))")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "Apus trace \(Self.formatVersion)" else {
      throw TraceError(
        "begins '\(lines[0])', and this emulator reads 'Apus trace \(Self.formatVersion)'; replay it with the emulator "
          + "that recorded it")
    }
    guard lines.popLast() == "", let last = lines.popLast(), last.hasPrefix("sha256 ") else {
      throw TraceError(
        "is cut short after line \(lines.count + 1): its last line, with the hash of the rest, is missing; record it again"
      )
    }
    let body = lines.map { $0 + "\n" }.joined()
    guard last == "sha256 \(SHA256.digest(of: body.utf8))" else {
      throw TraceError("was edited or damaged: its text does not agree with the hash in its last line; record it again")
    }
    for (number, line) in lines.enumerated().dropFirst() {
      do {
        try read(line)
      } catch {
        throw TraceError("has something else than a trace in line \(number + 1): \(error)")
      }
    }
    try check()
  }

  private func check() throws(TraceError) {
    guard let first = lines.first, case .state = first.content else { throw TraceError("has no state at its start") }
    guard lines.last?.content == .end else { throw TraceError("has no end") }
    for (one, two) in zip(lines, lines.dropFirst())
    where two.moment.tick < one.moment.tick || two.moment.instruction < one.moment.instruction {
      throw TraceError("runs backwards at \(two.moment)")
    }
  }

  private mutating func read(_ line: Substring) throws(TraceError) {
    let words = line.split(separator: " ")
    guard let first = words.first else { throw TraceError("an empty line") }
    if let instruction = UInt64(first) {
      guard words.count >= 3, let tick = UInt64(words[1]) else { throw TraceError("'\(line)'") }
      let moment = Moment(instruction: instruction, tick: tick)
      let rest = line.dropFirst(words[0].count + words[1].count + 2)
      return lines.append(Line(moment: moment, content: try Content(parsing: rest)))
    }
    let rest = line.dropFirst(first.count + 1)
    switch first {
    case "memory": configuration.memorySize = try number(rest)
    case "frequency": configuration.frequency = try number(rest)
    case "start-time": configuration.startTime = try number(rest)
    case "restarts-on-reset" where rest == "yes" || rest == "no": configuration.restartsOnReset = rest == "yes"
    case "kernel": kernel = try image(rest)
    case "boot":
      guard let value = BootProtocol(rawValue: String(rest)) else { throw TraceError("'\(line)'") }
      bootProtocol = value
    case "kernel-name": kernelName = String(decoding: try text(rest), as: UTF8.self)
    case "module": modules.append(Module(image: try image(rest), commandLine: ""))
    case "module-command-line" where !modules.isEmpty:
      modules[modules.count - 1].commandLine = String(decoding: try text(rest), as: UTF8.self)
    case "command-line": commandLine = try text(rest)
    default: throw TraceError("'\(line)'")
    }
  }

  private func text(_ quoted: Substring) throws(TraceError) -> [UInt8] {
    guard let text = QuotedText(quoted: quoted) else {
      throw TraceError("\(quoted) is no text between quotation marks")
    }
    return text.bytes
  }

  private func number<Value: FixedWidthInteger>(_ text: Substring) throws(TraceError) -> Value {
    guard let value = Value(text) else { throw TraceError("'\(text)' is no number") }
    return value
  }

  private func image(_ text: Substring) throws(TraceError) -> Image {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, parts[0].count == 64, let count = Int(parts[1]), let path = QuotedText(quoted: parts[2])
    else { throw TraceError("'\(text)' is no file") }
    return Image(sha256: String(parts[0]), byteCount: count, path: String(decoding: path.bytes, as: UTF8.self))
  }
}

extension Trace.Content {
  init(parsing text: Substring) throws(TraceError) {
    if text == "end" {
      self = .end
    } else if text.hasPrefix("state ") {
      self = .state(try Trace.State(parsing: text))
    } else {
      self = .input(try InputEvent(parsing: String(text)))
    }
  }
}

extension Trace.State {
  init(parsing text: Substring) throws(TraceError) {
    let words = text.split(separator: " ")
    guard words.count > 8, words[2] == "processor", words[4] == "chips", words[6] == "memory",
      let processor = StateHash(text: words[3]), let chips = StateHash(text: words[5]),
      let memory = StateHash(text: words[7])
    else { throw TraceError("'\(text)' is no state") }
    hashes = StateHashes(processor: processor, chips: chips, memory: memory)
    var values: [(name: String, value: UInt64)] = []
    for word in words.dropFirst(8) {
      let parts = word.split(separator: "=")
      guard parts.count == 2, let value = UInt64(parts[1], radix: 16) else {
        throw TraceError("'\(word)' is no register")
      }
      values.append((String(parts[0]), value))
    }
    registers = RegisterList(values: values)
  }
}

extension InputEvent {
  /// Reads an event as ``description`` writes it.
  public init(parsing text: String) throws(TraceError) {
    let words = text.split(separator: " ")
    let rest = text.dropFirst((words.first?.count ?? 0) + 1)
    func bytes() throws(TraceError) -> [UInt8] {
      guard let text = QuotedText(quoted: rest) else { throw TraceError("\(rest) is no text between quotation marks") }
      return text.bytes
    }
    func key(_ name: Substring) throws(TraceError) -> Key {
      guard let key = Key(rawValue: String(name)) else { throw TraceError("there is no key '\(name)'") }
      return key
    }
    func keys(_ names: some Sequence<Substring>) throws(TraceError) -> [Key] {
      var keys: [Key] = []
      for name in names { keys.append(try key(name)) }
      return keys
    }
    func number(_ text: Substring) throws(TraceError) -> Int {
      guard let value = Int(text) else { throw TraceError("'\(text)' is no number") }
      return value
    }
    switch (words.first, words.count) {
    case ("key-down", 2): self = .keyDown(try key(words[1]))
    case ("key-up", 2): self = .keyUp(try key(words[1]))
    case ("type", 2...): self = .type(String(decoding: try bytes(), as: UTF8.self))
    case ("serial", 2...): self = .serial(try bytes())
    case ("press", 2...):
      let parts = words.dropFirst().split(separator: "holding", omittingEmptySubsequences: false)
      guard parts.count <= 2 else { throw TraceError("'\(text)'") }
      self = .press(try keys(parts[0]), holding: parts.count == 2 ? try keys(parts[1]) : [])
    case ("mouse", 3): self = .move(dx: try number(words[1]), dy: try number(words[2]), wheel: 0)
    case ("mouse", 5) where words[3] == "wheel":
      self = .move(dx: try number(words[1]), dy: try number(words[2]), wheel: try number(words[4]))
    case ("buttons", 2...):
      var buttons: MouseButtons = []
      for name in words.dropFirst() where name != "none" {
        guard let named = MouseButtons.named.first(where: { $0.name == name }) else {
          throw TraceError("there is no mouse button '\(name)'")
        }
        buttons.formUnion(named.button)
      }
      self = .buttons(buttons)
    case ("reset", 1): self = .reset
    default: throw TraceError("'\(text)' is nothing that a person does")
    }
  }
}
