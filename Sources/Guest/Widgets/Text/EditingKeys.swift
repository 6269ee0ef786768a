extension TextBuffer {
  /// What a key does to a text.
  public enum KeyOutcome: Equatable, Sendable { case unused, moved, changed }

  /// The keys that all places for text share. A tabulator and a new line are not among them.
  public mutating func handle(_ event: KeyEvent, clipboard: Clipboard) -> KeyOutcome {
    let (byWord, selecting) = (event.modifiers.contains(.control), event.modifiers.contains(.shift))
    if event.modifiers.contains(.alternate) || event.modifiers.contains(.command) { return .unused }
    switch event.key {
    case .left: move(byWord ? .wordLeft : .left, selecting: selecting)
    case .right: move(byWord ? .wordRight : .right, selecting: selecting)
    case .up where !isSingleLine: move(.up, selecting: selecting)
    case .down where !isSingleLine: move(.down, selecting: selecting)
    case .home: move(byWord ? .start : .lineStart, selecting: selecting)
    case .end: move(byWord ? .end : .lineEnd, selecting: selecting)
    case .backspace:
      deleteBackward(byWord: byWord)
      return .changed
    case .delete:
      if selecting, hasSelection { clipboard.copy(selectedText) }
      deleteForward(byWord: byWord)
      return .changed
    case .character(let scalar) where byWord: return command(scalar, clipboard: clipboard)
    case .character(let scalar):
      insert(String(Character(scalar)))
      return .changed
    default: return .unused
    }
    return .moved
  }

  private mutating func command(_ scalar: Unicode.Scalar, clipboard: Clipboard) -> KeyOutcome {
    switch scalar {
    case "a", "A":
      selectAll()
      return .moved
    case "c", "C":
      if hasSelection { clipboard.copy(selectedText) }
      return .moved
    case "x", "X":
      guard hasSelection else { return .moved }
      clipboard.copy(selectedText)
      deleteBackward()
    case "v", "V": insert(clipboard.text)
    case "z": undo()
    case "Z", "y", "Y": redo()
    default: return .unused
    }
    return .changed
  }
}
