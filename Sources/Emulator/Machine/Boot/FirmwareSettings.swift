/// What a PC's firmware has set up by the time a kernel starts.
enum FirmwareSettings {
  static func apply(to chips: Chips) {}
}
