// Writing a trace.
extension Trace {
  /// The lines before the first moment.
  var header: [String] {
    var lines = [
      "Apus trace \(Self.formatVersion)",
      "memory \(configuration.memorySize)",
      "frequency \(configuration.frequency)",
      "start-time \(configuration.startTime)",
      "restarts-on-reset \(configuration.restartsOnReset ? "yes" : "no")",
    ]
    func words(_ image: Image) -> String { "\(image.sha256) \(image.byteCount) \(QuotedText(image.path))" }
    if let kernel { lines.append("kernel \(words(kernel))") }
    if let bootProtocol { lines.append("boot \(bootProtocol.rawValue)") }
    if let kernelName { lines.append("kernel-name \(QuotedText(kernelName))") }
    for module in modules {
      lines.append("module \(words(module.image))")
      lines.append("module-command-line \(QuotedText(module.commandLine))")
    }
    lines.append("command-line \(QuotedText(commandLine))")
    return lines
  }

  /// The whole text.
  public var text: String {
    var text = (header + lines.map(\.description)).map { $0 + "\n" }.joined()
    text += "sha256 \(SHA256.digest(of: text.utf8))\n"
    return text
  }

  /// Writes the trace to a file, all or nothing.
  public func write(to path: String) throws(TraceError) {
    do {
      try HostFiles.replace(path, with: Array(text.utf8))
    } catch {
      throw TraceError(error.description)
    }
  }
}

extension Trace.Line: CustomStringConvertible {
  var description: String { "\(moment.instruction) \(moment.tick) \(content)" }
}

extension Trace.Content: CustomStringConvertible {
  var description: String {
    switch self {
    case .end: return "end"
    case .input(let event): return event.description
    case .state(let state):
      let hashes = state.hashes
      let registers = state.registers.values.map { "\($0.name)=\(String($0.value, radix: 16))" }
      return "state \(hashes.whole) processor \(hashes.processor) chips \(hashes.chips) memory \(hashes.memory) "
        + registers.joined(separator: " ")
    }
  }
}

extension InputEvent: CustomStringConvertible {
  /// As in a trace.
  public var description: String {
    switch self {
    case .keyDown(let key): return "key-down \(key.rawValue)"
    case .keyUp(let key): return "key-up \(key.rawValue)"
    case .type(let text): return "type \(QuotedText(text))"
    case .press(let keys, let modifiers):
      let names = keys.map(\.rawValue).joined(separator: " ")
      return "press \(names)"
        + (modifiers.isEmpty ? "" : " holding \(modifiers.map(\.rawValue).joined(separator: " "))")
    case .move(let dx, let dy, let wheel): return "mouse \(dx) \(dy)" + (wheel == 0 ? "" : " wheel \(wheel)")
    case .buttons(let buttons): return "buttons \(buttons.names)"
    case .serial(let bytes): return "serial \(QuotedText(bytes))"
    case .reset: return "reset"
    }
  }
}

extension MouseButtons {
  static let named: [(name: String, button: MouseButtons)] = [
    ("left", .left), ("right", .right), ("middle", .middle), ("back", .back), ("forward", .forward),
  ]

  var names: String {
    isEmpty ? "none" : Self.named.filter { contains($0.button) }.map(\.name).joined(separator: " ")
  }
}

/// Bytes as a line of text between quotation marks: printable ASCII as it is, the rest escaped.
struct QuotedText: CustomStringConvertible {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  var description: String {
    var text = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
      case UInt8(ascii: "\n"): text += "\\n"
      case UInt8(ascii: "\t"): text += "\\t"
      case 0x20..<0x7F: text.append(Character(UnicodeScalar(byte)))
      default: text += "\\x" + hexDigits(byte, 2)
      }
    }
    return text + "\""
  }

  /// The bytes of what stands between the quotation marks; nil when it is not written so.
  init?(quoted: some StringProtocol) {
    let text = Array(quoted.utf8)
    guard text.count >= 2, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else { return nil }
    var bytes: [UInt8] = []
    var at = 1
    while at < text.count - 1 {
      let byte = text[at]
      at += 1
      if byte == UInt8(ascii: "\"") { return nil }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard at < text.count - 1 else { return nil }
      let kind = text[at]
      at += 1
      switch kind {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(kind)
      case UInt8(ascii: "x"):
        guard at + 2 < text.count, let value = UInt8(String(decoding: text[at..<at + 2], as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        at += 2
      default: return nil
      }
    }
    self.bytes = bytes
  }
}
