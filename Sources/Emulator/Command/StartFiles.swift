import Machine

/// The files that a machine starts from.
struct StartFiles {
  let kernelPath: String?
  let kernel: [UInt8]?
  /// With the files' names.
  let modules: [(path: String, module: BootModule)]
  let snapshot: Snapshot?
  /// For the window's title.
  let name: String

  init(_ options: Options, _ trace: Trace?) throws {
    if let path = options.recording.loadSnapshot {
      do {
        snapshot = try Snapshot(contentsOf: path)
      } catch {
        throw HostFileError("cannot load '\(path)': \(error)")
      }
      (kernelPath, kernel, modules, name) = (nil, nil, [], Self.lastPart(path))
      return
    }
    snapshot = nil
    guard let path = options.file ?? trace?.kernel?.path, !path.isEmpty else {
      throw HostFileError("the trace does not say where its kernel was; give it before --replay")
    }
    kernelPath = path
    kernel = try HostFile.read(path)
    if let trace, options.initrd == nil {
      modules = try trace.modules.map { module in
        (module.image.path, BootModule(try HostFile.read(module.image.path), commandLine: module.commandLine))
      }
    } else {
      modules = try options.initrd.map { (text) throws in try ModuleList.read(text) } ?? []
    }
    name = Self.lastPart(path)
  }

  private static func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  func makeMachine(_ options: Options, _ trace: Trace?) throws -> Machine {
    if let snapshot { return snapshot.fork() }
    let path = kernelPath ?? ""
    let configuration =
      trace?.configuration
      ?? Configuration(
        memorySize: options.memory.bytes, startTime: options.startTime.seconds, restartsOnReset: !options.noReboot)
    let machine = try Machine(configuration)
    do {
      if let trace {
        if Trace.Image.sha256(of: kernel ?? []) != trace.kernel?.sha256 {
          note("'\(path)' is not the recorded kernel; this says where they part")
        }
        return try trace.makeMachine(kernel: kernel ?? [], modules: modules.map(\.module.bytes))
      }
      try machine.load(
        kernel: kernel ?? [], commandLine: options.append, modules: modules.map(\.module), name: path,
        using: options.boot)
    } catch {
      throw HostFileError("cannot boot '\(path)': \(error)")
    }
    return machine
  }
}
