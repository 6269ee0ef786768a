/// Times as people read them.
public enum TimeText {
  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// `09:05:00`, of seconds since midnight.
  public static func clock(secondOfDay: Int) -> String {
    "\(twoDigits(secondOfDay / 3600)):\(twoDigits(secondOfDay / 60 % 60)):\(twoDigits(secondOfDay % 60))"
  }

  /// `Saturday, 1 January 2000`, in the Gregorian calendar.
  public static func date(days: Int) -> String {
    let (year, month, day) = civil(days: days)
    // Day 0, the first of January 1970, was a Thursday.
    let weekday = ((days + 4) % 7 + 7) % 7
    return "\(weekdays[weekday]), \(day) \(months[month - 1]) \(year)"
  }

  /// Days from 1 January 1970. Years are counted from March, so that the day a leap year adds is its last.
  public static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let leapDays = floored(shifted, 4) - floored(shifted, 100) + floored(shifted, 400)
    return shifted * 365 + leapDays + dayOfYear - 719_468
  }

  static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    // No year is longer or shorter, so this is not before the year that is looked for.
    var year = 1970 + max(floored(days, 365), floored(days, 366) + 1)
    while self.days(year: year, month: 1, day: 1) > days { year -= 1 }
    var month = 12
    while self.days(year: year, month: month, day: 1) > days { month -= 1 }
    return (year, month, days - self.days(year: year, month: month, day: 1) + 1)
  }

  private static func floored(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
  }

  /// `1 Jan 2000, 09:05`, of seconds since 1970.
  public static func stamp(seconds: Int) -> String {
    let day = floored(seconds, 86400)
    let (year, month, dayOfMonth) = civil(days: day)
    let minute = (seconds - day * 86400) / 60
    return "\(dayOfMonth) \(months[month - 1].prefix(3)) \(year), \(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
  }

  /// `Sat 1 Jan`: a day as a panel has room for it.
  public static func shortDate(days: Int) -> String {
    let (_, month, day) = civil(days: days)
    let weekday = ((days + 4) % 7 + 7) % 7
    return "\(weekdays[weekday].prefix(3)) \(day) \(months[month - 1].prefix(3))"
  }

  /// `2 h 5 min`, `5 min 3 s`, `3 s`.
  public static func duration(seconds: Int) -> String {
    if seconds >= 3600 { return "\(seconds / 3600) h \(seconds / 60 % 60) min" }
    if seconds >= 60 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds) s"
  }
}
