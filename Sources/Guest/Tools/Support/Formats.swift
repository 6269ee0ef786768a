import SystemCalls

/// Numbers and times as programs print them.
enum Format {
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }

  static func zeroes(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// A size with a unit, rounded up: `512`, `1.5K`, `27M`, as `ls -h` and `df -h` show it.
  static func human(_ size: UInt64) -> String {
    if size < 1024 { return String(size) }
    let units = ["K", "M", "G", "T", "P"]
    var unit = 0
    var scale: UInt64 = 1024
    while size >= scale * 1024, unit < units.count - 1 {
      scale *= 1024
      unit += 1
    }
    let tenths = (size * 10 + scale - 1) / scale
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10)\(units[unit])" }
    let whole = (size + scale - 1) / scale
    if whole == 1024, unit < units.count - 1 { return "1.0\(units[unit + 1])" }
    return "\(whole)\(units[unit])"
  }

  /// `drwxr-xr-x`.
  static func mode(_ status: FileStatus) -> String {
    let kind =
      switch status.kind {
      case .regular: "-"
      case .directory: "d"
      case .symbolicLink: "l"
      case .characterDevice: "c"
      case .pipe: "p"
      case .channel, .sharedMemory: "s"
      }
    var text = kind
    for shift in [6, 3, 0] {
      let bits = status.mode >> UInt16(shift)
      text += bits & 4 != 0 ? "r" : "-"
      text += bits & 2 != 0 ? "w" : "-"
      let isSpecial = status.mode & (shift == 6 ? 0o4000 : shift == 3 ? 0o2000 : 0o1000) != 0
      if isSpecial {
        text += shift == 0 ? bits & 1 != 0 ? "t" : "T" : bits & 1 != 0 ? "s" : "S"
      } else {
        text += bits & 1 != 0 ? "x" : "-"
      }
    }
    return text
  }
}

/// A day and a time in UTC, of the Gregorian calendar.
struct CalendarTime {
  var year: Int
  /// 1 to 12.
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  var nanosecond: Int
  /// 0 is Sunday.
  var weekday: Int
  /// 0 is the first of January.
  var yearday: Int

  static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  static let longMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  static let longWeekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// - Parameter nanoseconds: since 1970.
  init(nanoseconds: Int64) {
    func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
      value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }
    let seconds = floorDivide(nanoseconds, 1_000_000_000)
    nanosecond = Int(nanoseconds - seconds * 1_000_000_000)
    let days = Int(floorDivide(seconds, 86400))
    let rest = Int(seconds - Int64(days) * 86400)
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    weekday = ((days + 4) % 7 + 7) % 7
    // Years that start in March, in eras of 400: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    yearday = before[month - 1] + day - 1 + (isLeap && month > 2 ? 1 : 0)
  }

  /// As `date +FORMAT`.
  func text(_ format: String) -> String {
    var result = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%", let letter = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch letter {
      case "Y": result += String(year)
      case "y": result += Format.zeroes(year % 100, 2)
      case "C": result += Format.zeroes(year / 100, 2)
      case "m": result += Format.zeroes(month, 2)
      case "d": result += Format.zeroes(day, 2)
      case "e": result += Format.right(String(day), 2)
      case "H": result += Format.zeroes(hour, 2)
      case "I": result += Format.zeroes((hour + 11) % 12 + 1, 2)
      case "p": result += hour < 12 ? "AM" : "PM"
      case "M": result += Format.zeroes(minute, 2)
      case "S": result += Format.zeroes(second, 2)
      case "N": result += Format.zeroes(nanosecond, 9)
      case "j": result += Format.zeroes(yearday + 1, 3)
      case "u": result += String(weekday == 0 ? 7 : weekday)
      case "w": result += String(weekday)
      case "a": result += Self.weekdays[weekday]
      case "A": result += Self.longWeekdays[weekday]
      case "b", "h": result += Self.months[month - 1]
      case "B": result += Self.longMonths[month - 1]
      case "F": result += text("%Y-%m-%d")
      case "T": result += text("%H:%M:%S")
      case "R": result += text("%H:%M")
      case "D": result += text("%m/%d/%y")
      case "c": result += text("%a %b %e %T %Y")
      case "s": result += String(secondsSince1970)
      case "z": result += "+0000"
      case "Z": result += "UTC"
      case "n": result += "\n"
      case "t": result += "\t"
      case "%": result += "%"
      default: result += "%\(letter)"
      }
    }
    return result
  }

  private var secondsSince1970: Int {
    let years = month <= 2 ? year - 1 : year
    let era = (years >= 0 ? years : years - 399) / 400
    let yearOfEra = years - era * 400
    let marchMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * 86400 + hour * 3600 + minute * 60 + second
  }
}
