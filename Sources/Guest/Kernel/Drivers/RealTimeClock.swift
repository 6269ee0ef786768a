#if hasFeature(Embedded)
  import GuestGraphics
  import KernelSupport

  /// The MC146818 clock that runs while the machine is off.
  enum RealTimeClock {
    struct Time: Equatable {
      var year: Int
      var month: Int
      var day: Int
      var hour: Int
      var minute: Int
      var second: Int

      var secondsSince1970: Int {
        TimeText.days(year: year, month: month, day: day) * 24 * 60 * 60 + hour * 3600 + minute * 60 + second
      }
    }

    private static let index: UInt16 = 0x70
    private static let data: UInt16 = 0x71

    /// Registers by the datasheet's names; the century is where PCs keep it.
    private enum Register {
      static let seconds: UInt8 = 0x00
      static let minutes: UInt8 = 0x02
      static let hours: UInt8 = 0x04
      static let day: UInt8 = 0x07
      static let month: UInt8 = 0x08
      static let year: UInt8 = 0x09
      static let a: UInt8 = 0x0A
      static let b: UInt8 = 0x0B
      static let century: UInt8 = 0x32
    }

    private static let updateInProgress: UInt8 = 0x80
    private static let is24Hour: UInt8 = 0x02
    private static let isBinary: UInt8 = 0x04
    private static let afternoon: UInt8 = 0x80

    private static func read(_ register: UInt8) -> UInt8 {
      outb(index, register)
      return inb(data)
    }

    /// Nil where there is no clock, or nothing that is a time.
    static func now() -> Time? {
      // An update between two registers would mix two times: two equal readings with none in progress are one time.
      var last: Time?
      for _ in 0..<8 {
        var patience = 100_000
        while read(Register.a) & updateInProgress != 0, patience > 0 { patience -= 1 }
        let time = readRegisters()
        if let time, time == last { return time }
        last = time
      }
      return nil
    }

    private static func readRegisters() -> Time? {
      let mode = read(Register.b)
      func number(_ raw: UInt8) -> Int {
        mode & isBinary != 0 ? Int(raw) : Int(raw >> 4) * 10 + Int(raw & 15)
      }
      let rawHour = read(Register.hours)
      var hour = number(rawHour & ~afternoon)
      if mode & is24Hour == 0 { hour = hour % 12 + (rawHour & afternoon != 0 ? 12 : 0) }
      let century = number(read(Register.century))
      let time = Time(
        year: (century >= 19 && century <= 99 ? century : 20) * 100 + number(read(Register.year)),
        month: number(read(Register.month)), day: number(read(Register.day)), hour: hour,
        minute: number(read(Register.minutes)), second: number(read(Register.seconds)))
      let isTime =
        (1...12).contains(time.month) && (1...31).contains(time.day) && time.hour < 24 && time.minute < 60
        && time.second < 60
      return isTime ? time : nil
    }
  }
#endif
