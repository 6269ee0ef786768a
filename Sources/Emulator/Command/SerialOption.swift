/// Where COM1 goes.
enum SerialOption: Equatable {
  /// Standard output; what comes in on standard input goes to the guest.
  case stdio
  case none
  case file(String)

  init(text: String) {
    switch text {
    case "stdio": self = .stdio
    case "none": self = .none
    default: self = .file(text)
    }
  }
}
