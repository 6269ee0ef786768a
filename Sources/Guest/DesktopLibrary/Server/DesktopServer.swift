#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// The process that owns the screen, keyboard and mouse: it runs the compositor and serves the programs that have windows.
  ///
  /// It never waits for a program: messages are taken as they come, and what a program does not take is kept for it, within limits.
  final class DesktopServer {
    /// What programs call.
    static let name = "windows"
    /// In the environment of programs that are to stand still.
    static let stillness = "STILL=1"

    /// What the launcher shows: its name there, and the file in /bin.
    static let programs: [(name: String, file: String)] = [
      ("Terminal", "terminal"), ("Files", "files"), ("Editor", "editor"), ("Paint", "paint"), ("Monitor", "monitor"),
      ("Settings", "settings"), ("Calculator", "calculator"), ("Clock", "clock"), ("Blocks", "blocks"),
      ("Currents", "currents"),
    ]

    /// More than a person has use for, and less than there are descriptors.
    private static let clientLimit = 96
    /// Above everybody else, so that the pointer moves whatever programs do.
    private static let priority = 12

    private let display: Display
    private let input: InputReader
    private let listener: Listener
    private let compositor: Compositor
    private let status: StatusReader
    /// What programs are started with.
    private let environment: [String]
    private var clients: [DesktopPeer] = []
    private var nextClient: ClientIdentifier = 1
    private var children = Children()

    private init(isStill: Bool) throws(SystemError) {
      display = try Display()
      input = try InputReader()
      listener = try Listener(name: Self.name)
      status = StatusReader(isStill: isStill)
      environment = Process.environment + (isStill ? [Self.stillness] : [])
      var items: [LauncherItem] = []
      for (index, program) in Self.programs.enumerated() { items.append(LauncherItem(name: program.name, icon: index)) }
      compositor = Compositor(
        front: display.surface, settings: DesktopSettings(mode: display.surface.bounds.size), programs: items)
    }

    /// `desktop [still]`: with the word, time and load in the panel stand still, so that pictures can be compared.
    static func main() -> Never {
      do throws(SystemError) {
        _ = systemCall(.setPriority, 0, priority)
        try DesktopServer(isStill: Process.arguments.contains("still")).run()
      } catch {
        printError("desktop: the screen, the keyboard or the name “\(name)” cannot be had: \(error)")
        Process.exit(1)
      }
    }

    private func run() -> Never {
      status.update(compositor)
      compositor.present()
      print("desktop: ready, \(display.surface.width) x \(display.surface.height)")
      while true {
        wait()
        for event in input.take() {
          switch event {
          case .key(let key): compositor.handle(key)
          case .mouse(let report, let time): compositor.handle(report, now: time)
          }
        }
        for client in clients { client.receive { self.handle($0, $1, from: client) } }
        removeEnded()
        children.forgetEnded()
        status.update(compositor)
        for action in compositor.takeActions() { perform(action) }
        compositor.present()
        deliver()
      }
    }

    private func wait() {
      var entries = [
        PollEntry(listener.descriptor.rawValue, .readable), PollEntry(input.descriptor.rawValue, .readable),
      ]
      for client in clients { entries.append(client.pollEntry) }
      _ = try? poll(&entries, timeout: children.delay(status.delay))
      if entries[0].results.contains(.readable) { accept() }
      for (index, client) in clients.enumerated() where index + 2 < entries.count {
        client.results = entries[index + 2].results
      }
    }

    private func accept() {
      guard let channel = try? listener.accept() else { return }
      guard clients.count < Self.clientLimit else {
        try? channel.descriptor.close()
        return
      }
      clients.append(DesktopPeer(channel, identifier: nextClient))
      nextClient &+= 1
    }

    private func handle(_ message: Message, _ attachment: FileDescriptor?, from client: DesktopPeer) {
      var buffer: SharedBuffer?
      guard let request = WindowRequest(message) else {
        try? attachment?.close()
        return
      }
      if let attachment {
        if case .attach = request { buffer = SharedPixels.open(attachment) } else { try? attachment.close() }
      }
      compositor.handle(request, from: client.identifier, buffer: buffer)
    }

    private func removeEnded() {
      guard clients.contains(where: { $0.hasEnded }) else { return }
      children.expectEnd()
      for client in clients where client.hasEnded {
        compositor.clientEnded(client.identifier)
        client.close()
      }
      clients.removeAll { $0.hasEnded }
    }

    private func deliver() {
      for delivery in compositor.takeDeliveries() {
        clients.first { $0.identifier == delivery.client }?.send(delivery.event)
      }
      for client in clients { client.flush() }
    }

    private func perform(_ action: Compositor.Action) {
      switch action {
      case .launch(let index):
        let path = "/bin/" + Self.programs[index].file
        do throws(SystemError) {
          _ = try Process.spawn(path, arguments: [path], environment: environment, group: 0)
        } catch {
          printError("desktop: \(path): \(error)")
        }
      case .setMode(let size):
        do throws(SystemError) {
          try display.setMode(size)
          compositor.changeScreen(to: display.surface)
        } catch {
          printError("desktop: \(size.width) x \(size.height): \(error)")
        }
      case .powerOff: systemCall(.power, Int(PowerAction.off.rawValue))
      }
    }
  }
#endif
