/// The x87 registers (SDM volume 1, section 8.1).
struct X87State: Codable, Equatable, Sendable {
  var control: UInt16 = 0x37F
}
