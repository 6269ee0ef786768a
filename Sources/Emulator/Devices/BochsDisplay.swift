import Storage

/// The Bochs display of QEMU's `-vga std`: 1234:1111 at 00:02.0, set up through the "DISPI" registers at ports 0x1CE and 0x1CF.
///
/// The 16 MB of ``vram`` answer at base register 0; base register 2 has the registers again: the VGA's ports at 0x400, DISPI at
/// 0x500. While DISPI is off the screen shows what the ``VGA`` makes of the same memory. References are to Bochs's "VBE Display
/// Interface" and QEMU's `docs/specs/standard-vga`.
public final class BochsDisplay: Device {
  public let name = "Bochs display"
  public let ports: [ClosedRange<UInt16>] = [0x1CE...0x1D0]
  /// Configuration space: goes to device 2, function 0.
  public let pciFunction: PCIFunction
  public let vga: VGA
  public var vram: MemoryRegion { vga.vram }
  /// Called when ``aperture`` has changed.
  public var onApertureChange: ((UInt64?) -> Void)?
  /// Where base register 0 makes ``vram`` answer; nil while it does not.
  public private(set) var aperture: UInt64?
  @exclusivity(unchecked) private var registers = State()

  public init(vga: VGA) {
    self.vga = vga
    var description = PCIFunction.Description(vendor: 0x1234, device: 0x1111, classCode: 0x030000, revision: 2)
    description.addMemory(0, byteCount: 16 << 20, isPrefetchable: true)
    description.addMemory(2, byteCount: 4096)
    description.addROM(byteCount: 64 << 10)
    pciFunction = PCIFunction(description)
    pciFunction.onWrite = { [unowned self] _ in self.followBase() }
  }

  // MARK: State

  /// Numbers of the registers.
  public enum Index: Int, CaseIterable, Sendable {
    case id, xres, yres, bpp, enable, bank, virtualWidth, virtualHeight, xOffset, yOffset, videoMemory
  }

  /// Bits of the enable register.
  enum Enable {
    static let on: UInt16 = 0x01, getCapabilities: UInt16 = 0x02, eightBitDAC: UInt16 = 0x20
    static let noClear: UInt16 = 0x80
  }

  /// What the registers can hold, as `getCapabilities` tells.
  private static let maximumWidth: UInt16 = 16000
  private static let maximumHeight: UInt16 = 12000

  public struct State: Codable, Equatable, Sendable {
    public internal(set) var index: UInt16 = 0
    /// ID to Y_OFFSET.
    public internal(set) var values: [UInt16] = [0xB0C5, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  }

  public var state: State {
    get { registers }
    set {
      guard newValue.values.count == 10 else { return }
      registers = newValue
      // As a write to the register would have it, whoever made the state.
      self[.bank] &= lastBank
      if isEnabled { confine() }
      follow()
    }
  }

  subscript(index: Index) -> UInt16 {
    get { index == .videoMemory ? UInt16(vram.byteCount >> 16) : registers.values[index.rawValue] }
    set { if index != .videoMemory { registers.values[index.rawValue] = newValue } }
  }

  /// The number of the last piece of 64 KiB of video memory, all ones.
  private var lastBank: UInt16 { UInt16(truncatingIfNeeded: vram.byteCount >> 16 &- 1) }

  /// Whether DISPI has the screen.
  public var isEnabled: Bool { self[.enable] & Enable.on != 0 }

  public func reset() {
    registers = State()
    follow()
  }

  /// Sets what the VGA must know, from the state.
  private func follow() {
    vga.has8BitDAC = self[.enable] & Enable.eightBitDAC != 0
    let window = isEnabled ? UInt64(self[.bank]) << 16 : nil
    vga.linearWindow = self[.bpp] == 4 ? nil : window
    vga.planarWindow = self[.bpp] == 4 ? window : nil
    vga.generation &+= 1
  }

  private func followBase() {
    let base = pciFunction.memoryRange(0)?.lowerBound
    guard base != aperture else { return }
    aperture = base
    onApertureChange?(base)
  }

  // MARK: Registers

  func readRegister(_ number: Int) -> UInt16 {
    guard let index = Index(rawValue: number) else { return 0 }
    if self[.enable] & Enable.getCapabilities != 0 {
      switch index {
      case .xres: return Self.maximumWidth
      case .yres: return Self.maximumHeight
      case .bpp: return 32
      default: break
      }
    }
    return self[index]
  }

  func writeRegister(_ number: Int, _ value: UInt16) {
    guard let index = Index(rawValue: number) else { return }
    switch index {
    case .id: if 0xB0C0...0xB0C5 ~= value { self[.id] = value }
    case .xres, .yres, .bpp, .virtualWidth, .xOffset, .yOffset:
      self[index] = value
      if isEnabled { confine() }
    case .bank: self[.bank] = value & lastBank
    case .enable: enable(value)
    case .virtualHeight, .videoMemory: break  // follow from the others
    }
    follow()
  }

  /// Turning the display on starts at the origin with the virtual width as wide as the screen, and clears what will be seen.
  private func enable(_ value: UInt16) {
    let turnsOn = value & Enable.on != 0 && !isEnabled
    self[.enable] = value
    if turnsOn {
      self[.virtualWidth] = 0
      self[.xOffset] = 0
      self[.yOffset] = 0
      confine()
      if value & Enable.noClear == 0 { vram.fill(0, from: 0, count: lineLength * UInt64(self[.yres])) }
    }
  }

  /// Bits a pixel in memory, and bytes from one line of the virtual screen to the next.
  ///
  /// With 4 bits there are the VGA's four planes, of which ``vram`` has a byte each in four: a line has as many bytes as in QEMU.
  var pixelBits: UInt64 { self[.bpp] == 15 ? 16 : UInt64(self[.bpp]) }
  var lineLength: UInt64 { UInt64(self[.virtualWidth]) * pixelBits / 8 }

  /// Makes the mode one that exists and fits into the memory, as QEMU does it: widths are multiples of eight, the height is what
  /// there is memory for, and an offset that leaves it goes back to zero.
  private func confine() {
    if ![4, 8, 15, 16, 24, 32].contains(self[.bpp]) { self[.bpp] = 8 }
    self[.xres] = min(max(self[.xres] & ~7, 8), Self.maximumWidth)
    self[.virtualWidth] = min(max(self[.virtualWidth] & ~7, self[.xres]), Self.maximumWidth)
    let rows = vram.byteCount / lineLength
    self[.virtualHeight] = UInt16(truncatingIfNeeded: rows)  // as in QEMU, where a narrow screen has more rows
    self[.yres] = UInt16(clamping: min(UInt64(min(max(self[.yres], 1), Self.maximumHeight)), rows))
    self[.xOffset] = min(self[.xOffset], Self.maximumWidth)
    self[.yOffset] = min(self[.yOffset], Self.maximumHeight)
    if startOffset + UInt64(self[.yres]) * lineLength > vram.byteCount { self[.yOffset] = 0 }
    if startOffset + UInt64(self[.yres]) * lineLength > vram.byteCount { self[.xOffset] = 0 }
  }

  /// Offset into ``vram`` of the first pixel on the screen.
  var startOffset: UInt64 { UInt64(self[.yOffset]) * lineLength + UInt64(self[.xOffset]) * pixelBits / 8 }

  // MARK: Ports

  /// 0x1CE is the index; the data is at 0x1CF, and at 0x1D0 for those who want words aligned.
  public func read(port: UInt16, width: Int) -> UInt32 {
    let value = port == 0x1CE ? registers.index : readRegister(Int(registers.index))
    return width == 1 ? UInt32(value & 0xFF) : width == 2 ? UInt32(value) : UInt32(value) | 0xFFFF_0000
  }

  public func write(port: UInt16, width: Int, value: UInt32) {
    let value = UInt16(truncatingIfNeeded: width == 1 ? value & 0xFF : value)
    if port == 0x1CE { registers.index = value } else { writeRegister(Int(registers.index), value) }
  }

  public func describe() -> String {
    let mode = isEnabled ? "\(self[.xres])×\(self[.yres])×\(self[.bpp])" : "off"
    let values = Index.allCases.map { "\($0) \(self[$0].hexadecimal)" }.joined(separator: "  ")
    let place = aperture.map { "at \(UInt32(truncatingIfNeeded: $0).hexadecimal)" } ?? "not mapped"
    return "\(mode)  video memory \(place)\n\(values)"
  }
}
