extension InterruptControllerPair {
  /// What ``acknowledge()`` would answer now, without doing it: the request, 0 to 15, and its vector.
  public var pending: (irq: Int, vector: UInt8) {
    var first = primary
    let level = first.acknowledge()
    guard !first.isSingle, first.cascade & .bit(level) != 0 else { return (level, first.vector(of: level)) }
    var second = secondary
    guard level == 2, Int(second.cascade) == level else { return (level, 0xFF) }
    let secondLevel = second.acknowledge()
    return (8 + secondLevel, second.vector(of: secondLevel))
  }
}
