import ArgumentParser
import Foundation
import Machine

/// Where the machine's calendar begins: `--start-time`.
struct StartTime: Equatable {
  /// Seconds since the start of 1970.
  var seconds = Configuration().startTime

  init() {}

  /// - Parameter text: "now", or a date such as 2026-01-01, with a time such as T12:30:00 or without.
  init(text: String) throws {
    if text == "now" {
      seconds = Int64(Date().timeIntervalSince1970)
      return
    }
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    let date = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    let time =
      parts.count == 2
      ? parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 } : [0, 0, 0]
    guard parts.count <= 2, date.count == 3, time.count == 3 else { throw Self.error(text) }
    let wanted = DateAndTime(
      year: date[0], month: date[1], day: date[2], hour: time[0], minute: time[1], second: time[2])
    // A date that does not exist comes back as another. The chip's calendar has the years of one century, and of the next.
    guard (1970...2099).contains(date[0]), DateAndTime(secondsSince1970: wanted.secondsSince1970) == wanted else {
      throw Self.error(text)
    }
    seconds = wanted.secondsSince1970
  }

  private static func error(_ text: String) -> ValidationError {
    ValidationError("'\(text)' is no date and time from 1970 to 2099; write 2026-01-01T12:30:00, or now.")
  }
}
