/// A date of the proleptic Gregorian calendar and a time of day, without a zone.
public struct DateAndTime: Codable, Equatable, Sendable, CustomStringConvertible {
  public var year: Int
  /// 1...12 and 1...31.
  public var month: Int, day: Int
  public var hour: Int, minute: Int, second: Int

  public init(year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// When a machine starts unless it is told otherwise: Saturday, the first of January 2000, midnight.
  public static let `default` = DateAndTime(year: 2000)

  /// Seconds since the start of 1970. Fields out of range carry over into the next larger one.
  public var secondsSince1970: Int64 {
    // Years start in March here, so the leap day is the last of its year, and a month's first day has a closed form.
    let months = Int64(clamped(year)) * 12 + Int64(clamped(month)) - 3
    let marchYear = months.flooredQuotient(12)
    let marchMonth = months - marchYear * 12
    let leapDays = marchYear.flooredQuotient(4) - marchYear.flooredQuotient(100) + marchYear.flooredQuotient(400)
    let days = marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + Int64(clamped(day)) - 1 - Self.daysTo1970
    return days * 86400 + Int64(clamped(hour)) * 3600 + Int64(clamped(minute)) * 60 + Int64(clamped(second))
  }

  public init(secondsSince1970 seconds: Int64) {
    let days = seconds.flooredQuotient(86400)
    let time = Int(seconds - days * 86400)
    let shifted = days + Self.daysTo1970
    let era = shifted.flooredQuotient(146_097)  // 400 years
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (dayOfYear * 5 + 2) / 153
    day = Int(dayOfYear - (marchMonth * 153 + 2) / 5 + 1)
    month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
    year = Int(era * 400 + yearOfEra) + (month <= 2 ? 1 : 0)
    hour = time / 3600
    minute = time / 60 % 60
    second = time % 60
  }

  /// 1 for Sunday ... 7 for Saturday, as the MC146818 counts.
  public var dayOfWeek: Int {
    let days = secondsSince1970.flooredQuotient(86400)  // 1970 began on a Thursday
    return Int((days % 7 + 7 + 4) % 7) + 1
  }

  /// ISO 8601.
  public var description: String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))"
  }

  /// From March of year 0 to the start of 1970.
  private static let daysTo1970: Int64 = 719_468

  /// Keeps nonsense from overflowing.
  private func clamped(_ value: Int) -> Int { min(max(value, -1_000_000), 1_000_000) }
}

extension Int64 {
  /// The quotient rounded towards minus infinity, for a positive divisor.
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self / divisor - (self % divisor < 0 ? 1 : 0)
  }
}
