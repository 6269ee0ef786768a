import GuestApplications
import RandomInput
import Testing

@testable import GuestWindows

/// No program can do anything to another's window, or to the compositor.
struct ProtectionTests {
  private let screen = Bitmap(width: 480, height: 360)

  @Test func windowsOfOthersAreOutOfReach() {
    let compositor = Compositor.plain(screen)
    let victim = PlainClient(compositor, identifier: 1)
    compositor.present()
    _ = compositor.takeDeliveries()
    let before = screen.surface.values
    let frame = victim.frame
    let memory = Bitmap(width: 200, height: 120)
    let buffer = SharedBuffer(base: UnsafeMutableRawPointer(memory.surface.pixels), byteCount: 200 * 120 * 4)
    let attacks: [WindowRequest] = [
      .attach(window: victim.window, width: 200, height: 120, stride: 200),
      .damage(window: victim.window, memory.surface.bounds), .setTitle(window: victim.window, "Mine"),
      .setCursor(window: victim.window, .wait), .close(window: victim.window),
      .resize(window: victim.window, Size(width: 300, height: 300)),
    ]
    for attack in attacks {
      compositor.handle(attack, from: 2, buffer: buffer)
      let kind = Int(attack.message.kind)
      #expect(
        compositor.takeDeliveries() == [
          Compositor.Delivery(client: 2, event: .refused(kind: kind, window: victim.window))
        ])
    }
    #expect(victim.frame == frame && compositor.windows[0].title == "Client 1")
    #expect(compositor.isUpToDate(screen.surface) && screen.surface.values == before)
  }

  @Test func memoryMustHoldThePicture() {
    let compositor = Compositor.plain(screen)
    let client = PlainClient(compositor, identifier: 1)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 16)
    defer { memory.deallocate() }
    for (width, height, stride) in [
      (32, 33, 32), (33, 32, 33), (1, 1025, 1), (32, 32, 31), (0, 1, 1), (1, 0, 1), (-1, 4, 4), (4, -1, 4),
      (4097, 1, 4097),
      (1, 1, Int.max / 8), (2, 2, Int.max / 4),
    ] {
      _ = compositor.takeDeliveries()
      compositor.handle(
        .attach(window: client.window, width: width, height: height, stride: stride), from: 1,
        buffer: SharedBuffer(base: memory, byteCount: 4096))
      #expect(
        compositor.takeDeliveries().map { $0.event } == [.refused(kind: 2, window: client.window)]
          || (width == 1 && height == 1), "\(width) × \(height), \(stride)")
    }
  }

  @Test func windowsAreLimited() {
    let compositor = Compositor.plain(screen)
    for _ in 0..<Compositor.windowsPerClient + 4 {
      compositor.handle(.create(WindowOptions(title: "", size: Size(width: 10, height: 10))), from: 9)
    }
    #expect(compositor.windows.count == Compositor.windowsPerClient)
    compositor.clientEnded(9)
    #expect(compositor.windows.isEmpty)
    for size in [Size(width: 0, height: 5), Size(width: 5, height: -1), Size(width: 5000, height: 5)] {
      compositor.handle(.create(WindowOptions(title: "", size: size)), from: 9)
    }
    #expect(compositor.windows.isEmpty)
  }

  @Test func requestsAndEventsSurviveTheirBytes() {
    let requests: [WindowRequest] = [
      .create(
        WindowOptions(
          title: "Größe", size: Size(width: 3, height: 4), minimumSize: Size(width: 1, height: 2), isResizable: false,
          isTranslucent: true, icon: 4)),
      .attach(window: 1, width: 2, height: 3, stride: 4),
      .damage(window: 7, Rectangle(x: -1, y: 2, width: 3, height: 4)), .setTitle(window: 1, "x"),
      .setCursor(window: 1, .hand), .close(window: 9), .resize(window: 1, Size(width: 1, height: 2)),
      .setClipboard("text", isFirst: true), .getClipboard, .setDark(true), .setWallpaper(2), .setPointerSpeed(7),
      .setMode(Size(width: 640, height: 480)), .getSettings,
    ]
    for request in requests {
      let bytes = request.message.bytes
      let back = bytes.withUnsafeBytes { Message(bytes: $0) }.flatMap { WindowRequest($0) }
      #expect(back == request)
      for count in 0..<Message.headerSize { #expect(bytes.prefix(count).withUnsafeBytes { Message(bytes: $0) } == nil) }
    }
    var events: [WindowEvent] = [
      .created(window: 1, Size(width: 1, height: 2)), .configure(window: 1, Size(width: 1, height: 2)),
      .closeRequested(window: 3),
      .pointer(window: 1, PointerEvent(.wheel, x: -4, y: 5, button: .none, count: -2, modifiers: .shift)),
      .focus(window: 1, true), .presented(window: 2), .clipboard("ä", isLast: true),
      .settings(DesktopSettings(mode: Size(width: 1, height: 2))), .refused(kind: 4, window: 1),
    ]
    let keys: [KeyPress.Key] = [
      .character("ß"), .function(12), .enter, .backspace, .delete, .tab, .escape, .insert, .up, .down, .left, .right,
      .home, .end, .pageUp, .pageDown, .shift, .control, .alternate, .capsLock, .command, .menu,
    ]
    events += keys.map { .key(window: 5, KeyEvent($0, modifiers: [.control, .command], isDown: false)) }
    for event in events {
      #expect(event.message.bytes.withUnsafeBytes { Message(bytes: $0) }.flatMap { WindowEvent($0) } == event)
    }
  }

  @Test func longTextIsCutAtACharacter() {
    let message = WindowRequest.setTitle(window: 1, String(repeating: "é", count: 600) + "x").message
    #expect(message.bytes.count == Message.headerSize + 1024)
    let odd = WindowRequest.setTitle(window: 1, "x" + String(repeating: "é", count: 600)).message.bytes
    #expect(odd.count == Message.headerSize + 1023)
  }

  /// Nonsense from a program: the compositor lives, and the other window is as it was.
  @Test(arguments: [51, 52, 53] as [UInt64])
  func survivesNonsense(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let compositor = Compositor.plain(screen)
    let other = PlainClient(compositor, identifier: 1)
    let frame = other.frame
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 65536, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0x55, count: 65536)
    defer { memory.deallocate() }
    for _ in 0..<4000 {
      let extremes = [0, 1, -1, 5, 100, 4096, 4097, Int(Int32.max), Int(Int32.min)]
      let numbers = (0..<6).map { _ in
        Bool.random(using: &random)
          ? extremes.randomElement(using: &random)! : Int.random(in: -20...300, using: &random)
      }
      var message = Message(
        kind: UInt16.random(in: 0...16, using: &random), window: UInt32.random(in: 0...8, using: &random), numbers,
        text: Bool.random(using: &random) ? "" : "words \(numbers[0])")
      // What changes the whole desktop is allowed, but slow.
      if (10...13).contains(message.kind) { message.kind = 3 }
      guard let request = message.bytes.withUnsafeBytes({ Message(bytes: $0) }).flatMap({ WindowRequest($0) }) else {
        continue
      }
      let buffer = Bool.random(using: &random) ? SharedBuffer(base: memory, byteCount: 65536) : nil
      compositor.handle(request, from: 2, buffer: buffer)
      _ = compositor.takeDeliveries()
      compositor.present()
    }
    #expect(other.frame == frame)
    compositor.clientEnded(2)
    #expect(compositor.windows.count == 1 && compositor.isUpToDate(screen.surface))
  }

  @Test func clipboardIsBoundedAndComesBackWhole() {
    let compositor = Compositor.plain(screen)
    let text = String(repeating: "Größe ", count: 700)
    var rest = Substring(text)
    var isFirst = true
    while !rest.isEmpty {
      compositor.handle(.setClipboard(String(rest.prefix(300)), isFirst: isFirst), from: 1)
      rest = rest.dropFirst(300)
      isFirst = false
    }
    compositor.handle(.getClipboard, from: 2)
    var back = ""
    for delivery in compositor.takeDeliveries() {
      if case .clipboard(let part, _) = delivery.event {
        #expect(part.utf8.count <= Message.textLimit)
        back += part
      }
    }
    #expect(back == text)
    for _ in 0..<400 { compositor.handle(.setClipboard(String(repeating: "x", count: 1024), isFirst: false), from: 1) }
    #expect(compositor.clipboard.utf8.count <= Compositor.clipboardLimit)
  }
}
