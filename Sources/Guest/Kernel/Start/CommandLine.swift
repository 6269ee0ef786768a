#if hasFeature(Embedded)
  /// The words that the boot loader passes, such as `test`, `exit` and `panic=divide`.
  struct CommandLine {
    let text: String
    let words: [String]

    init(_ text: String) {
      self.text = text
      words = text.split(separator: " ").map { String($0) }
    }

    func has(_ word: String) -> Bool { words.contains(word) }

    /// What follows `name=` in the last word that starts so.
    func value(of name: String) -> String? {
      let prefix = name + "="
      guard let word = words.last(where: { $0.hasPrefix(prefix) }) else { return nil }
      return String(word.dropFirst(prefix.utf8.count))
    }
  }
#endif
