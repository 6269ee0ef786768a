/// Why a trace cannot be read or replayed: one sentence, for a person.
public struct TraceError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
