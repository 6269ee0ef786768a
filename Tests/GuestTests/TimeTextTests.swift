import Foundation
import GuestGraphics
import Testing

struct TimeTextTests {
  /// Foundation's calendar is the model.
  @Test func datesAgreeWithFoundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    let formatter = DateFormatter()
    formatter.calendar = calendar
    formatter.timeZone = calendar.timeZone
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "EEEE, d MMMM yyyy"
    for days in stride(from: -20_000, to: 150_000, by: 97) {
      let date = Date(timeIntervalSince1970: Double(days) * 86_400)
      #expect(TimeText.date(days: days) == formatter.string(from: date))
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let (year, month, day) = (try #require(parts.year), try #require(parts.month), try #require(parts.day))
      #expect(TimeText.days(year: year, month: month, day: day) == days)
    }
  }

  @Test func clockAndDuration() {
    #expect(TimeText.clock(secondOfDay: 0) == "00:00:00")
    #expect(TimeText.clock(secondOfDay: 86_399) == "23:59:59")
    #expect(TimeText.duration(seconds: 59) == "59 s")
    #expect(TimeText.duration(seconds: 60) == "1 min 0 s")
    #expect(TimeText.duration(seconds: 7_260) == "2 h 1 min")
  }
}
